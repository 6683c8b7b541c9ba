/** How long a task has been in the ready queue and suspended, the rest that is under way included. */
import type { LoopState } from '../state/loopState';
import { type TaskColumns, TaskDouble, TaskStatus } from '../state/taskColumns';

/** ns. `now`: of the stream's clock. */
export function parkedTime(columns: TaskColumns, row: number, loop: LoopState, isRunning: boolean, now: number): number {
  const parked = columns.double(row, TaskDouble.parked);
  // before its first step a task is not suspended
  if (columns.status[row]! >= TaskStatus.done || columns.double(row, TaskDouble.steps) === 0) return parked;
  return parked + Math.max(0, splitOf(columns, row, isRunning, endOf(loop, isRunning, now)) - columns.double(row, TaskDouble.since));
}

/** The same for the ready queue. */
export function queuedTime(columns: TaskColumns, row: number, loop: LoopState, isRunning: boolean, now: number): number {
  const queued = columns.double(row, TaskDouble.queued);
  if (columns.status[row]! >= TaskStatus.done) return queued;
  const end = endOf(loop, isRunning, now);
  return queued + Math.max(0, end - splitOf(columns, row, isRunning, end));
}

/** User time, ns. Of a task that runs the rest was over when its step began; it is added up only when that has ended. */
const endOf = (loop: LoopState, isRunning: boolean, now: number): number => (isRunning ? loop.userTime : now - loop.overhead);

/**
 * Until then it was suspended, from then on in the ready queue; user time, ns. Of a task that is ready the moment of its wake-up
 * is known to the step that woke it, and exactly once its turn has come.
 */
function splitOf(columns: TaskColumns, row: number, isRunning: boolean, end: number): number {
  const since = columns.double(row, TaskDouble.since);
  const readySince = columns.double(row, TaskDouble.readySince);
  if (isRunning) return readySince === 0 ? end : Math.min(Math.max(since, readySince), end);
  return Math.max(since, columns.status[row] === TaskStatus.parked ? end : readySince);
}
