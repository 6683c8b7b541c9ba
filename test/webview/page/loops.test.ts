/** The picture that moves: several loops, the last minute, and handles that slide to their next place. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HandleView, Snapshot } from '../../../src/core/snapshot/protocol';
import { activity, idle, running, starting } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

let pages: PanelPages;
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1300 });
});
afterAll(() => pages[Symbol.asyncDispose]());

const [first] = running().loops;
const three = [1, 2, 3].map((serial) => ({ ...first!, serial, isRunning: serial < 3, busy: serial === 3 ? null : 10 * serial }));
const lastLoop = async (): Promise<number | null | undefined> => (await panel.sentOf('view')).at(-1)?.window.loop;

it('offers a choice only where there are several loops, and asks for the chosen one', async () => {
  await panel.show(running());
  expect(await panel.page.locator('.loop').count()).toBe(0);
  await panel.show(running({ sequence: 8, loops: three }));
  expect((await panel.page.locator('.loop').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['All 3 loops', '_UnixSelectorEventLoop #1 10%', '_UnixSelectorEventLoop #2 20%', '_UnixSelectorEventLoop #3']);
  await panel.page.getByRole('button', { name: '#2' }).click();
  await panel.page.locator('.loop[aria-pressed=true]', { hasText: '#2' }).waitFor();
  await panel.show(running({ sequence: 9, loops: three }));
  await panel.frames();
  expect(await lastLoop()).toBe(2);
  // a run without that loop shows all of its own
  await panel.show(starting());
  await panel.frames();
  expect(await lastLoop()).toBe(null);
});

it('has the last minute as charts with their figures in words', async () => {
  await panel.show(running({ sequence: 9 }));
  const labels = await panel.page.evaluate<string[]>(`[...document.querySelectorAll('.chart-area')].map((one) => one.ariaLabel)`);
  const last = activity();
  expect(labels).toEqual([
    `Iterations/s in the last minute: ${last.iterationsPerSecond.at(-1)!.toLocaleString('en-US')} now, 1,200 at most`,
    `Ready queue in the last minute: ${last.ready.at(-1)} now, 12 at most`,
    'Loop busy in the last minute: 80% now, 80% at most',
  ]);
  await panel.show(starting({ sequence: 2 }));
  expect(await panel.page.locator('.chart').count()).toBe(0);
});

/** How many pixels of a chart are painted. */
const INK = `[...document.querySelectorAll('.chart canvas')].map((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((value, i) => i % 4 === 3 && value > 0).length)`;

it('draws more where there was more, as soon as there is news', async () => {
  const flat = { ...activity(50), iterationsPerSecond: new Array<number>(120).fill(0), ready: new Array<number>(120).fill(0), busy: new Array<number>(120).fill(0) };
  await panel.show(running({ activity: flat }));
  await panel.frames();
  const before = await panel.page.evaluate<number[]>(INK);
  await panel.show(running({ sequence: 8, activity: activity(120) }));
  await panel.frames();
  const after = await panel.page.evaluate<number[]>(INK);
  expect(before).toHaveLength(3);
  for (const [i, ink] of after.entries()) expect(ink).toBeGreaterThan(2 * before[i]!);
  expect(await panel.troubles()).toEqual([]);
});

const base = running();
const queue = (items: readonly HandleView[]): Snapshot['ready'] => ({ total: items.length, items });
/** The first of the queue runs now, the others have moved up. */
const next = (): Snapshot => running({ sequence: 9, running: { handle: 101, label: 'fetch-catalogue', task: 3, elapsed: 0.1, location: null }, ready: queue(base.ready.items.slice(1)) });
/** None of those that stood in the queue is left. */
const others = (): Snapshot => running({ sequence: 10, running: { handle: 900, label: 'writer', task: 5, elapsed: 0.1, location: null }, ready: queue(base.ready.items.map((handle) => ({ ...handle, id: handle.id + 800 }))) });

/** Those that slide after the page has drawn `to`, by their labels. Each animation is noted as it begins. */
async function slides(of: PanelPage, from: Snapshot, to: Snapshot): Promise<string[]> {
  await of.show(from);
  await of.page.evaluate(`(() => { window.slid = []; const animate = Element.prototype.animate; if (!window.spied) { window.spied = true; Element.prototype.animate = function (...all) { window.slid.push(this.querySelector('.task-label').textContent); return animate.apply(this, all); }; } })()`);
  await of.show(to);
  return of.page.evaluate<string[]>('window.slid');
}

it('lets handles slide on, and the first into its turn', async () => {
  expect(await slides(panel, running(), next())).toEqual(['fetch-catalogue', 'fetch-images', 'Task-10', 'Store.flush', 'Future.set_result', 'gather.<locals>._done_callback', 'print_progress']);
});

it('moves nothing that cannot be followed, nor for those who asked for stillness', async () => {
  expect(await slides(panel, running(), others())).toEqual([]);
  expect(await slides(panel, running(), idle())).toEqual([]);
  await using still = await pages.open({ width: 1300, reducedMotion: true });
  expect(await slides(still, running(), next())).toEqual([]);
});
