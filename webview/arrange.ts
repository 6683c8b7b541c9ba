/**
 * The task table after the end. Nobody answers for a program that has ended, so the page itself sorts
 * and filters the rows that came with the last snapshot.
 */
import type { Snapshot, TaskRow, TaskSortKey, ViewWindow } from '../src/core/snapshot/protocol';
import { STATE_ORDER } from '../src/core/snapshot/taskState';

type Order = Omit<ViewWindow, 'taskStart' | 'taskCount'>;

/** The snapshot's tasks; after the end all that it holds, in the order and with the filter of `order`. */
export function arrangeTasks({ tasks, run }: Snapshot, { taskSort, taskDescending, taskFilter }: Order): Snapshot['tasks'] {
  if (run.phase !== 'ended') return tasks;
  const text = taskFilter.trim().toLowerCase();
  const sign = taskDescending ? -1 : 1;
  const rows = tasks.rows.filter((row) => matches(row, text)).sort((a, b) => sign * compare(a, b, taskSort) || a.id - b.id);
  return { total: rows.length, start: 0, rows };
}

/** Tasks of an ended run that did not come with its last snapshot. */
export function missingTasks({ run, tasks, totals }: Snapshot): number {
  return run.phase === 'ended' ? Math.max(0, totals.tasks - (totals.tasksLetGo ?? 0) - tasks.rows.length) : 0;
}

/** As the inspector filters: part of the name or of the coroutine's, or the state. */
const matches = ({ name, coroutine, state }: TaskRow, text: string): boolean =>
  name.toLowerCase().includes(text) || coroutine.toLowerCase().includes(text) || state === text;

/** `worker-9` before `worker-10`. */
const texts = new Intl.Collator('en-US', { numeric: true });

function compare(a: TaskRow, b: TaskRow, key: TaskSortKey): number {
  switch (key) {
    case 'name':
    case 'coroutine':
      return texts.compare(a[key], b[key]);
    case 'state':
      return STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state);
    case 'steps':
    case 'longestStep':
    case 'busy':
    case 'age':
      return a[key] - b[key];
  }
}
