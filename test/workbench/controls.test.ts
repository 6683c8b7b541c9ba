/** The loop is paused, stepped, let go, stopped and started again by the debugger's keys, with the focus in the panel. */
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
let panel: Frame;
beforeAll(async () => {
  workbench = await Workbench.open(inRoot('test', 'fixtures', 'workspace'));
});
afterAll(() => workbench[Symbol.asyncDispose]());

const state = async (): Promise<string> => (await panel.locator('.control-state, .phase').allInnerTexts()).join(' ').replace(/\s+/g, ' ').trim();
const shows = (what: string): Promise<string> => until(what, state, (text) => text.includes(what));
/** How many events the program has told of: each handle tells of some. */
const events = async (): Promise<string> => /event ([\d,]+)/.exec((await panel.locator('[role=slider]').getAttribute('aria-valuetext')) ?? '')?.[1] ?? '';
const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
/** Lines that both workers have printed, one at each step. */
const printed = (text: string): number => ['A', 'B'].reduce((sum, name) => sum + Math.max(-1, ...[...text.matchAll(new RegExp(`^${name} (\\d+)`, 'gm'))].map(([, turn]) => Number(turn))) + 1, 0);

describe('with the focus in the panel', () => {
  test('F6 pauses before a handle or while nothing is ready', async () => {
    await workbench.openFile('turns.py');
    await workbench.runCommand('Run with loop inspector');
    await workbench.terminalTextWhen((text) => text.includes('turns>'));
    panel = await workbench.panelFrame();
    await shows('Running');
    await panel.locator('h1').click();
    await press('F6');
    await shows('Paused');
    await workbench.screenshot('controls-paused-dark');
  });

  test('F10 runs one handle after another', async () => {
    const before = printed(await workbench.terminalText());
    for (let handle = 0; handle < 6; handle++) {
      const seen = await events();
      await press('F10');
      await until('the step', events, (now) => now !== seen);
      await shows('Paused');
    }
    // a sleep's timer and the worker's step after it are a handle each
    const after = printed(await workbench.terminalTextWhen((text) => printed(text) >= before + 2));
    expect(after - before).toBeLessThanOrEqual(4);
  });

  test('F11 runs an iteration, F5 lets the loop go', async () => {
    const seen = await events();
    await press('F11');
    await until('the iteration', events, (now) => now !== seen);
    await shows('Paused');
    await press('F5');
    await shows('Running');
    expect(await panel.locator('.control-state').count()).toBe(0);
  });

  test('Ctrl+Shift+F5 runs the program again, Shift+F5 stops it', async () => {
    await press('F6');
    await shows('Paused');
    await press('Control+Shift+F5');
    await shows('Running');
    await panel.locator('h1').click();
    await press('Shift+F5');
    await shows('Ended');
  });
});
