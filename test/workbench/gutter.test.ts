/** The gutter's states, hovers and code lenses, as the renderer shows them beside a program that runs. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { until } from './until.ts';
import { themes, Workbench } from './workbench.ts';

const MARKS = `import asyncio
import time
from asyncio import sleep

from helper import cached, twice

async def waits(gate):
    await gate.wait()  # parked

async def naps():
    await asyncio.sleep(0.01)  # ceded
    time.sleep(1.5)  # blocks

async def main():
    gate = asyncio.Event()
    tasks = [asyncio.create_task(waits(gate), name=f"waiter-{n}") for n in range(3)]
    await naps()  # ceded too
    await cached()  # never
    await twice(), await sleep(0), gate or await cached()  # several
    if gate.is_set():
        await naps()  # not reached
    input("held>")  # blocks too
    gate.set()
    await asyncio.gather(*tasks)

asyncio.run(main())
`;

const HELPER = `async def cached():
    return 1


async def twice():
    await cached()  # never
    return 2


async def unused():
    await cached()  # not reached
`;

const STEADY = `import asyncio

async def steady():
    while True:
        await asyncio.sleep(0.02)

asyncio.run(steady())
`;

const lineOf = (text: string, comment: string): number => text.split('\n').findIndex((line) => line.endsWith(`  # ${comment}`)) + 1;

describe('while a program runs', () => {
  let workbench: Workbench;
  let panel: Frame;
  beforeAll(async () => {
    workbench = await Workbench.open(inRoot('test', 'fixtures', 'workspace'), { settings: { 'editor.minimap.enabled': false, 'loopInspector.slowCallbackMs': 1000 } });
    writeFileSync(path.join(workbench.folder, 'marks.py'), MARKS);
    writeFileSync(path.join(workbench.folder, 'helper.py'), HELPER);
    writeFileSync(path.join(workbench.folder, 'steady.py'), STEADY);
    await workbench.openFile('marks.py');
    await workbench.runCommand('Run with loop inspector');
    await workbench.terminalTextWhen((text) => text.includes('held>'));
    panel = await workbench.panelFrame();
    await workbench.openFile('marks.py');
  });
  afterAll(() => workbench[Symbol.asyncDispose]());

  /** By the line's comment, as soon as all are as expected. */
  const iconsAre = async (source: string, expected: Readonly<Record<string, string>>, shift = 0): Promise<void> => {
    await workbench.gutterGlyphsWhen((glyphs) =>
      Object.entries(expected).every(([comment, icon]) => glyphs.find(({ line }) => line === lineOf(source, comment) + shift)?.icon.replace(/^gutter-|-dark\.svg$/g, '') === icon),
    );
  };

  const activeEditor = () => workbench.page.locator('.editor-group-container.active .monaco-editor').first();
  const word = (comment: string) => activeEditor().locator('.view-line', { hasText: `# ${comment}` });

  /** What the editor says where that text stands. */
  const hover = async (comment: string, text: string): Promise<string> => {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(5, 5);
    const shown = workbench.page.locator('.monaco-hover:visible');
    await until('no hover', () => shown.count(), (count) => count === 0);
    const place = await word(comment).first().evaluate((line, wanted) => {
      let left = line.textContent.replaceAll('\u00a0', ' ').indexOf(wanted);
      if (left === -1) return null;
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const { length } = node.textContent ?? '';
        if (left >= length) {
          left -= length;
          continue;
        }
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      return null;
    }, text);
    if (place === null) throw new Error(`no ${text} in the line of ${comment}`);
    await workbench.page.mouse.move(place.x, place.y, { steps: 3 });
    return until('the hover', async () => (await shown.allInnerTexts()).join(' ').replace(/\s+/g, ' '), (found) => found !== '');
  };

  test('each line has its state', async () => {
    await iconsAre(MARKS, {
      'parked': 'parked-3',
      'ceded': 'ceded',
      'blocks': 'blocked',
      'ceded too': 'ceded',
      'never': 'never',
      'several': 'ceded',
      'not reached': 'yield',
      'blocks too': 'blocked',
    });
    await workbench.screenshot('gutter-dark');
  });

  test('a hover says what is known of a yield point', async () => {
    expect(await hover('never', 'await')).toContain('Awaiting a coroutine runs it like a function call');
    expect(await hover('ceded', 'await')).toMatch(/gave control back.*at least once.*Waited \d/);
    await workbench.screenshot('gutter-hover-ceded');
    // on the code itself the Problems' own hover says more
    expect(await hover('blocks', ' ')).toMatch(/^Blocked the event loop for [\d.]+ s: nothing else could run\.$/);
    expect(await hover('not reached', 'await')).toContain('not reached in this run');
  });

  test('several in one line are told apart by their columns', async () => {
    expect(await hover('several', 'await twice')).toContain('never gave control back');
    expect(await hover('several', 'await sleep')).toMatch(/gave control back to the event loop/);
    expect(await hover('several', 'await cached')).toContain('not reached in this run');
  });

  test('a hover names who is parked, and leads to the panel', async () => {
    expect(await hover('parked', 'await')).toMatch(/Parked here now: waiter-0 for [\d.]+ m?s, waiter-1 for .* waiter-2 for/);
    await workbench.screenshot('gutter-hover-parked');
    await workbench.page.locator('.monaco-hover:visible a', { hasText: 'waiter-1' }).click();
    await until('the task in the panel', () => panel.locator('.table-body .row').allInnerTexts(), (rows) => rows.length === 1 && rows[0]!.includes('waiter-1'));
  });

  test('a lens above each coroutine function leads to its tasks', async () => {
    const lenses = activeEditor().locator('.codelens-decoration');
    const texts = await until('the lenses', () => lenses.allInnerTexts(), (found) => found.length === 3);
    expect(texts[0]).toMatch(/^3 tasks · 3 steps · longest .* parked$/);
    expect(texts[1]).toBe('no task of its own');
    expect(texts[2]).toMatch(/^1 task · \d+ steps · longest [\d.]+ s · .* parked$/);
    await lenses.first().locator('a').click();
    await until('the tasks in the panel', () => panel.locator('.table-body .row').allInnerTexts(), (rows) => rows.length === 3 && rows.every((row) => row.includes('waiter-')));
  });

  test('an imported file is marked as well', async () => {
    await workbench.openFile('helper.py');
    await iconsAre(HELPER, { 'never': 'never', 'not reached': 'yield' });
  });

  test('marks move with the text, and go stale where it has changed', async () => {
    await workbench.openFile('marks.py');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('# a note\n');
    await iconsAre(MARKS, { 'ceded': 'ceded', 'parked': 'parked-3', 'never': 'never', 'blocks': 'blocked' }, 1);
    await word('never').first().click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' at all');
    await iconsAre(MARKS, { 'ceded': 'ceded', 'never': 'never-stale' }, 1);
    for (let left = ' at all'.length; left > 0; left--) await workbench.page.keyboard.press('Backspace');
    await iconsAre(MARKS, { never: 'never' }, 1);
  });

  test('a lens keeps up with a task that never rests', async () => {
    await workbench.openFile('steady.py');
    await workbench.runCommand('Run with loop inspector');
    await workbench.openFile('steady.py');
    const seen = new Set<string>();
    await until('lenses', async () => {
      for (const text of await activeEditor().locator('.codelens-decoration a').allInnerTexts()) seen.add(text);
      return [...seen];
    }, ({ length }) => length >= 5);
    await workbench.openFile('marks.py');
  });

  test('every theme has icons that can be seen', async () => {
    for (const name of ['light', 'highContrast', 'highContrastLight'] as const) {
      workbench.changeSettings({ 'workbench.colorTheme': themes[name] });
      const suffix = name === 'highContrast' ? '-dark.svg' : '-light.svg';
      await workbench.gutterGlyphsWhen((glyphs) => glyphs.length > 0 && glyphs.every(({ icon }) => icon.endsWith(suffix)));
      await workbench.screenshot(`gutter-${name}`);
    }
  });

  test('settings switch marks and lenses off', async () => {
    workbench.changeSettings({ 'loopInspector.gutter': false, 'loopInspector.codeLens': false });
    await workbench.gutterGlyphsWhen((glyphs) => glyphs.length === 0);
    await until('no lenses', () => activeEditor().locator('.codelens-decoration').count(), (count) => count === 0);
  });
});
