/** What can be done with tasks: chips by state, the menu, copying, choosing. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewWindow } from '../../../src/core/snapshot/protocol';
import { textContrasts } from '../contrast';
import { endedWithWarnings, inThePast, running } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';
import type { ThemeName } from '../../../src/panel/themes';

let pages: PanelPages;
let panel: PanelPage;
let sequence = 100;
const saved = { version: 2, tab: 'tasks' };

beforeAll(async () => {
  pages = await PanelPages.start();
});
beforeEach(async () => {
  panel = await pages.open({ width: 1500, saved });
  await panel.show(running());
  return () => panel[Symbol.asyncDispose]();
});
afterAll(() => pages[Symbol.asyncDispose]());

/** What the page asks for, once its last question is answered. */
async function wanted(): Promise<ViewWindow> {
  await panel.show(running({ sequence: ++sequence }));
  await panel.frames();
  return (await panel.sentOf('view')).at(-1)!.window;
}

const menu = () => panel.page.getByRole('menu');
const focused = (): Promise<string> => panel.page.evaluate<string>('document.activeElement.innerText');

it('has all columns', async () => {
  expect((await panel.page.locator('[role=columnheader]').allInnerTexts()).map((text) => text.trim())).toEqual(['State', 'Name', 'Coroutine', 'Parked at', 'Waits for', 'Woken by', 'Steps', 'Longest step', 'Busy', 'Queued', 'Parked', 'Age']);
  await panel.page.getByRole('button', { name: 'Queued' }).click();
  expect((await wanted()).taskSort).toBe('queued');
});

it('counts tasks by state and filters by those that are chosen', async () => {
  const chip = (name: string) => panel.page.getByRole('button', { name });
  expect((await panel.page.locator('.state-chip').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['running 1', 'ready 2', 'created 1', 'parked 3', 'failed 1', 'cancelled 1', 'done 1']);
  await chip('parked 3').click();
  await chip('failed 1').click();
  expect((await wanted()).taskStates).toEqual(['parked', 'failed']);
  expect(await chip('parked 3').getAttribute('aria-pressed')).toBe('true');
  await chip('parked 3').click();
  await panel.page.locator('.state-chip[aria-pressed=false]', { hasText: 'parked' }).waitFor();
  await expect.poll(() => panel.kept()).toMatchObject({ states: ['failed'] });
});

describe('the menu', () => {
  it('opens at a right click, does what it says, and goes', async () => {
    await panel.page.locator('#task-5 .c-name').click({ button: 'right' });
    expect(await panel.page.getByRole('menuitem').allInnerTexts()).toHaveLength(5);
    await panel.page.getByRole('menuitem', { name: 'Reveal creation' }).click();
    expect((await panel.waitForSent('reveal'))[0]?.location.line).toBe(52);
    expect(await menu().count()).toBe(0);
    await panel.page.locator('#task-5 .c-name').click({ button: 'right' });
    await panel.page.getByRole('menuitem', { name: 'Cancel this task' }).click();
    expect(await panel.waitForSent('control')).toEqual([{ type: 'control', command: { kind: 'cancelTask', task: 5 } }]);
    await panel.page.locator('#task-5 .c-name').click({ button: 'right' });
    await panel.page.getByRole('menuitem', { name: 'Filter by this coroutine' }).click();
    expect((await wanted()).taskFilter).toBe('Store.write_forever');
  });

  it('is there for the keyboard: opened, walked through, closed with the focus back on the table', async () => {
    await panel.page.locator('#task-6 .c-name').click();
    await panel.page.locator('.table').focus();
    for (const opener of ['Shift+F10', 'ContextMenu']) {
      await panel.page.keyboard.press(opener);
      await menu().waitFor();
      expect(await focused()).toContain('Reveal where it is parked');
      await panel.page.keyboard.press('End');
      expect(await focused()).toContain('Cancel this task');
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.keyboard.press('r');
      expect(await focused()).toContain('Reveal creation');
      await panel.page.keyboard.press('Escape');
      expect(await menu().count()).toBe(0);
      await panel.page.locator('.table:focus').waitFor();
    }
  });

  it('says why something cannot be chosen, and then does not do it', async () => {
    await panel.page.locator('#task-7 .c-name').click({ button: 'right' });
    const cancel = panel.page.getByRole('menuitem', { name: 'Cancel this task' });
    expect([await cancel.getAttribute('aria-disabled'), await cancel.innerText()]).toEqual(['true', expect.stringContaining('It has ended')]);
    await cancel.click({ force: true });
    expect(await panel.sentOf('control')).toEqual([]);
    await panel.page.keyboard.press('Escape');
    await panel.show(endedWithWarnings());
    await panel.page.locator('#task-5 .c-name').click({ button: 'right' });
    expect(await cancel.innerText()).toContain('The program has ended');
    await panel.page.keyboard.press('Escape');
    await panel.show(inThePast());
    await panel.page.locator('#task-5 .c-name').click({ button: 'right' });
    expect(await cancel.innerText()).toContain('This is the past');
  });

  it('stays inside of the page', async () => {
    await panel.page.setViewportSize({ width: 400, height: 500 });
    await panel.frames();
    await panel.page.locator('.table').click({ button: 'right', position: { x: 350, y: 150 } });
    const box = (await menu().boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(400);
    expect(box.y + box.height).toBeLessThanOrEqual(500);
  });
});

it('copies the row with headings, and selects a task', async () => {
  await panel.page.locator('#task-5 .c-name').click();
  await panel.page.locator('.row.selected#task-5').waitFor();
  expect((await wanted()).selected).toBe(5);
  await panel.page.locator('.table').focus();
  await panel.page.keyboard.press('Control+c');
  const text = (await panel.waitForSent('copy'))[0]!.text;
  expect(text.split('\n').map((line) => line.split('\t').slice(0, 3))).toEqual([['State', 'Name', 'Coroutine'], ['parked', 'writer', 'Store.write_forever'], ['']]);
  await panel.page.keyboard.press('ArrowDown');
  await panel.page.keyboard.press(' ');
  await panel.page.locator('.row.selected#task-6').waitFor();
});

it.each<[ThemeName]>([['dark'], ['light'], ['hcDark'], ['hcLight']])('is readable in the theme %s and fits every width', async (theme) => {
  await using themed = await pages.open({ theme, width: 1600, saved: { ...saved, states: ['parked', 'done'] } });
  await themed.show(running());
  await themed.page.locator('#task-7 .c-name').click({ button: 'right' });
  expect((await textContrasts(themed.page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  await themed.page.keyboard.press('Escape');
  for (const width of [1600, 1000, 700, 400]) {
    await themed.page.setViewportSize({ width, height: 900 });
    await themed.frames();
    expect(await themed.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await themed.page.evaluate(`(() => { const table = document.querySelector('.table'); return table.scrollWidth - table.clientWidth; })()`)).toBe(0);
    const row = await themed.page.locator('#task-5').innerText();
    for (const figure of ['Store.write_forever', '57', '420 µs', '8.8 ms', '16 ms']) expect(row).toContain(figure);
  }
});
