/** What a step of a task, which is in some row, changes in its columns. */
import { QueuedBy } from './queuedBy';
import { TaskRecord, type TaskColumns, TaskDouble, TaskInt } from './taskColumns';

/** Its step begins, queued by `queuedBy`. */
export function wake(columns: TaskColumns, row: number, queuedBy: number): void {
  const { ints } = columns;
  const at = row * TaskRecord.ints;
  // I/O cancels nothing: a signal's handler did, say, while the loop waited
  const by = queuedBy === QueuedBy.io && ints[at + TaskInt.cancelQueued] === 1 ? QueuedBy.unknown : queuedBy;
  const site = ints[at + TaskInt.nextWakerSite]!;
  ints[at + TaskInt.waker] = by;
  ints[at + TaskInt.wakerSite] = site;
  ints[at + TaskInt.nextWakerSite] = 0;
  if (ints[at + TaskInt.cancelQueued] === 0) return;
  ints[at + TaskInt.cancelQueued] = 0;
  setCancelled(columns, row, by, site);
}

/** It was cancelled by `by` (as `QueuedBy`) at that site. */
export function setCancelled({ cancelled, cancelledBy, cancelSite }: TaskColumns, row: number, by: number, site: number): void {
  cancelled[row] = 1;
  cancelledBy[row] = by;
  cancelSite[row] = site;
}

/** A step begins at `begin` (user time) after the task stood in the ready queue for `waited` ns; before that it was parked. */
export function endRest({ doubles }: TaskColumns, row: number, begin: number, waited: number): void {
  const at = row * TaskRecord.doubles;
  const rest = Math.max(0, begin - doubles[at + TaskDouble.since]!);
  const queued = Math.min(rest, waited);
  doubles[at + TaskDouble.queued]! += queued;
  // before its first step a task is not suspended: its creator had not ended its own step
  if (doubles[at + TaskDouble.steps] !== 0) doubles[at + TaskDouble.parked]! += rest - queued;
}

/** A step that ended at `end` (user time) took `length` ns, `own` of them its own. */
export function addStep({ doubles }: TaskColumns, row: number, length: number, own: number, end: number): void {
  const at = row * TaskRecord.doubles;
  doubles[at + TaskDouble.since] = end;
  doubles[at + TaskDouble.steps]! += 1;
  doubles[at + TaskDouble.busy]! += own;
  if (length > doubles[at + TaskDouble.longest]!) doubles[at + TaskDouble.longest] = length;
}
