/** How long the panel takes to draw a timeline of 100,000 tasks, in a real browser; measured as in `panelBench.ts`. */
import { timelineView } from '../../src/core/snapshot/timelineView';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import { foldFrame } from '../../src/core/state/fold';
import { createState } from '../../src/core/state/state';
import { Timeline } from '../../src/core/timeline/timeline';
import { crowd } from '../webview/fixtures';
import { PanelPages } from '../webview/panelPage';
import { decodedStream } from './foldBench';
import { INSTALL, quantiles, type Quantiles } from './panelBench';

const TASKS = 100_000;
const WARM_UP = 30;

/** The page's own work for a frame, milliseconds: every lane has thousands of steps, in each frame others. */
export async function timelineFrameTimes(frames = 200): Promise<Quantiles> {
  const state = createState({ slowCallbackMs: 100, timeline: new Timeline() });
  for (const frame of decodedStream('sleeping', 1_000_000)) foldFrame(state, frame);
  await using pages = await PanelPages.start();
  await using panel = await pages.open({ width: 1600, height: 1000 });
  await panel.show(crowd(TASKS, { taskStart: 0, taskCount: 100 }, 1));
  await panel.page.click('#tab-timeline');
  await panel.frames();
  await panel.page.evaluate(INSTALL);
  const work: number[] = [];
  for (let frame = 0; frame < frames + WARM_UP; frame++) {
    const to = (state.time - state.timeline!.begin) * (0.05 + (0.95 * frame) / (frames + WARM_UP));
    const view = timelineView(state, { range: { kind: 'fixed', from: 0, to }, firstLane: 0, laneCount: 40, pixels: 1320, collapsed: [], pointer: null }, state.time);
    const snapshot: Snapshot = { ...crowd(TASKS, { taskStart: 0, taskCount: 100 }, frame + 2), timeline: view === null ? null : { ...view, lanes: { ...view.lanes, total: TASKS } } };
    const sample = await panel.page.evaluate<{ work: number }>(`measure(${JSON.stringify(snapshot)})`);
    if (frame >= WARM_UP) work.push(sample.work);
  }
  return quantiles(work);
}
