/** Puts a snapshot together. Nothing here changes the state. */
import type { LoopState } from '../state/loopState';
import type { InspectorState } from '../state/state';
import { drivenRows } from './drivenRows';
import { hiddenBy } from './hiddenLoop';
import { futureViews, ioViews, readyTotal, readyViews, runningView, timerViews } from './nowViews';
import type { RunView, RunningView, Snapshot, ViewWindow } from './protocol';
import { buildTaskWindow } from './taskWindow';
import { buildTotals } from './totals';
import { warningViews } from './warningViews';

const READY_SHOWN = 50;
const TIMERS_SHOWN = 20;
const FUTURES_SHOWN = 50;
const IO_SHOWN = 50;
const DRIVEN_SHOWN = 200;

export interface Moment {
  /** Now, ns of the stream's clock (`streamTime` turns wall-clock time into it). Ages and countdowns stand still once the stream has ended. */
  readonly now: number;
  /** Number of this snapshot within the run: 1, 2, 3, … */
  readonly sequence: number;
  /** Rows that the producer lost; 0 unless it says otherwise. */
  readonly dropped?: number;
}

/** The snapshot of `state` for what a view has in sight. Costs a few milliseconds with 100,000 live tasks. */
export function buildSnapshot(state: InspectorState, window: ViewWindow, run: RunView, { now, sequence, dropped = 0 }: Moment): Snapshot {
  const last = state.time;
  const moment = state.ended ? last : Math.max(now, last);
  const loops = [...state.loops.values()].filter((loop) => loop.serial !== 0);
  const hiding = hiddenBy(state);
  return {
    sequence,
    run,
    totals: buildTotals(state, moment, dropped),
    running: state.ended ? null : longestRunning(loops.map((loop) => runningView(state, loop, moment))),
    idle: isIdle(state, loops),
    ...(hiding === null ? {} : { hiddenBy: hiding }),
    ready: merged(loops, readyTotal, (loop) => readyViews(state, loop, moment, READY_SHOWN), READY_SHOWN, (a, b) => b.waiting - a.waiting),
    timers: merged(
      loops,
      (loop) => loop.timers.size,
      (loop) => timerViews(state, loop, moment, TIMERS_SHOWN),
      TIMERS_SHOWN,
      (a, b) => a.dueIn - b.dueIn,
    ),
    futures: merged(
      loops,
      (loop) => loop.pending.count,
      (loop) => futureViews(state, loop, moment, FUTURES_SHOWN),
      FUTURES_SHOWN,
      (a, b) => b.age - a.age,
    ),
    io: merged(
      loops,
      (loop) => loop.io.total,
      (loop) => ioViews(state, loop),
      IO_SHOWN,
      (a, b) => a.descriptor - b.descriptor,
    ),
    tasks: buildTaskWindow(state, window, moment),
    driven: drivenRows(state, DRIVEN_SHOWN),
    warnings: warningViews(state),
  };
}

/** Every running loop waits in select. */
function isIdle(state: InspectorState, loops: readonly LoopState[]): boolean {
  if (state.ended) return false;
  const running = loops.filter((loop) => loop.isRunning);
  return running.length > 0 && running.every((loop) => loop.isIdle);
}

/** Of several loops the one that has been in the same step for the longest time. */
function longestRunning(views: readonly (RunningView | null)[]): RunningView | null {
  return views.reduce((longest, view) => (view !== null && (longest === null || view.elapsed > longest.elapsed) ? view : longest), null);
}

/** The lists of several loops as one; a single loop's keeps its own order. */
function merged<T>(
  loops: readonly LoopState[],
  totalOf: (loop: LoopState) => number,
  itemsOf: (loop: LoopState) => T[],
  count: number,
  order: (a: T, b: T) => number,
): { total: number; items: T[] } {
  const total = loops.reduce((sum, loop) => sum + totalOf(loop), 0);
  const lists = loops.map(itemsOf).filter((items) => items.length > 0);
  const items = lists.length === 1 ? lists[0]! : lists.flat().sort(order).slice(0, count);
  return { total, items };
}
