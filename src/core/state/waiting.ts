/** Who waits for what. A task waits for one thing at a time, so the lists run through the tasks and waiting allocates nothing. */
import type { Awaitable, Task } from './objects';
import { TaskStatus } from './taskColumns';

/** Makes `task` a waiter of `target`. It must not wait for anything. */
export function startWaiting(task: Task, target: Awaitable): void {
  const first = target.firstWaiter;
  task.waitsOn = target;
  task.nextWaiter = first;
  task.previousWaiter = null;
  if (first !== null) first.previousWaiter = task;
  target.firstWaiter = task;
  target.waiterCount += 1;
}

/** Takes `task` off the list of what it waits for, if it waits. */
export function stopWaiting(task: Task): void {
  const target = task.waitsOn;
  if (target === null) return;
  const { nextWaiter: next, previousWaiter: previous } = task;
  if (previous === null) target.firstWaiter = next;
  else previous.nextWaiter = next;
  if (next !== null) next.previousWaiter = previous;
  target.waiterCount -= 1;
  task.waitsOn = null;
  task.nextWaiter = null;
  task.previousWaiter = null;
}

/** What `target` was waited for has happened: those parked on it are due to run. */
export function wakeWaiters(target: Awaitable): void {
  for (let task = target.firstWaiter; task !== null; task = task.nextWaiter) {
    if (task.status === TaskStatus.parked) task.status = TaskStatus.ready;
  }
}
