/** The figures at the top of the panel. */
import type { InspectorState } from '../state/state';
import type { Totals } from './protocol';

/** A run younger than this is taken to be this old, so that its first rows do not make an absurd rate; ns. */
const SHORTEST_SPAN = 50e6;

/** `now`: ns of the stream's clock. `dropped`: rows that the producer lost. */
export function buildTotals(state: InspectorState, now: number, dropped: number): Totals {
  let eventsPerSecond = 0;
  let utilisation = 0;
  const { retired } = state;
  let { iterations, idle } = retired;
  let busy = retired.busy - retired.hiddenBusy;
  for (const loop of state.loops.values()) {
    iterations += loop.iterations;
    if (!loop.hidesQueue) busy += loop.busy;
    idle += loop.idle;
    const recent = loop.activity.recent(now, loop.rows, loop.isIdle ? loop.time : null);
    eventsPerSecond += recent.rows / (Math.max(recent.span, SHORTEST_SPAN) / 1e9);
    if (loop.isRunning && !loop.hidesQueue && recent.span > 0) utilisation = Math.max(utilisation, 1 - recent.idle / recent.span);
  }
  if (state.ended) utilisation = busy + idle > 0 ? busy / (busy + idle) : 0;
  return {
    events: state.events,
    eventsPerSecond: Math.round(eventsPerSecond),
    dropped,
    overheadPercent: overheadPercent(state, now),
    iterations,
    loops: loopCount(state),
    tasks: state.tasks.total,
    liveTasks: state.tasks.live,
    tasksLetGo: state.tasks.letGo,
    utilisation: 100 * utilisation,
  };
}

/** Share of the busy time up to `now` (ns of the stream's clock) that is ours; in percent. */
export function overheadPercent(state: InspectorState, now: number): number {
  const { own, total } = busyTime(state, now);
  return own <= 0 ? 0 : (100 * own) / total;
}

/** The loops' busy time up to `now` (ns of the stream's clock), the program's and ours together, and what of it is ours; ns. What we do while a loop waits in select costs the program nothing; of what runs outside of loops only our part would be known. */
export function busyTime(state: InspectorState, now: number): { readonly own: number; readonly total: number } {
  const { retired } = state;
  let own = retired.overhead + retired.recording;
  let total = retired.overhead + retired.busy;
  for (const loop of state.loops.values()) {
    if (loop.serial === 0) continue;
    // In a wait that is still going on, all since its beginning.
    const sampling = Math.max(0, loop.overhead - loop.idleOverhead - loop.held - (loop.isIdle ? loop.overheadSince(loop.time) : 0));
    const steps = loop.busy + loop.runningFor(now);
    own += sampling + Math.min(loop.recording.total, steps);
    total += sampling + steps;
  }
  return { own, total };
}

/** Event loops seen; what belongs to none is no loop. */
export const loopCount = ({ loops, retired }: InspectorState): number => retired.count + [...loops.keys()].filter((serial) => serial !== 0 && !retired.has(serial)).length;
