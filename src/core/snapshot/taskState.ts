/** The state of a task as views show it. */
import { runningHandle } from '../state/running';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import type { TaskState } from './protocol';

/** What each status is called while the task does not run. */
export const WORDS: Readonly<Record<TaskStatus, TaskState>> = {
  [TaskStatus.created]: 'created',
  [TaskStatus.ready]: 'ready',
  [TaskStatus.parked]: 'parked',
  [TaskStatus.done]: 'done',
  [TaskStatus.cancelled]: 'cancelled',
  [TaskStatus.failed]: 'failed',
  [TaskStatus.destroyed]: 'destroyed',
};

/** The tasks that run now, at most one a loop. */
export function runningTasks(state: InspectorState): ReadonlySet<Task> {
  const running = new Set<Task>();
  if (state.ended) return running;
  for (const loop of state.loops.values()) {
    const task = runningHandle(loop)?.task ?? null;
    if (task !== null) running.add(task);
  }
  return running;
}

export const taskState = (task: Task, running: ReadonlySet<Task>): TaskState => (running.has(task) ? 'running' : WORDS[task.status]);
