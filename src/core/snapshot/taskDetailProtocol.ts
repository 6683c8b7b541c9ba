/** All that is known of one task, as a view shows it. */
import type { Location } from '../events/location';
import type { Serial, TaskState } from './words';

/** A place with the text of its line; null: the file cannot be read, was changed since the program started, or is a library's. */
export interface SourceLine extends Location {
  readonly text: string | null;
}

export interface DetailFrame extends SourceLine {
  readonly qualname: string;
  /** False in library code. */
  readonly user: boolean;
}

/** Another task that has to do with this one. */
export interface DetailTask {
  readonly task: Serial;
  readonly name: string;
  readonly state: TaskState;
  /** Where it is parked. */
  readonly at: Location | null;
}

export interface DetailWaiter extends DetailTask {
  /** It awaits the task, waits for it among several (`gather`, `TaskGroup`), or wants a lock that the task holds. */
  readonly how: 'awaits' | 'several' | 'lock';
}

/** One link of the chain from a task to the first: who created it, and where. */
export interface Creation {
  /** Null: no task did; it was made where no task ran. */
  readonly by: { readonly task: Serial; readonly name: string } | null;
  /** Whether the creator is still known. */
  readonly known: boolean;
  readonly at: SourceLine | null;
}

/** `Row`: the task as the task table shows it. */
export interface TaskDetail<Row> {
  readonly kind: 'task';
  readonly task: Row;
  /** Class of its loop, "" if it is not known. */
  readonly loopName: string;
  /** The coroutines that are suspended in each other, the outermost first; at most 100. */
  readonly frames: readonly DetailFrame[];
  /** Coroutines in the middle that are left out. */
  readonly framesLeftOut: number;
  readonly wokenAt: SourceLine | null;
  /** The tasks that it waits for, at most 50 of them. */
  readonly needs: { readonly total: number; readonly items: readonly DetailTask[] };
  /** It is on a circle of tasks that wait for each other: "A waits for B, B waits for A. None of them can go on by itself.". */
  readonly cycle: string | null;
  /** The tasks that wait for it, at most 50 of them. */
  readonly waiters: { readonly total: number; readonly items: readonly DetailWaiter[] };
  /** From its own creation back to that of the first task; at most 30. */
  readonly created: readonly Creation[];
}

/** Nothing is known of the task any more, or never was. */
export interface GoneTask {
  readonly kind: 'gone';
  readonly task: Serial;
  /** It ended, and is no longer kept. */
  readonly letGo: boolean;
}

export type DetailView<Row> = TaskDetail<Row> | GoneTask;
