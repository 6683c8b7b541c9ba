/** The control bar: what it offers in each state, what its buttons ask for, and what is said about the loop. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlView } from '../../../src/core/snapshot/control';
import { endedWithWarnings, idle, running } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

let pages: PanelPages;
let panel: PanelPage;
beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1200 });
});
afterAll(() => pages[Symbol.asyncDispose]());

const control = (change: Partial<ControlView> = {}): { control: ControlView } => ({ control: { mode: 'paused', before: 'fetch-catalogue', task: 3, speed: null, ...change } });
const offered = async (): Promise<string[]> => panel.page.locator('.control-bar .control:not([aria-disabled=true])').evaluateAll((buttons) => buttons.map((button) => (button as unknown as { ariaLabel: string }).ariaLabel));
const said = async (): Promise<string> => (await panel.page.locator('.control-state').allInnerTexts()).join('').replace(/\s+/g, ' ').trim();

describe('the control bar', () => {
  it('offers what can be done now', async () => {
    await panel.show(running());
    expect(await offered()).toEqual(['Pause', 'Stop', 'Run again']);
    await panel.show(running({ running: null, ...control() }));
    expect(await offered()).toEqual(['Continue', 'Step handle', 'Step iteration', 'Stop', 'Run again']);
    await panel.show(endedWithWarnings({ ...control() }));
    expect(await offered()).toEqual(['Run again']);
    expect(await panel.page.getByRole('combobox', { name: 'Speed' }).isDisabled()).toBe(true);
    expect(await said()).toBe('');
  });

  it('asks for what is pressed', async () => {
    await using page = await pages.open({ width: 400 });
    const press = (name: string): Promise<void> => page.page.getByRole('button', { name }).click();
    await page.show(running());
    await press('Pause');
    await page.show(running({ running: null, ...control() }));
    for (const name of ['Step handle', 'Step iteration', 'Continue']) await press(name);
    const speed = page.page.getByRole('combobox', { name: 'Speed' });
    await speed.selectOption('2 handles/s');
    await page.show(running(control({ mode: 'running', speed: 2 })));
    expect(await speed.inputValue()).toBe('2');
    await speed.selectOption('Full speed');
    expect((await page.sentOf('control')).map(({ command }) => command)).toEqual([
      { kind: 'pause' },
      { kind: 'step', unit: 'handle' },
      { kind: 'step', unit: 'iteration' },
      { kind: 'resume' },
      { kind: 'speed', handlesPerSecond: 2 },
      { kind: 'speed', handlesPerSecond: null },
    ]);
    expect(await page.troubles()).toEqual([]);
  });

  it('keeps the focus on a step while the step is under way', async () => {
    await panel.show(running({ running: null, ...control() }));
    await panel.page.getByRole('button', { name: 'Step handle' }).focus();
    await panel.show(running(control({ mode: 'pausing', before: null, task: null })));
    await panel.show(running({ running: null, ...control() }));
    expect(await panel.page.evaluate('document.activeElement.ariaLabel')).toBe('Step handle');
  });
});

describe('the state of the loop', () => {
  it('is said in a sentence', async () => {
    await panel.show(running({ running: null, ...control() }));
    expect(await said()).toMatch(/^Paused before fetch-catalogue The loop’s clock stands still/);
    await panel.show(idle(control({ before: null, task: null })));
    expect(await said()).toMatch(/^Paused: nothing is ready/);
    await panel.show(running(control({ mode: 'pausing', before: null, task: null })));
    expect(await said()).toBe('Pausing after this step fetch-front-page has not given control back yet.');
    await panel.show(idle(control({ mode: 'pausing', before: null, task: null })));
    expect(await said()).toMatch(/^Waiting for the next handle/);
    await panel.show(running(control({ mode: 'running', speed: 10 })));
    expect(await said()).toMatch(/^Slow motion, 10 handles\/s/);
    await panel.show(running(control({ partly: 'uvloop.Loop' })));
    expect(await said()).toContain('uvloop.Loop is written in C');
  });

  it('stands while it is paused, also where nothing new comes', async () => {
    await panel.show(running({ running: null, ...control() }));
    const due = (): Promise<string> => panel.page.locator('section.timers').innerText();
    const before = await due();
    const elapsed = await panel.page.locator('.elapsed').innerText();
    await panel.page.waitForFunction((text) => (globalThis as unknown as { document: { querySelector(selector: string): { innerText: string } } }).document.querySelector('.elapsed').innerText !== text, elapsed);
    expect(await due()).toBe(before);
  });
});
