/** What the page keeps while it is out of sight or its window is reloaded. Read with suspicion: an older version may have written it. */
import type { TaskSortKey, TaskState } from '../src/core/snapshot/protocol';
import { STATE_ORDER } from '../src/core/snapshot/stateOrder';
import { DEFAULT_CHOICES, TABS, type Choices, type PageState, type Tab } from './store';

export interface SavedState extends Choices {
  readonly version: 2;
  /** The task table's first row in sight. */
  readonly firstRow: number;
  /** How far the page is scrolled, in pixels. */
  readonly pageTop: number;
}

const SORT_KEYS: Readonly<Record<TaskSortKey, true>> = { name: true, state: true, coroutine: true, steps: true, longestStep: true, busy: true, queued: true, parked: true, age: true };

export const savedState = ({ tab, selected, sort, descending, filter, states, loop, sight }: PageState, pageTop: number): SavedState => ({
  version: 2,
  tab,
  selected,
  sort,
  descending,
  filter,
  states,
  loop,
  firstRow: sight.first,
  pageTop,
});

/** What can be understood of `data`, and defaults for the rest. */
export function readSavedState(data: unknown): SavedState {
  const { version, tab, selected, sort, descending, filter, states, loop, firstRow, pageTop } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  if (version !== 2) return { version: 2, ...DEFAULT_CHOICES, firstRow: 0, pageTop: 0 };
  return {
    version: 2,
    tab: isTab(tab) ? tab : DEFAULT_CHOICES.tab,
    selected: typeof selected === 'number' && Number.isSafeInteger(selected) ? selected : null,
    sort: isSortKey(sort) ? sort : DEFAULT_CHOICES.sort,
    descending: typeof descending === 'boolean' ? descending : DEFAULT_CHOICES.descending,
    filter: typeof filter === 'string' ? filter : DEFAULT_CHOICES.filter,
    states: Array.isArray(states) ? STATE_ORDER.filter((state: TaskState) => states.includes(state)) : DEFAULT_CHOICES.states,
    loop: typeof loop === 'number' && Number.isSafeInteger(loop) && loop > 0 ? loop : null,
    firstRow: positive(firstRow),
    pageTop: positive(pageTop),
  };
}

const isTab = (value: unknown): value is Tab => TABS.some((tab) => tab === value);

const isSortKey = (value: unknown): value is TaskSortKey => typeof value === 'string' && Object.hasOwn(SORT_KEYS, value);

const positive = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.trunc(value)) : 0);
