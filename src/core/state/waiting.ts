/**
 * Who waits for what. A task waits for one thing at a time, so the lists run through the tasks and waiting allocates nothing. Here, as
 * in all that happens a million times a second, tasks are their rows: objects would be memory more to fetch for each.
 */
import type { RunObjects } from './runObjects';
import { FutureRecord, FutureInt } from './objectColumns';
import { type Reference, TaskRecord, TaskDouble, TaskInt, TaskStatus } from './taskColumns';

/** Makes the task in `row` a waiter of `target`. It must not wait for anything. */
export function startWaiting({ tasks: { columns }, futures }: RunObjects, row: number, target: Reference): void {
  const { ints } = columns;
  const waited = target > 0 ? ints : futures.columns.ints;
  const firstWaiter = firstWaiterOf(target);
  const at = row * TaskRecord.ints;
  const first = waited[firstWaiter]!;
  ints[at + TaskInt.waitsOn] = target;
  ints[at + TaskInt.nextWaiter] = first;
  if (first !== 0) ints[first * TaskRecord.ints + TaskInt.previousWaiter] = row;
  waited[firstWaiter] = row;
  waited[firstWaiter + WAITER_COUNT]! += 1;
}

/** Takes the task in `row` off the list of what it waits for, which it must. */
export function stopWaiting({ tasks: { columns }, futures }: RunObjects, row: number): void {
  const { ints } = columns;
  const at = row * TaskRecord.ints;
  const target = ints[at + TaskInt.waitsOn]!;
  const waited = target > 0 ? ints : futures.columns.ints;
  const firstWaiter = firstWaiterOf(target);
  const next = ints[at + TaskInt.nextWaiter]!;
  const previous = ints[at + TaskInt.previousWaiter]!;
  if (previous === 0) waited[firstWaiter] = next;
  else ints[previous * TaskRecord.ints + TaskInt.nextWaiter] = next;
  if (next !== 0) ints[next * TaskRecord.ints + TaskInt.previousWaiter] = previous;
  waited[firstWaiter + WAITER_COUNT]! -= 1;
  ints[at + TaskInt.waitsOn] = 0;
  ints[at + TaskInt.nextWaiter] = 0;
  ints[at + TaskInt.previousWaiter] = 0;
}

/** Where in the `ints` of its table that number of `target` is; `WAITER_COUNT` further on is the other. */
const firstWaiterOf = (target: Reference): number => (target > 0 ? target * TaskRecord.ints + TaskInt.firstWaiter : -target * FutureRecord.ints + FutureInt.firstWaiter);
const WAITER_COUNT = TaskInt.waiterCount - TaskInt.firstWaiter;

/** What is waited for has happened at `now` (user time): those parked on it, in the list that begins with the task in row `first`, are due to run. */
export function wakeWaiters({ tasks: { columns } }: RunObjects, first: number, now: number): void {
  const { status, doubles, ints } = columns;
  for (let row = first; row !== 0; row = ints[row * TaskRecord.ints + TaskInt.nextWaiter]!) {
    if (status[row] !== TaskStatus.parked) continue;
    status[row] = TaskStatus.ready;
    doubles[row * TaskRecord.doubles + TaskDouble.readySince] = now;
  }
}
