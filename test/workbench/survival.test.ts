/** The panel while it is hidden, moved, and the window reloaded, with a program that runs on all the time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const TICKING = `import asyncio, sys

async def ticker():
    while True:
        await asyncio.sleep(0.05)

async def main():
    ticking = asyncio.create_task(ticker(), name="ticker")
    print("ticking", *sys.argv[1:], flush=True)
    await ticking

asyncio.run(main())
`;

const LAUNCH = { version: '0.2.0', configurations: [{ type: 'loopInspector', request: 'launch', name: 'ticking', program: 'ticking.py', args: ['for', 'ever'] }] };

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open(inRoot('test', 'fixtures', 'workspace'));
  writeFileSync(path.join(workbench.folder, 'ticking.py'), TICKING);
  mkdirSync(path.join(workbench.folder, '.vscode'));
  writeFileSync(path.join(workbench.folder, '.vscode', 'launch.json'), JSON.stringify(LAUNCH));
  await workbench.openFile('ticking.py');
  await workbench.page.keyboard.press('F5');
  await workbench.terminalTextWhen((text) => text.includes('ticking for ever'));
});
afterAll(() => workbench[Symbol.asyncDispose]());

const phase = (frame: Frame): Promise<string> => frame.locator('.phase').innerText();
const iterations = async (frame: Frame): Promise<number> => Number((await frame.locator('.figure', { hasText: 'Iterations' }).locator('dd').innerText()).replaceAll(',', ''));
const panelTab = () => workbench.page.locator('.tab', { hasText: 'Loop: ticking.py' });

/** Resolves when the page shows turns of the loop that came after the first that it showed. */
async function lives(frame: Frame): Promise<void> {
  await until('the program to run', () => phase(frame), (text) => text.includes('Running'));
  const first = await iterations(frame);
  await until('more iterations', () => iterations(frame), (now) => now > first);
}

test('it comes back from being hidden with the program as it is then, and with what was chosen', async () => {
  const panel = await workbench.panelFrame();
  await lives(panel);
  const before = await iterations(panel);
  await panel.getByRole('tab', { name: 'Tasks' }).click();
  await panel.locator('[role=tab][aria-selected=true]', { hasText: 'Tasks' }).waitFor();
  await panelTab().click();
  await workbench.openFile('slow.py');
  await until('the panel to go', () => Promise.resolve(panel.isDetached()), (gone) => gone);
  await panelTab().click();
  const again = await workbench.panelFrame();
  await lives(again);
  expect(await iterations(again)).toBeGreaterThan(before);
  expect(await again.locator('[role=tab][aria-selected=true]').innerText()).toContain('Tasks');
});

test('it goes on when it is moved to another column', async () => {
  const before = await workbench.panelFrame();
  await panelTab().click();
  await workbench.runCommand('View: Move Editor into Previous Group');
  await until('a new page', () => Promise.resolve(before.isDetached()), (gone) => gone);
  const panel = await workbench.panelFrame();
  await lives(panel);
  expect(await panel.locator('[role=tab][aria-selected=true]').innerText()).toContain('Tasks');
  const columns = workbench.page.locator('.editor-group-container');
  expect(await columns.filter({ has: panelTab() }).filter({ has: workbench.page.locator('.tab', { hasText: /^ticking.py/ }) }).count()).toBe(1);
});

test('it is not harmed by messages that make no sense', async () => {
  const panel = await workbench.panelFrame();
  await panel.evaluate(() => {
    for (const nonsense of [null, 7, 'snapshot', {}, { type: 'snapshot', snapshot: {} }, { type: 'source', source: { lines: 5 } }, { type: 'notice', text: '' }]) window.postMessage(nonsense, '*');
  });
  await lives(panel);
  expect(await panel.locator('.notice, dialog').count()).toBe(0);
});

test('after a reload of the window it shows the run as ended, with its last state, and runs it again with its arguments', async () => {
  const before = await workbench.panelFrame();
  const seen = await iterations(before);
  await workbench.page.reload();
  await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
  await panelTab().click();
  const panel = await workbench.panelFrame();
  await until('the end', () => phase(panel), (text) => text.includes('Ended'));
  expect(await panel.locator('.exit').innerText()).toContain('It ended when VS Code’s window was reloaded');
  // Kept every two seconds while it ran, and at its end.
  expect(await iterations(panel)).toBeGreaterThan(0);
  expect(seen).toBeGreaterThan(0);
  expect(await panel.locator('.table-body .c-name').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('ticker')]));
  await workbench.screenshot('survival-reloaded');
  await panel.getByRole('button', { name: 'Run again' }).click();
  await lives(await workbench.panelFrame());
  await workbench.terminalTextWhen((text) => text.includes('ticking for ever'));
  await panel.getByRole('button', { name: 'Stop' }).click();
  await until('the end', () => phase(panel), (text) => text.includes('Ended'));
  expect(await panel.locator('.exit').innerText()).toContain('Stopped.');
});

test('it goes on in a window of its own', async () => {
  const before = await workbench.panelFrame();
  await before.getByRole('button', { name: 'Run again' }).click();
  await lives(before);
  await panelTab().click({ button: 'right' });
  const entry = workbench.page.locator('.monaco-menu:visible .action-label', { hasText: 'Move into New Window' });
  // A menu that has just opened takes no clicks; it marks the entry under the mouse once it does.
  await entry.hover();
  await workbench.page.locator('.monaco-menu:visible .action-item.focused', { hasText: 'Move into New Window' }).waitFor();
  const opened = workbench.page.context().waitForEvent('page');
  await entry.click();
  const window = await opened;
  await until('a new page', () => Promise.resolve(before.isDetached()), (gone) => gone);
  await lives(await workbench.panelFrame(window));
  await workbench.screenshot('survival-window', window);
});
