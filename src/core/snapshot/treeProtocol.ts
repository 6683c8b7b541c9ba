/** The await tree as a view asks for it and shows it: rows of a flattened tree, of which only those in sight are sent. */
import type { Location } from '../events/location';
import type { Serial, TaskState } from './words';

/** So many rows can be opened and closed; of more the first are forgotten. */
export const MAX_TOGGLED = 1000;

/** What a view has of the tree in sight. */
export interface TreeWindow {
  readonly first: number;
  readonly count: number;
  /** Keys of the rows that are not as they are at first: a task is open, a fold and a gap are closed. */
  readonly toggled: readonly string[];
  /** Part of a name or coroutine, or a state; tasks that match are shown with those that lead to them. */
  readonly filter: string;
  /** A task whose row is to be found, with all that hides it opened; null: none. */
  readonly find: Serial | null;
}

export interface TaskRef {
  readonly task: Serial;
  readonly name: string;
}

interface RowBase {
  /** The same for the same thing from one snapshot to the next; no two rows have the same. */
  readonly key: string;
  /** Depth in tasks: 0 for those that nobody waits for. */
  readonly level: number;
  /** The task that the row is about, or whose block it is part of; of a fold its first. */
  readonly task: Serial;
  /** On a circle of tasks that wait for each other. */
  readonly cycle: boolean;
}

/** A block begins: a task. */
export interface TaskTreeRow extends RowBase {
  readonly kind: 'task';
  readonly name: string;
  readonly state: TaskState;
  readonly coroutine: string;
  readonly definedAt: Location | null;
  readonly open: boolean;
  /** Why it is there, in words, while it is closed: what it waits for. */
  readonly waitsFor: string;
}

/** A block that stands for several tasks with the same coroutines at the same lines, which wait for the same kind of thing. */
export interface FoldTreeRow extends RowBase {
  readonly kind: 'fold';
  readonly count: number;
  /** Of the first few. */
  readonly names: readonly string[];
  readonly states: readonly { readonly state: TaskState; readonly count: number }[];
  readonly coroutine: string;
  readonly definedAt: Location | null;
  readonly open: boolean;
}

/** A coroutine that runs as part of the block's task, and its line; the outermost comes first. */
export interface FrameTreeRow extends RowBase {
  readonly kind: 'frame';
  readonly qualname: string;
  readonly at: Location;
  /** False in library code. */
  readonly user: boolean;
}

/** In the place of coroutines in the middle of a long chain. */
export interface GapTreeRow extends RowBase {
  readonly kind: 'gap';
  readonly hidden: number;
  readonly open: boolean;
}

/** The block's end: what its task waits for, in words. */
export interface WaitTreeRow extends RowBase {
  readonly kind: 'wait';
  readonly text: string;
  /** Others wait for the same future: the first of them, and how many there are in all. Null: it is the first itself, or nobody else does. */
  readonly sharedWith: TaskRef | null;
  readonly waiters: number;
}

/** A task that is waited for here and is shown elsewhere. */
export interface LinkTreeRow extends RowBase {
  readonly kind: 'link';
  readonly to: TaskRef;
  readonly state: TaskState;
  /** It is awaited, or it holds the lock that is wanted. */
  readonly why: 'awaits' | 'holds';
}

/** Links that are left out. */
export interface MoreTreeRow extends RowBase {
  readonly kind: 'more';
  readonly hidden: number;
}

export type TreeRow = TaskTreeRow | FoldTreeRow | FrameTreeRow | GapTreeRow | WaitTreeRow | LinkTreeRow | MoreTreeRow;

/** Tasks that wait for each other, so that none of them can go on. */
export interface TreeCycle {
  /** In order: each waits for the next, the last for the first. At most 20. */
  readonly tasks: readonly TaskRef[];
  /** "A waits for Lock held by B, B waits for A. None of them can go on by itself." */
  readonly text: string;
}

export interface TreeView {
  /** Nothing is known yet: there are so many tasks that the first look at them takes several answers. */
  readonly pending: boolean;
  /** Rows of the whole tree. */
  readonly total: number;
  readonly start: number;
  readonly rows: readonly TreeRow[];
  /** Tasks in the tree, folded ones included. */
  readonly tasks: number;
  /** At most 5. */
  readonly cycles: readonly TreeCycle[];
  /** The answer to `find`: the task's row, null if it is not in the tree, and what is toggled now. */
  readonly found: { readonly task: Serial; readonly row: number | null; readonly toggled: readonly string[] } | null;
}
