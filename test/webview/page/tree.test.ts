/** The await tree and the task's detail, in a real browser. */
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot/protocol';
import { textContrasts } from '../contrast';
import { endedWithWarnings, inThePast, running } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';
import type { ThemeName } from '../../../src/panel/themes';
import { goneDetail, longTree, taskDetail, waitsTree } from '../treeFixtures';

let pages: PanelPages;
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
});
afterAll(() => pages[Symbol.asyncDispose]());
beforeEach(async () => {
  panel = await pages.open({ width: 1600, height: 900 });
});
afterEach(async () => {
  expect(await panel.troubles()).toEqual([]);
  await panel[Symbol.asyncDispose]();
});

let sequence = 100;
const withTree = (change: Partial<Snapshot> = {}): Snapshot => running({ tree: waitsTree, ...change, sequence: ++sequence });

async function openTree(to = panel): Promise<void> {
  await to.show(withTree({ tree: null }));
  await to.page.getByRole('tab', { name: 'Await tree' }).click();
  await to.show(withTree());
}

const grid = (): ReturnType<PanelPage['page']['getByRole']> => panel.page.getByRole('treegrid', { name: 'Await tree' });
const lastWindow = async (): Promise<{ selected: number | null; tree: { toggled: readonly string[]; filter: string; find: number | null; first: number } | null }> => (await panel.sentOf('view')).at(-1)!.window;

describe('the await tree', () => {
  it('is asked for only while it is in sight', async () => {
    await openTree();
    expect((await lastWindow()).tree).toMatchObject({ first: 0, toggled: [], filter: '', find: null });
    await panel.page.getByRole('tab', { name: 'Overview' }).click();
    await panel.show(withTree());
    expect((await lastWindow()).tree).toBeNull();
  });

  it('has a row for each task, coroutine, wait and link, with its level', async () => {
    await openTree();
    const rows = grid().getByRole('row');
    expect(await rows.count()).toBe(waitsTree.rows.length);
    expect(await rows.nth(0).getAttribute('aria-expanded')).toBe('true');
    expect(await rows.nth(0).innerText()).toContain('chicken');
    expect(await rows.nth(1).getAttribute('aria-level')).toBe('2');
    expect(await rows.nth(2).innerText()).toBe('gave control back, waits for task egg');
    expect(await grid().getByText('×1,000').count()).toBe(1);
    expect(await panel.page.locator('.tree-cycle').innerText()).toContain('chicken waits for task egg, egg waits for task chicken. None of them can go on by itself.');
  });

  it('reveals lines, opens folds, and goes where a link leads', async () => {
    await openTree();
    await panel.page.locator('.tree-frame .location').first().click();
    expect((await panel.waitForSent('reveal')).at(-1)?.location.line).toBe(12);
    await grid().getByRole('button', { name: 'Open 1000 tasks' }).click();
    await panel.show(withTree());
    expect((await lastWindow()).tree?.toggled).toEqual(['f3.a.b']);
    await grid().getByRole('button', { name: /back to/ }).click();
    await panel.show(withTree());
    expect((await lastWindow()).tree?.find).toBe(1);
    await panel.show(withTree({ tree: { ...waitsTree, found: { task: 1, row: 0, toggled: ['f3.a.b'] } } }));
    await panel.frames();
    expect((await lastWindow()).tree?.find).toBeNull();
    expect(await grid().getAttribute('aria-activedescendant')).toBe('tree-t1');
  });

  it('is gone through by keyboard', async () => {
    await openTree();
    await grid().focus();
    const active = (): Promise<string | null> => grid().getAttribute('aria-activedescendant');
    const press = async (key: string): Promise<string | null> => {
      await panel.page.keyboard.press(key);
      await panel.frames();
      return active();
    };
    expect(await press('ArrowDown')).toBe('tree-t1');
    expect(await press('ArrowRight')).toBe('tree-c1.0');
    expect(await press('ArrowLeft')).toBe('tree-t1');
    expect(await press('End')).toBe(`tree-${waitsTree.rows.at(-1)!.key}`);
    expect(await press('Home')).toBe('tree-t1');
    await press('ArrowLeft');
    await panel.show(withTree());
    expect((await lastWindow()).tree?.toggled).toEqual(['t1']);
    await press('Enter');
    await panel.show(withTree());
    expect((await lastWindow()).selected).toBe(1);
  });

  it('is filtered', async () => {
    await openTree();
    await panel.page.getByRole('textbox', { name: 'Filter the tree' }).fill('egg');
    await panel.show(withTree({ tree: { ...waitsTree, total: 0, tasks: 0, cycles: [], rows: [] } }));
    expect((await lastWindow()).tree?.filter).toBe('egg');
    expect(await panel.page.locator('.section.tree .nothing').innerText()).toContain('“egg”');
  });

  it('draws only what is in sight of a very long one', async () => {
    await openTree();
    await panel.show(withTree({ tree: longTree(100_000, 0, 80) }));
    expect(await grid().getByRole('row').count()).toBeLessThan(80);
    await panel.page.evaluate(`document.querySelector('.tree-scroll').scrollTop = 24 * 50000`);
    await panel.frames();
    await panel.show(withTree({ tree: longTree(100_000, 49_960, 120) }));
    await panel.frames();
    expect((await lastWindow()).tree?.first).toBe(49_960);
    expect(await grid().getByRole('row').filter({ hasText: 'worker-50001' }).count()).toBe(1);
  });
});

describe('the detail of a task', () => {
  const select = async (): Promise<void> => {
    await openTree();
    await panel.page.locator('.tree-task', { hasText: 'shared' }).click();
    await panel.show(withTree({ detail: taskDetail }));
  };
  const pane = (): ReturnType<PanelPage['page']['getByRole']> => panel.page.getByRole('complementary', { name: 'Task detail' });

  it('opens with a click and stays when the tab changes', async () => {
    await select();
    expect((await lastWindow()).selected).toBe(5);
    expect(await pane().innerText()).toContain('await future  # shared');
    await panel.page.getByRole('tab', { name: 'Tasks' }).click();
    await panel.show(withTree({ detail: taskDetail }));
    expect(await pane().isVisible()).toBe(true);
  });

  it('closes with Escape and with its button', async () => {
    await select();
    await panel.page.keyboard.press('Escape');
    await panel.frames();
    expect(await pane().count()).toBe(0);
    await select();
    await pane().getByRole('button', { name: "Close the task's detail" }).click();
    await panel.frames();
    expect(await pane().count()).toBe(0);
  });

  it('leads to other tasks, to lines, and cancels', async () => {
    await select();
    await pane().getByRole('button', { name: 'Reveal creation' }).click();
    expect((await panel.waitForSent('reveal')).at(-1)?.location.line).toBe(52);
    await pane().getByRole('button', { name: 'Cancel task' }).click();
    expect((await panel.waitForSent('control')).at(-1)?.command).toEqual({ kind: 'cancelTask', task: 5 });
    await pane().getByRole('button', { name: /second/ }).click();
    await panel.show(withTree({ detail: taskDetail }));
    expect((await lastWindow()).selected).toBe(7);
    expect(await pane().innerText()).toContain('Looking…');
  });

  it.each<[string, Snapshot, string]>([
    ['the present', running(), 'It runs at this moment.'],
    ['the past', inThePast(), 'It runs at this moment.'],
    ['the end', endedWithWarnings(), 'It was in the middle of a step when the program ended.'],
  ])('of a task that runs, in %s', async (moment, shown, said) => {
    const { task } = taskDetail;
    await select();
    await panel.show({ ...shown, sequence: ++sequence, detail: { ...taskDetail, task: { ...task, state: 'running' } } });
    expect(await pane().innerText()).toContain(said);
    expect(await pane().getByRole('button', { name: 'Cancel task' }).isEnabled()).toBe(moment === 'the present');
  });

  it('says when nothing is known any more', async () => {
    await select();
    await panel.show(withTree({ detail: goneDetail }));
    expect(await pane().innerText()).toContain('Task #5 has ended, and is no longer kept');
  });

  it('opens from the task table and from the ready queue', async () => {
    await panel.show(withTree());
    await panel.page.getByRole('grid', { name: 'Tasks' }).getByRole('row').nth(2).click();
    await panel.show(withTree());
    expect((await lastWindow()).selected).toBe(2);
    await panel.page.locator('.chips').getByRole('button', { name: 'fetch-images' }).click();
    await panel.show(withTree());
    expect((await lastWindow()).selected).toBe(4);
  });
});

describe('in every theme and width', () => {
  it.each<[ThemeName, number]>([
    ['dark', 1600],
    ['light', 400],
    ['hcDark', 1000],
    ['hcLight', 400],
  ])('%s, %i pixels: the text is readable, and nothing is wider than the page', async (theme, width) => {
    await using themed = await pages.open({ theme, width, height: 900 });
    await openTree(themed);
    await themed.page.locator('.tree-task', { hasText: 'shared' }).click();
    await themed.show(withTree({ detail: taskDetail }));
    const texts = await textContrasts(themed.page);
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(await themed.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await themed.troubles()).toEqual([]);
  });
});
