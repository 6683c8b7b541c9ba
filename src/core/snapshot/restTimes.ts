/** How long a task has been in the ready queue and suspended, the rest that is under way included. */
import type { LoopState } from '../state/loopState';
import type { Task } from '../state/objects';
import type { TaskRow, TaskState } from './protocol';

/**
 * `now`: ns of the stream's clock. Of a task that is ready the moment of its wake-up is known to the step that
 * woke it, and exactly once its turn has come.
 */
export function restTimes(loop: LoopState, task: Task, word: TaskState, now: number): Pick<TaskRow, 'queued' | 'parked'> {
  const userNow = now - loop.overhead;
  const split = Math.max(task.since, word === 'parked' ? userNow : task.readySince);
  const isParked = (word === 'parked' || word === 'ready') && task.steps > 0;
  const isQueued = word === 'created' || word === 'ready';
  return {
    queued: (task.queued + (isQueued ? Math.max(0, userNow - split) : 0)) / 1e6,
    parked: (task.parked + (isParked ? Math.max(0, split - task.since) : 0)) / 1e6,
  };
}
