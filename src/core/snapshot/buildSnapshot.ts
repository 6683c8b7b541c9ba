/** Puts a snapshot together. Nothing here changes the state. */
import type { LoopState } from '../state/loopState';
import { pausedSince } from '../state/pauses';
import type { InspectorState } from '../state/state';
import { buildAwaitTree } from './awaitTree';
import type { ControlRequest } from './control';
import { controlView } from './controlView';
import { drivenRows } from './drivenRows';
import { seesDriven } from './drivenSeen';
import { hiddenBy } from './hiddenLoop';
import { type HistoryView, NO_HISTORY } from './historyView';
import { futureViews, ioViews, readyTotal, readyViews, runningView, timerViews } from './nowViews';
import { activityView, loopViews } from './loopViews';
import type { RunView, RunningView, Snapshot, ViewWindow } from './protocol';
import { taskTimes } from './taskTimes';
import { timelineView } from './timelineView';
import { buildTaskDetail, NO_LINES, type ReadLine } from './taskDetail';
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
  /** Reads lines of the program's files. */
  readonly readLine?: ReadLine;
  /** What holds the program, also while a past moment is shown. */
  readonly control?: ControlRequest;
  /** Where in the run's history `state` is; without it there is none. */
  readonly history?: HistoryView;
  /** The run as it is now, if `state` is a past one, and its moment: the timeline is always that of the whole run. */
  readonly live?: { readonly state: InspectorState; readonly now: number };
}

/** The snapshot of `state` for what a view has in sight. Costs a few milliseconds with 100,000 live tasks. */
export function buildSnapshot(state: InspectorState, window: ViewWindow, run: RunView, { now, sequence, dropped = 0, readLine = NO_LINES, control: request, history = NO_HISTORY, live = { state, now } }: Moment): Snapshot {
  const moment = momentOf(state, now);
  const all = [...state.loops.values()].filter((loop) => loop.serial !== 0);
  const loops = window.loop === null ? all : all.filter(({ serial }) => serial === window.loop);
  const hiding = hiddenBy(state);
  const control = controlView(live.state, request, hiddenBy(live.state));
  return {
    sequence,
    run,
    totals: buildTotals(state, moment, dropped),
    loops: loopViews(state, all, moment),
    activity: activityView(loops, moment, window.loop === null && state.retired.count > 0 ? (state.definitions.hello?.clock ?? null) : null),
    running: state.ended ? null : longestRunning(loops.map((loop) => runningView(state, loop, moment))),
    idle: isIdle(state, loops),
    ...(control === undefined ? {} : { control }),
    ...(hiding === null ? {} : { hiddenBy: hiding }),
    ...(seesDriven(state) ? {} : { drivenUnseen: true }),
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
    timeline: timelineView(live.state, window.timeline, momentOf(live.state, live.now)),
    taskTimes: taskTimes(live.state, window.selected),
    tree: window.tree === null ? null : buildAwaitTree(state, window.tree, moment, run.phase === 'ended'),
    detail: window.selected === null ? null : buildTaskDetail(state, window.selected, moment, readLine),
    history,
  };
}

/** Time stands still while all loops are held, and after the end. */
const momentOf = (state: InspectorState, now: number): number => (state.ended ? state.time : (pausedSince(state) ?? Math.max(now, state.time)));

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
