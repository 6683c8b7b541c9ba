/** The task table: what it asks for, and what it draws of a hundred thousand tasks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewWindow } from '../../../src/core/snapshot/protocol';
import { crowd, running, tasksView } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

const MANY = 100_000;

let pages: PanelPages;
let crowded: Crowd;

beforeAll(async () => {
  pages = await PanelPages.start();
  crowded = new Crowd(await pages.open({ width: 1300, height: 800 }));
});
beforeEach(async () => {
  await crowded.scrollTo(0);
  await crowded.answer();
});
afterAll(() => pages[Symbol.asyncDispose]());

/** The inspector's part, by hand: answers what was asked for last. */
class Crowd {
  #sequence = 0;

  constructor(readonly panel: PanelPage) {}

  async wanted(): Promise<ViewWindow> {
    return (await this.panel.waitForSent('view')).at(-1)!.window;
  }

  /** Until nothing more is asked for. */
  async answer(): Promise<void> {
    for (let answered = -1; answered < (await views(this.panel)); ) {
      answered = await views(this.panel);
      await this.panel.show(crowd(MANY, await this.wanted(), ++this.#sequence));
      await this.panel.frames();
    }
  }

  /** Waits for the question that `act` leads to. */
  async askedBy(act: () => Promise<void>): Promise<void> {
    const before = await views(this.panel);
    await act();
    await this.panel.waitForSent('view', before + 1);
  }

  async scrollTo(top: number): Promise<void> {
    await this.panel.page.evaluate(`document.querySelector('.table')?.scrollTo(0, ${top})`);
  }

  /** Of the rows that are drawn and known, from the top. */
  names(): Promise<string[]> {
    return this.panel.page.locator('.table-body .c-name').allInnerTexts();
  }
}

const views = (panel: PanelPage): Promise<number> => panel.sentOf('view').then(({ length }) => length);

describe('of 100,000 tasks', () => {
  it('draws a screenful', async () => {
    const { page } = crowded.panel;
    expect(await page.locator('.table').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    expect(await page.locator('.tasks .badge').innerText()).toBe('100,000');
    expect((await crowded.names())[0]).toBe('page-1');
    expect(await page.locator('.table-body .row').count()).toBeLessThan(40);
    expect(await page.locator('*').count()).toBeLessThan(1200);
  });

  it('asks for the rows that are scrolled to, and shows them', async () => {
    const rowHeight = 24;
    await crowded.askedBy(() => crowded.scrollTo(50_000 * rowHeight));
    const { taskStart, taskCount } = await crowded.wanted();
    expect(taskStart).toBeLessThanOrEqual(50_000 - 25);
    expect(taskStart + taskCount).toBeGreaterThanOrEqual(50_000 + 45);
    expect(taskCount).toBeLessThanOrEqual(125);
    // Until they come there are empty rows, so that nothing jumps.
    expect(await crowded.panel.page.locator('.row.missing').count()).toBeGreaterThan(10);
    await crowded.answer();
    expect(await crowded.names()).toContain('page-50001');
    expect(await crowded.panel.page.locator('.row.missing').count()).toBe(0);
    expect(await crowded.panel.page.locator('#task-50001').getAttribute('aria-rowindex')).toBe('50002');
  });

  it('writes rows that are new into the elements of those that left', async () => {
    const rows = crowded.panel.page.locator('.table-body .row');
    await crowded.panel.page.evaluate(`for (const row of document.querySelectorAll('.table-body .row')) row.setAttribute('data-there', '')`);
    await crowded.askedBy(() => crowded.scrollTo(50_000 * 24));
    await crowded.answer();
    expect(await crowded.names()).toContain('page-50001');
    // there are more rows in sight than at the top, where none is drawn above
    expect((await rows.count()) - (await crowded.panel.page.locator('.row[data-there]').count())).toBeLessThan(6);
  });

  it('reaches the last row', async () => {
    await crowded.askedBy(() => crowded.scrollTo(1e9));
    await crowded.answer();
    expect((await crowded.names()).at(-1)).toBe('page-100000');
  });

  it('never has more than one question open, however fast somebody scrolls', async () => {
    const before = await views(crowded.panel);
    for (let step = 1; step <= 20; step++) {
      await crowded.scrollTo(step * 60_000);
      await crowded.panel.frames(1);
    }
    expect(await views(crowded.panel)).toBe(before + 1);
    await crowded.answer();
    expect((await crowded.wanted()).taskStart).toBe(49_975);
    expect(await views(crowded.panel)).toBe(before + 2);
    expect(await crowded.names()).toContain('page-50001');
  });

  it('asks for nothing when scrolled by a row', async () => {
    const before = await views(crowded.panel);
    await crowded.scrollTo(24);
    await crowded.panel.frames();
    expect(await views(crowded.panel)).toBe(before);
  });
});

describe('the order', () => {
  it('is asked for by a press on a title; a second press turns it round', async () => {
    const { panel } = crowded;
    const steps = panel.page.getByRole('columnheader', { name: 'Steps' });
    const before = await views(panel);
    await steps.getByRole('button').click();
    await panel.waitForSent('view', before + 1);
    expect(await crowded.wanted()).toMatchObject({ taskSort: 'steps', taskDescending: true, taskStart: 0 });
    expect(await steps.getAttribute('aria-sort')).toBe('descending');
    expect(await panel.page.locator('[aria-sort]:not([aria-sort=none])').count()).toBe(1);
    await crowded.answer();
    await steps.getByRole('button').press('Enter');
    await panel.waitForSent('view', before + 2);
    expect(await crowded.wanted()).toMatchObject({ taskSort: 'steps', taskDescending: false });
    expect(await steps.getAttribute('aria-sort')).toBe('ascending');
  });

  it('begins at the top', async () => {
    await crowded.askedBy(() => crowded.scrollTo(240_000));
    await crowded.answer();
    await crowded.askedBy(() => crowded.panel.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click());
    await crowded.panel.page.waitForFunction(`document.querySelector('.table').scrollTop === 0`);
    await crowded.answer();
    expect(await crowded.wanted()).toMatchObject({ taskStart: 0, taskSort: 'name', taskDescending: false });
  });
});

describe('the filter', () => {
  it('is asked for as it is typed, and Escape empties it', async () => {
    const { panel } = crowded;
    const field = panel.page.getByRole('textbox', { name: 'Filter tasks' });
    await crowded.askedBy(() => field.fill('store'));
    await crowded.answer();
    expect(await crowded.wanted()).toMatchObject({ taskFilter: 'store', taskStart: 0 });
    await crowded.askedBy(() => field.press('Escape'));
    expect(await crowded.wanted()).toMatchObject({ taskFilter: '' });
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('says when nothing matches', async () => {
    await using panel = await pages.open();
    await panel.show(running());
    await panel.page.getByRole('textbox', { name: 'Filter tasks' }).fill('nobody');
    await panel.show(running({ sequence: 8, tasks: tasksView([]) }));
    expect(await panel.page.locator('.tasks .nothing').innerText()).toBe("No task's name, coroutine or state matches “nobody”.");
  });
});

describe('the keyboard', () => {
  it('moves from row to row and opens where a task is parked', async () => {
    const { panel } = crowded;
    await panel.page.locator('.table').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await panel.page.keyboard.press(key);
    await panel.page.locator('.row.active#task-2').waitFor();
    expect(await panel.page.locator('.table').getAttribute('aria-activedescendant')).toBe('task-2');
    expect(await panel.page.locator('.row[aria-selected=true]').count()).toBe(1);
    await panel.page.keyboard.press('Enter');
    const [reveal] = await panel.waitForSent('reveal');
    expect(reveal?.location.line).toBe(31);
  });

  it('goes to the last row, which may not be known yet, and back', async () => {
    const { panel } = crowded;
    const before = await views(panel);
    await panel.page.locator('.table').focus();
    await panel.page.keyboard.press('End');
    await panel.waitForSent('view', before + 1);
    await crowded.answer();
    await panel.page.locator('.row.active#task-100000').waitFor();
    await panel.page.keyboard.press('Home');
    await panel.waitForSent('view', before + 2);
    await crowded.answer();
    await panel.page.locator('.row.active#task-1').waitFor();
  });

  it('keeps the focus when the rows under it change', async () => {
    const { panel } = crowded;
    await panel.page.locator('#task-3').click();
    await panel.page.locator('#task-3 .c-parkedAt .location').focus();
    await crowded.scrollTo(240_000);
    await panel.page.locator('.table:focus').waitFor();
  });
});
