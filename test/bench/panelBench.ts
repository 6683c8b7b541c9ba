/** How long the panel takes to draw a snapshot while 100,000 tasks live, in a real browser under the page's real policy. */
import { crowd } from '../webview/fixtures';
import { type PanelPage, PanelPages } from '../webview/panelPage';

/** Milliseconds. */
export interface Quantiles {
  readonly median: number;
  readonly p99: number;
}

export interface PanelFrameTimes {
  /** The page's own work for a snapshot: check, fold, render, layout and paint. */
  readonly work: Quantiles;
  /** From the message to the drawn frame; on top of the work it waits for the screen's next refresh. */
  readonly latency: Quantiles;
  /** The work while somebody turns the wheel: each snapshot shows some rows that the one before did not. */
  readonly scrollingWork: Quantiles;
  /** The work after a jump to another part of the table: every row is a new one. */
  readonly jumpWork: Quantiles;
}

interface Sample {
  readonly work: number;
  readonly latency: number;
}

const TASKS = 100_000;
const ROWS = 100;
/** A notch of a wheel is about 100 pixels. */
const ROWS_A_NOTCH = 4;
/** Until the browser has compiled what runs often. */
const WARM_UP = 30;

/**
 * `measure(snapshot)` in the page: hands it over as VS Code does and resolves with its times when the page
 * acknowledges it, which is right after the paint. The wait for the refresh ends where the page's first
 * animation frame begins.
 */
export const INSTALL = `
  const refresh = window.requestAnimationFrame.bind(window);
  let frameBegan = 0;
  window.requestAnimationFrame = (draw) => refresh((now) => { frameBegan = performance.now(); draw(now); });
  let acknowledged = () => {};
  testEnd.sent.push = (message) => { if (message.type === 'acknowledge') acknowledged(); };
  window.measure = (snapshot) => new Promise((resolve) => {
    const began = performance.now();
    acknowledged = () => {
      const drawn = performance.now();
      resolve({ work: handed - began + drawn - frameBegan, latency: drawn - began });
    };
    window.dispatchEvent(new MessageEvent('message', { data: { type: 'snapshot', snapshot } }));
    const handed = performance.now();
  });
`;

/** @param frames that are measured, of each kind */
export async function panelFrameTimes(frames = 300): Promise<PanelFrameTimes> {
  await using pages = await PanelPages.start();
  await using panel = await pages.open({ width: 1600, height: 1000 });
  await panel.show(crowd(TASKS, { taskStart: 0, taskCount: ROWS }, 1));
  await panel.page.evaluate(INSTALL);
  const still = await samples(panel, frames, () => 0);
  const scrolling = await samples(panel, frames, (frame) => frame * ROWS_A_NOTCH);
  const jumps = await samples(panel, frames, (frame) => (frame * 7919) % (TASKS - ROWS));
  return {
    work: quantiles(still.map(({ work }) => work)),
    latency: quantiles(still.map(({ latency }) => latency)),
    scrollingWork: quantiles(scrolling.map(({ work }) => work)),
    jumpWork: quantiles(jumps.map(({ work }) => work)),
  };
}

async function samples(panel: PanelPage, frames: number, firstRow: (frame: number) => number): Promise<Sample[]> {
  const found: Sample[] = [];
  for (let frame = 0; frame < frames + WARM_UP; frame++) {
    const first = firstRow(frame);
    await panel.page.evaluate(`new Promise((resolve) => { const table = document.querySelector('.table'); table.scrollTop = ${first} * parseFloat(table.style.getPropertyValue('--row-height')); requestAnimationFrame(() => setTimeout(resolve, 0)); })`);
    const snapshot = crowd(TASKS, { taskStart: Math.max(0, first - 25), taskCount: ROWS }, frame + 2);
    const sample = await panel.page.evaluate<Sample>(`measure(${JSON.stringify(snapshot)})`);
    if (frame >= WARM_UP) found.push(sample);
  }
  return found;
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { median: at(0.5), p99: at(0.99) };
}
