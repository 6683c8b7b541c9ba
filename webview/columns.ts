/** The columns of the task table. */
import type { TaskSortKey } from '../src/core/snapshot/protocol';

export interface Column {
  readonly key: 'state' | 'name' | 'coroutine' | 'parkedAt' | 'waitsFor' | 'wokenBy' | 'steps' | 'longestStep' | 'busy' | 'queued' | 'parked' | 'age';
  readonly title: string;
  /** In a row that says what its figures are. */
  readonly label: string;
  /** For somebody who meets the word for the first time. */
  readonly hint: string;
  readonly sort: TaskSortKey | null;
  readonly isNumber: boolean;
}

const text = (key: Column['key'], title: string, hint: string, sort: TaskSortKey | null): Column => ({ key, title, label: title, hint, sort, isNumber: false });
const number = (key: Column['key'] & TaskSortKey, title: string, hint: string, label = title): Column => ({ key, title, label, hint, sort: key, isNumber: true });

/** All that there is room for where the table has the page for itself. */
export const ALL_COLUMNS: readonly Column[] = [
  text('state', 'State', 'What the task does now', 'state'),
  text('name', 'Name', "The task's name", 'name'),
  text('coroutine', 'Coroutine', 'The coroutine function that the task runs', 'coroutine'),
  text('parkedAt', 'Parked at', 'The line where it is suspended', null),
  text('waitsFor', 'Waits for', 'What must happen before it goes on; once it has ended, how', null),
  text('wokenBy', 'Woken by', 'What queued its last step: a task, a callback, I/O, a timer or a thread', null),
  number('steps', 'Steps', 'How often it ran between two suspensions'),
  number('longestStep', 'Longest step', 'The longest time in which it let nobody else run', 'Max'),
  number('busy', 'Busy', 'Time in which it ran, in all its steps'),
  number('queued', 'Queued', 'Time in the ready queue: it could run, and others had their turn'),
  number('parked', 'Parked', 'Time in which it was suspended, waiting for something'),
  number('age', 'Age', 'Time since it was created'),
];

const ONLY_THERE: ReadonlySet<Column['key']> = new Set(['wokenBy', 'queued', 'parked']);

/** Beside the other parts of the overview. */
export const OVERVIEW_COLUMNS: readonly Column[] = ALL_COLUMNS.filter(({ key }) => !ONLY_THERE.has(key));
