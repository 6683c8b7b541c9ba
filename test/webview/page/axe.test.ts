/** axe (github.com/dequelabs/axe-core) finds nothing on any tab, in any theme, at either width. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot/protocol';
import type { ThemeName } from '../../../src/panel/themes';
import { TABS } from '../../../webview/store';
import { showAnswers } from '../answers';
import { blocking, crowd, drivenByHand, endedWithoutLoop, endedWithWarnings, inThePast, onLoopOfC, paused, running, starting } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const THEME_NAMES: readonly ThemeName[] = ['dark', 'light', 'hcDark', 'hcLight'];
/** In the first theme all rules count; in the others, where only the colours are others, those about colours. */
const ONLY_COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** One look takes axe a second or more, on a machine that has much else to do. */
const TIME_LIMIT = { timeout: 180_000 };

/** One each of what the page looks like from a program's start to its end. */
const SNAPSHOTS: readonly (readonly [name: string, width: number, snapshot: Snapshot])[] = [
  ['running', 1600, running({ driven: drivenByHand().driven })],
  ['blocking', 400, blocking()],
  ['ended', 1000, endedWithWarnings()],
];
const OTHERS: Readonly<Record<string, Snapshot>> = { starting: starting(), 'on a loop of C': onLoopOfC(), 'many tasks': crowd(100_000, { taskStart: 0, taskCount: 100 }, 7), 'without a loop': endedWithoutLoop(), 'driven by hand': drivenByHand() };

let pages: PanelPages;
beforeAll(async () => {
  pages = await PanelPages.start();
});
afterAll(() => pages[Symbol.asyncDispose]());

describe.each(THEME_NAMES)('in the theme %s', (theme) => {
  it.each(SNAPSHOTS)('on every tab, %s, %i px wide', TIME_LIMIT, async (_, width, snapshot) => {
    await using panel = await open(theme, width);
    for (const tab of TABS) {
      await panel.page.locator(`#tab-${tab}`).dispatchEvent('click');
      await showAnswers(panel, snapshot);
      await panel.page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`);
      expect({ tab, violations: await violations(panel.page, theme) }).toEqual({ tab, violations: [] });
    }
  });

  it('with a task\'s detail beside a paused loop, and in the past', TIME_LIMIT, async () => {
    await using panel = await open(theme, 1000);
    await panel.page.locator('#tab-tasks').click();
    await panel.page.locator('#task-5').dispatchEvent('click');
    for (const snapshot of [paused({ sequence: 20 }), inThePast({ sequence: 30 })]) {
      await showAnswers(panel, snapshot);
      expect(await panel.page.locator('.detail').count()).toBe(1);
      expect(await violations(panel.page, theme)).toEqual([]);
    }
    await panel.page.locator('#tab-timeline').click();
    await showAnswers(panel, inThePast({ sequence: 40 }));
    expect(await panel.page.locator('.timeline-moment').count()).toBe(2);
    expect(await violations(panel.page, theme)).toEqual([]);
  });

  it('before there is anything, with notices and with a source open', TIME_LIMIT, async () => {
    await using panel = await open(theme, 1000, false);
    expect(await violations(panel.page, theme)).toEqual([]);
    for (const snapshot of Object.values(OTHERS)) {
      await panel.show(snapshot);
      expect(await violations(panel.page, theme)).toEqual([]);
    }
    await panel.send({ type: 'notice', text: 'There is something to say.' });
    await panel.page.getByText('There is something to say.').first().waitFor();
    expect(await violations(panel.page, theme)).toEqual([]);
    await panel.send({ type: 'source', source: { location: { path: '/home/ada/shop/crawler.py', line: 2, column: 0 }, firstLine: 1, lines: ['import asyncio', 'async def main(): ...'] } });
    await panel.page.getByRole('dialog').waitFor();
    expect(await violations(panel.page, theme)).toEqual([]);
    expect(await panel.troubles()).toEqual([]);
  });
});

it('would find something if there were something', async () => {
  await using panel = await open('dark', 1000);
  await panel.page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><div role="row">lost</div><img src="x.png">')`);
  expect((await violations(panel.page, 'dark')).map((found) => found.split(':')[0])).toEqual(expect.arrayContaining(['button-name', 'aria-required-parent', 'image-alt']));
});

/** @param begun whether a run is on show */
async function open(theme: ThemeName, width: number, begun = true): Promise<PanelPage> {
  const panel = await pages.open({ theme, width, height: 900 });
  if (begun) await panel.show(running());
  // By the debugger's way in: the page's own policy lets no such script run.
  await panel.page.evaluate(AXE);
  return panel;
}

/** Each as "rule: what is wrong: where". */
async function violations(page: Page, theme: ThemeName): Promise<readonly string[]> {
  const options: RunOptions = { resultTypes: ['violations', 'passes'], reporter: 'v2', ...(theme === THEME_NAMES[0] ? {} : ONLY_COLOURS) };
  const { violations: found, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  expect(passes.length).toBeGreaterThan(0);
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${(failureSummary ?? '').split('\n').slice(1, 2).join('')}`));
}
