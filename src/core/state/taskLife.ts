/** What happens to tasks and futures: created, parked, resolved, ended. */
import { Outcome } from '../events/schema';
import type { LoopState } from './loopState';
import { Future, type Task } from './objects';
import type { InspectorState } from './state';
import { TaskStatus } from './taskColumns';
import { startWaiting, stopWaiting, wakeWaiters } from './waiting';
import { noteYield } from './yields';

const STATUS_OF = {
  [Outcome.yielded]: TaskStatus.ready,
  [Outcome.returned]: TaskStatus.done,
  [Outcome.cancelled]: TaskStatus.cancelled,
  [Outcome.failed]: TaskStatus.failed,
} as const;

/** A moment for things that rows without a time tell: the loop's last, or before its first that of the others. */
export const timeNear = (state: InspectorState, loop: LoopState): number => (loop.time !== 0 ? loop.time : state.time);

/** A new task at `address`. Whatever was there before has gone. */
export function createTask(state: InspectorState, loop: LoopState, address: number): Task {
  forget(state, loop, address);
  const task = state.tasks.create(address, loop.serial, timeNear(state, loop));
  loop.objects.set(address, task);
  return task;
}

/** The task at `address`; one that was never announced, or has ended there, is a new one. */
export function liveTask(state: InspectorState, loop: LoopState, address: number): Task {
  const found = loop.objects.get(address);
  return found?.isTask && !found.ended ? found : createTask(state, loop, address);
}

/** A new future at `address`. Whatever was there before has gone. */
export function createFuture(state: InspectorState, loop: LoopState, address: number, creator: number, site: number): Future {
  forget(state, loop, address);
  state.futures += 1;
  const future = new Future(state.futures, address, timeNear(state, loop), creator, site);
  loop.objects.set(address, future);
  loop.pending.add(future);
  return future;
}

/** The pending future at `address`; one that was never announced is first seen now. */
export function pendingFuture(state: InspectorState, loop: LoopState, address: number): Future {
  const found = loop.objects.get(address);
  return found !== undefined && !found.isTask ? found : createFuture(state, loop, address, 0, 0);
}

/** The object at `address` was freed unseen: another one is about to be there. */
function forget(state: InspectorState, loop: LoopState, address: number): void {
  const before = loop.objects.get(address);
  if (before === undefined) return;
  if (before.isTask) {
    if (!before.ended) endTask(state, loop, before, TaskStatus.destroyed);
  } else resolve(loop, before);
}

/** `future` is done or gone: its waiters are due to run, and its address may be used again. */
export function resolve(loop: LoopState, future: Future): void {
  if (future.done) return;
  future.done = true;
  loop.pending.remove(future);
  if (future.timer !== null) {
    loop.timers.remove(future.timer);
    future.timer = null;
  }
  if (loop.objects.get(future.address) === future) loop.objects.delete(future.address);
  if (future.firstWaiter !== null) wakeWaiters(future);
}

/** `task` has left its last suspension: what it waited for has happened. */
export function resume(loop: LoopState, task: Task): void {
  const target = task.waitsOn;
  if (target !== null) {
    stopWaiting(task);
    if (!target.isTask) resolve(loop, target);
  }
  task.waitsIn = 0;
  task.primitive = null;
  task.eagerOpen = false;
}

/** `task` is suspended until what is at `address`, a future or a task, is done. */
export function parkOn(state: InspectorState, loop: LoopState, task: Task, address: number): void {
  const found = loop.objects.get(address);
  const target = found?.isTask && !found.ended && found !== task ? found : pendingFuture(state, loop, address);
  startWaiting(task, target);
  task.status = TaskStatus.parked;
}

/** A step of `task` ended with `w`: an `Outcome`, or the address of what it is parked on. */
export function endStep(state: InspectorState, loop: LoopState, task: Task, w: number): void {
  if (w === Outcome.yielded) {
    task.status = TaskStatus.ready;
    noteYield(state, loop, task);
    return;
  }
  task.yields = 0;
  if (w > Outcome.failed) parkOn(state, loop, task, w);
  else endTask(state, loop, task, STATUS_OF[w as Outcome]);
}

export function endTask(state: InspectorState, loop: LoopState, task: Task, status: TaskStatus): void {
  stopWaiting(task);
  task.waitsIn = 0;
  task.primitive = null;
  task.busyWait = null;
  task.eagerOpen = false;
  task.status = status;
  task.endedAt = timeNear(state, loop);
  if (task.firstWaiter !== null && status !== TaskStatus.destroyed) wakeWaiters(task);
  const gone = state.tasks.ended(task);
  if (gone === null) return;
  const { objects } = state.loop(gone.loop);
  if (objects.get(gone.address) === gone) objects.delete(gone.address);
}

/** The status of a task that ended with `outcome`; null if that is no end. */
export function endStatus(outcome: number): TaskStatus | null {
  return outcome >= Outcome.returned && outcome <= Outcome.failed ? STATUS_OF[outcome as Outcome] : null;
}
