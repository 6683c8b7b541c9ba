/** What the page keeps while it is out of sight or its window is reloaded. Read with suspicion: an older version may have written it. */
import type { TaskSortKey } from '../src/core/snapshot/protocol';
import { DEFAULT_CHOICES, type Choices, type PageState } from './store';

export interface SavedState extends Choices {
  readonly version: 1;
  /** The task table's first row in sight. */
  readonly firstRow: number;
  /** How far the page is scrolled, in pixels. */
  readonly pageTop: number;
}

const SORT_KEYS: Readonly<Record<TaskSortKey, true>> = { name: true, state: true, coroutine: true, steps: true, longestStep: true, busy: true, age: true };

export const savedState = ({ sort, descending, filter, sight }: PageState, pageTop: number): SavedState => ({
  version: 1,
  sort,
  descending,
  filter,
  firstRow: sight.first,
  pageTop,
});

/** What can be understood of `data`, and defaults for the rest. */
export function readSavedState(data: unknown): SavedState {
  const { version, sort, descending, filter, firstRow, pageTop } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  if (version !== 1) return { version: 1, ...DEFAULT_CHOICES, firstRow: 0, pageTop: 0 };
  return {
    version: 1,
    sort: isSortKey(sort) ? sort : DEFAULT_CHOICES.sort,
    descending: typeof descending === 'boolean' ? descending : DEFAULT_CHOICES.descending,
    filter: typeof filter === 'string' ? filter : DEFAULT_CHOICES.filter,
    firstRow: positive(firstRow),
    pageTop: positive(pageTop),
  };
}

const isSortKey = (value: unknown): value is TaskSortKey => typeof value === 'string' && Object.hasOwn(SORT_KEYS, value);

const positive = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.trunc(value)) : 0);
