/** "Run with loop inspector" as a person uses it: palette, panel, Problems, gutter, buttons and menus. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { until } from './until.ts';
import { themes, Workbench } from './workbench.ts';

/** What an element shows, as one line. */
const oneLine = async (element: Locator): Promise<string> => (await element.innerText()).replace(/\s+/g, ' ').replaceAll(' :', ':');

const RUN = 'Run with loop inspector';
const FIXTURES = inRoot('test', 'fixtures', 'workspace');

describe('a run from the palette', () => {
  let workbench: Workbench;
  let panel: Frame;
  beforeAll(async () => {
    // so that only the step that waits for a line is slow, on a busy machine too
    workbench = await Workbench.open(FIXTURES, { settings: { 'loopInspector.slowCallbackMs': 2000 } });
  });
  afterAll(() => workbench[Symbol.asyncDispose]());

  const section = (id: string): Promise<string> => oneLine(panel.locator(`section.${id}`));

  test('marks the yield points before any run', async () => {
    await workbench.openFile('held.py');
    const glyphs = await workbench.gutterGlyphsWhen((found) => found.length === 5);
    expect(glyphs.map(({ line }) => line)).toEqual([7, 11, 15, 24, 27]);
    expect(new Set(glyphs.map(({ icon }) => icon)).size).toBe(1);
  });

  test('is offered by exactly its title', async () => {
    expect(await workbench.paletteEntries('loop inspector')).toContain(RUN);
  });

  test('shows the ready queue in order, timers, pending futures and tasks while a step holds the loop', async () => {
    await workbench.runCommand(RUN);
    await workbench.terminalTextWhen((text) => text.includes('held>'));
    panel = await workbench.panelFrame();
    await until('the ready queue', () => section('ready'), (text) => text.includes('third'));
    const labels = await panel.locator('section.ready .chip .task-name').allInnerTexts();
    expect(labels.map((label) => label.trim())).toEqual(['first', 'second', 'third']);
    expect(await panel.locator('section.ready .chip-by').allInnerTexts()).toEqual(['by Task-1', 'by Task-1', 'by Task-1']);
    expect(await section('timers')).toContain('sleeper');
    const futures = await section('futures');
    expect(futures).toContain('awaited by waiter');
    expect(futures).toContain('held.py:19');
    expect(await oneLine(panel.locator('.running'))).toContain('Task-1');
    const row = (name: string) => panel.locator('[role=row]', { hasText: name });
    expect(await oneLine(row('waiter').first())).toMatch(/parked[^]*held\.py:7/i);
    expect(await oneLine(row('sleeper').first())).toMatch(/parked[^]*held\.py:11/i);
    expect(await row('second').first().innerText()).toMatch(/created|ready/i);
  });

  test('says which line blocks while it blocks', async () => {
    await until('the blocking line', () => oneLine(panel.locator('.running')), (text) => text.includes('held.py:26'));
    await workbench.screenshot('run-held-dark');
  });

  test('opens the place that is clicked in the panel', async () => {
    // it comes above what is clicked, and moves it
    await until('the warning', () => panel.locator('section.warnings').innerText(), (text) => text.includes('held.py:26'));
    await panel.locator('section.futures .location').first().click();
    const selection = workbench.page.locator('[id="status.editor.selection"]');
    await until('the cursor in line 19', () => selection.innerText(), (place) => place.startsWith('Ln 19,'));
  });

  test('marks what has ceded differently, in the gutter', async () => {
    // a click in the panel leaves the focus there
    await workbench.openFile('held.py');
    // as far as they are in sight
    const expected = { 11: 'parked-1', 15: 'yield', 24: 'ceded', 26: 'blocked', 27: 'yield' };
    await workbench.gutterGlyphsWhen((found) => Object.entries(expected).every(([line, icon]) => found.some((glyph) => glyph.line === Number(line) && glyph.icon === `gutter-${icon}-dark.svg`)));
  });

  test('keeps the last state when the program has ended', async () => {
    // what cedes from now on does so in a text that the program does not run
    await workbench.openFile('held.py');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('# a note\n');
    await workbench.page.locator('.terminal-wrapper.active').click();
    await workbench.page.keyboard.type('\n');
    await workbench.terminalTextWhen((text) => text.includes('Finished'));
    await until('the end', () => panel.locator('header').innerText(), (text) => text.includes('Finished'));
    const states = await panel.locator('.table-body .row').evaluateAll((rows) => rows.map((row) => (row.textContent).toLowerCase()));
    expect(states.filter((text) => text.includes('done') && /first|second|third/.test(text))).toHaveLength(3);
    await workbench.gutterGlyphsWhen(
      (found) => [8, 12, 16].every((wanted) => found.some(({ line, icon }) => line === wanted && icon === 'gutter-ceded-dark.svg')),
    );
  });

  test('follows typing in the gutter and keeps what has ceded with its line', async () => {
    await workbench.openFile('held.py');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('async def more():\n    await nothing()\n\n\n');
    // the marks follow while the last letters are still being typed
    const glyphs = await workbench.gutterGlyphsWhen((found) => [2, 12, 16, 20].every((wanted) => found.some(({ line }) => line === wanted)));
    const icons = new Map(glyphs.map(({ line, icon }) => [line, icon]));
    expect(icons.get(2)).not.toBe(icons.get(12));
  });

  test('a new launch.json has one configuration of ours', async () => {
    await workbench.openFile('slow.py');
    await workbench.runCommand('View: Show Run and Debug');
    await workbench.page.locator('.debug-viewlet a', { hasText: 'launch.json' }).click();
    await workbench.editorOf('launch.json');
    const text = readFileSync(path.join(workbench.folder, '.vscode', 'launch.json'), 'utf8');
    expect(text.match(/"type": "loopInspector"/g)).toHaveLength(1);
    await workbench.close('launch.json');
  });

  test("is in the editor title's run menu", async () => {
    await workbench.openFile('slow.py');
    await workbench.page.locator(`.editor-group-container.active .editor-actions [aria-label^="${RUN}"]`).click();
    await workbench.terminalTextWhen((text) => text.includes('Running slow.py') && text.includes('Finished'));
  });

  test("is in the explorer's context menu of a Python file, and of no other", async () => {
    writeFileSync(path.join(workbench.folder, 'notes.txt'), 'nothing to run\n');
    writeFileSync(path.join(workbench.folder, 'menu.py'), 'print("from the menu")\n');
    await workbench.runCommand('View: Show Explorer');
    const menu = workbench.page.locator('.monaco-menu:visible');
    const entry = menu.locator('.action-label', { hasText: RUN });
    await workbench.page.locator('.explorer-folders-view [role=treeitem]', { hasText: 'notes.txt' }).click({ button: 'right' });
    await menu.waitFor();
    expect(await entry.count()).toBe(0);
    await workbench.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await workbench.page.locator('.explorer-folders-view [role=treeitem]', { hasText: 'menu.py' }).click({ button: 'right' });
    // A menu that has just opened takes no clicks; it marks the entry under the mouse once it does.
    await entry.hover();
    await menu.locator('.action-item.focused', { hasText: RUN }).waitFor();
    await entry.click();
    await workbench.terminalTextWhen((text) => text.includes('from the menu'));
  });
});

const SLEEPY = `import asyncio
import time


async def main():
    await asyncio.sleep(0)
    for _ in range(1):
        time.sleep(0.3)


asyncio.run(main())
`;

test('points at the busy line and at the sleeping line, each in its own file', async () => {
  await using workbench = await Workbench.open(FIXTURES);
  writeFileSync(path.join(workbench.folder, 'sleepy.py'), SLEEPY);
  for (const file of ['busy.py', 'sleepy.py']) {
    await workbench.openFile(file);
    await workbench.runCommand(RUN);
    await workbench.terminalTextWhen((text) => text.includes(`Running ${file}`) && text.includes('Finished'));
  }
  const problems = await workbench.problemsWhen((rows) => rows.some(({ file }) => file === 'busy.py') && rows.some(({ file }) => file === 'sleepy.py'));
  const slow = problems.filter(({ code }) => code === 'slow-callback');
  expect(slow.filter(({ file }) => file === 'sleepy.py').map(({ line }) => line)).toEqual([8]);
  const [busy] = slow.filter(({ file }) => file === 'busy.py').map(({ line }) => line);
  expect([6, 7]).toContain(busy);
  expect(slow.every(({ source, severity }) => source === 'Loop Inspector' && severity === 'Warning')).toBe(true);
  await workbench.runCommand('Loop Inspector: Clear the problems of past runs');
  await workbench.problemsWhen((rows) => !rows.some(({ code }) => code === 'slow-callback'));
});

test('the window and the panel in it follow the theme while they are open', async () => {
  await using workbench = await Workbench.open(FIXTURES);
  await workbench.openFile('slow.py');
  await workbench.runCommand(RUN);
  await workbench.terminalTextWhen((text) => text.includes('Finished'));
  const panel = await workbench.panelFrame();
  await until('the warning', () => panel.locator('section.warnings').innerText(), (text) => text.includes('slow-callback'));
  for (const [name, kind] of Object.entries(KINDS) as [keyof typeof themes, string][]) {
    workbench.changeSettings({ 'workbench.colorTheme': themes[name] });
    await panel.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
    await workbench.screenshot(`run-slow-${name}`);
  }
});

const KINDS = { light: 'vscode-light', highContrast: 'vscode-high-contrast', highContrastLight: 'vscode-high-contrast-light', dark: 'vscode-dark' } as const;
