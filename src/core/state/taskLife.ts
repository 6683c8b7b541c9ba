/** What happens to tasks and futures: created, parked, resolved, ended. Tasks are their rows here, futures and timers their places. */
import { Outcome } from '../events/schema';
import type { LoopState } from './loopState';
import type { InspectorState } from './state';
import { FutureRecord, FutureDouble, FutureInt, TimerRecord, TimerInt } from './objectColumns';
import { NOT_RECORDED, TaskRecord, TaskDouble, TaskInt, TaskStatus } from './taskColumns';
import { endRest } from './steps';
import { startWaiting, stopWaiting, wakeWaiters } from './waiting';
import { noteYield } from './yields';

const STATUS_OF = {
  [Outcome.yielded]: TaskStatus.ready,
  [Outcome.returned]: TaskStatus.done,
  [Outcome.cancelled]: TaskStatus.cancelled,
  [Outcome.failed]: TaskStatus.failed,
  [Outcome.returnedUnrecorded]: TaskStatus.done,
} as const;

/** A moment for things that rows without a time tell: the loop's last, or before its first that of the others. */
export const timeNear = (state: InspectorState, loop: LoopState): number => Math.max(loop.time, loop.told) || state.time;

/** A new task at `address`. Whatever was there before has gone. */
export function createTask(state: InspectorState, loop: LoopState, address: number): number {
  forget(state, loop, address);
  const t = timeNear(state, loop);
  const row = state.tasks.create(address, loop.serial, t, Math.max(loop.userTime, t - loop.overhead));
  loop.objects.set(address, row);
  loop.liveTasks += 1;
  return row;
}

/** The task at `address`; one that was never announced, or has ended there, is a new one. */
export function liveTask(state: InspectorState, loop: LoopState, address: number): number {
  const found = loop.objects.find(address);
  return found > 0 && state.tasks.columns.status[found]! < TaskStatus.done ? found : createTask(state, loop, address);
}

/** A new future at `address`. Whatever was there before has gone. */
export function createFuture(state: InspectorState, loop: LoopState, address: number, creator: number, site: number): number {
  forget(state, loop, address);
  const slot = state.objects.futures.create(address, timeNear(state, loop), creator, site);
  loop.objects.set(address, -slot);
  loop.pending.add(slot);
  return slot;
}

/** The pending future at `address`; one that was never announced is first seen now. */
export function pendingFuture(state: InspectorState, loop: LoopState, address: number): number {
  const found = loop.objects.find(address);
  return found < 0 ? -found : createFuture(state, loop, address, 0, 0);
}

/** The object at `address` was freed unseen: another one is about to be there. */
function forget(state: InspectorState, loop: LoopState, address: number): void {
  if (loop.failedFutures.size > 0) loop.failedFutures.delete(address);
  const before = loop.objects.find(address);
  if (before < 0) resolve(state, loop, -before);
  else if (before > 0) {
    if (state.tasks.columns.status[before]! < TaskStatus.done) endTask(state, loop, before, TaskStatus.destroyed);
  }
}

/** A future is done or gone: its waiters are due to run, and its address may be used again. */
export function resolve(state: InspectorState, loop: LoopState, slot: number): void {
  const { futures } = state.objects;
  const { doubles, ints } = futures.columns;
  const at = slot * FutureRecord.ints;
  if (ints[at + FutureInt.done] === 1) return;
  ints[at + FutureInt.done] = 1;
  loop.pending.remove(slot);
  const timer = ints[at + FutureInt.timer]!;
  if (timer !== 0) {
    loop.timers.remove(timer);
    ints[at + FutureInt.timer] = 0;
  }
  loop.objects.remove(doubles[slot * FutureRecord.doubles + FutureDouble.address]!, -slot);
  if (ints[at + FutureInt.waiterCount] === 0) futures.release(slot);
  else wakeWaiters(state.objects, ints[at + FutureInt.firstWaiter]!, loop.userTime);
}

/** A timer (0: none) was cancelled, or its object is gone. Who waits for its future waits for somebody else. */
export function dropTimer(state: InspectorState, loop: LoopState, timer: number): void {
  if (timer === 0) return;
  const { timers, futures } = state.objects;
  const future = timers.columns.ints[timer * TimerRecord.ints + TimerInt.future]!;
  loop.timers.remove(timer);
  if (future === 0) return;
  futures.columns.ints[future * FutureRecord.ints + FutureInt.timer] = 0;
  loop.pending.add(future);
}

/** The task does not wait any more, if it did. */
function endWaiting({ objects }: InspectorState, row: number): void {
  const target = objects.tasks.columns.int(row, TaskInt.waitsOn);
  if (target === 0) return;
  stopWaiting(objects, row);
  if (target > 0) return;
  const { ints } = objects.futures.columns;
  const at = -target * FutureRecord.ints;
  if (ints[at + FutureInt.done] === 1 && ints[at + FutureInt.waiterCount] === 0) objects.futures.release(-target);
}

/** The task has left its last suspension: what it waited for has happened. */
export function resume(state: InspectorState, loop: LoopState, row: number): void {
  const { ints } = state.tasks.columns;
  const at = row * TaskRecord.ints;
  const target = ints[at + TaskInt.waitsOn]!;
  if (target !== 0) {
    endWaiting(state, row);
    if (target < 0) resolve(state, loop, -target);
  }
  ints[at + TaskInt.waitsIn] = 0;
  ints[at + TaskInt.eagerOpen] = 0;
  state.tasks.leavePrimitive(row);
}

/** The task is suspended until what is at `address`, a future or a task, is done. */
function parkOn(state: InspectorState, loop: LoopState, row: number, address: number): void {
  const { status, doubles } = state.tasks.columns;
  const found = loop.objects.find(address);
  const isTask = found > 0 && found !== row && status[found]! < TaskStatus.done;
  startWaiting(state.objects, row, isTask ? found : -pendingFuture(state, loop, address));
  status[row] = TaskStatus.parked;
  doubles[row * TaskRecord.doubles + TaskDouble.readySince] = 0;
}

/** A step of the task ended with `w`: an `Outcome`, or the address of what it is parked on. `wakesOthers`: it has queued more than itself. */
export function endStep(state: InspectorState, loop: LoopState, row: number, w: number, wakesOthers = false): void {
  const { columns } = state.tasks;
  if (w === Outcome.yielded) {
    columns.status[row] = TaskStatus.ready;
    columns.doubles[row * TaskRecord.doubles + TaskDouble.readySince] = loop.userTime;
    if (wakesOthers) columns.doubles[row * TaskRecord.doubles + TaskDouble.yields] = 0;
    else noteYield(state, loop, row);
    return;
  }
  columns.doubles[row * TaskRecord.doubles + TaskDouble.yields] = 0;
  if (w > Outcome.returnedUnrecorded) return parkOn(state, loop, row, w);
  if (w === Outcome.returnedUnrecorded) columns.outcome[row] = NOT_RECORDED;
  endTask(state, loop, row, STATUS_OF[w as Outcome]);
}

export function endTask(state: InspectorState, loop: LoopState, row: number, status: TaskStatus): void {
  const { tasks } = state;
  const { columns } = tasks;
  const at = row * TaskRecord.ints;
  const target = columns.ints[at + TaskInt.waitsOn]!;
  endWaiting(state, row);
  if (target < 0 && status === TaskStatus.destroyed) goesToo(state, loop, -target);
  columns.ints[at + TaskInt.waitsIn] = 0;
  columns.ints[at + TaskInt.eagerOpen] = 0;
  const t = timeNear(state, loop);
  if (status === TaskStatus.destroyed) endRest(columns, row, Math.max(loop.userTime, t - loop.overhead), 0);
  columns.status[row] = status;
  columns.endedAt[row] = t;
  tasks.leavePrimitive(row);
  if (tasks.busyWaits.size > 0) tasks.busyWaits.delete(tasks.at(row)!);
  state.waits.forget(columns, row);
  state.coroutines.ended(columns, row);
  const firstWaiter = columns.ints[at + TaskInt.firstWaiter]!;
  if (firstWaiter !== 0 && status !== TaskStatus.destroyed) wakeWaiters(state.objects, firstWaiter, loop.userTime);
  tasks.ended(row);
  loop.liveTasks -= 1;
  // two, so that those who had to stay for a while can go later
  letOldestGo(state);
  letOldestGo(state);
}

/** The future that a destroyed task waited for: had anybody else been able to reach it, it would have kept the task, which it wakes. */
function goesToo(state: InspectorState, loop: LoopState, slot: number): void {
  if (state.objects.futures.columns.ints[slot * FutureRecord.ints + FutureInt.waiterCount] === 0) resolve(state, loop, slot);
}

function letOldestGo(state: InspectorState): void {
  const { tasks } = state;
  const row = tasks.letOldestGo();
  if (row === 0) return;
  const { loop, address, lane } = tasks.columns;
  state.loops.get(loop[row]!)?.objects.remove(address[row]!, row);
  state.timeline?.forget(lane[row]!);
}

/** The status of a task that ended with `outcome`; null if that is no end. */
export function endStatus(outcome: number): TaskStatus | null {
  return outcome >= Outcome.returned && outcome <= Outcome.failed ? STATUS_OF[outcome as Outcome] : null;
}
