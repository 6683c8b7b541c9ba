/** Everything that the page shows, as one value, and how it changes. No DOM, no clock: times come with the actions. */
import type { Millis } from '../src/base/brand';
import { unreachable } from '../src/base/assert';
import { DEFAULT_WINDOW, type Serial, type Snapshot, type TaskSortKey, type ViewWindow } from '../src/core/snapshot/protocol';
import { advance, TICK } from './advance';
import { announce } from './announce';
import { arrangeTasks } from './arrange';
import { rowsToAskFor, type Sight } from './tableWindow';

export type Content =
  /** Nothing has come yet. */
  | { readonly kind: 'connecting' }
  /** Nothing runs and nothing ran. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'run'; readonly snapshot: Snapshot; readonly receivedAt: Millis };

/** What a person chose; kept while the page is out of sight. */
export interface Choices {
  readonly sort: TaskSortKey;
  readonly descending: boolean;
  readonly filter: string;
}

/** The row that the keyboard is on. */
export interface ActiveRow {
  /** Of its task; null: not known yet, the row is still to come. */
  readonly id: Serial | null;
  readonly index: number;
}

export interface PageState extends Choices {
  readonly content: Content;
  /** Of the page's clock, moved on by ticks. */
  readonly now: Millis;
  readonly sight: Sight;
  readonly active: ActiveRow | null;
  /** What a screen reader is to say. */
  readonly announcement: string;
}

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly at: Millis }
  | { readonly type: 'empty' }
  | { readonly type: 'tick'; readonly at: Millis }
  | { readonly type: 'sort'; readonly key: TaskSortKey }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'sight'; readonly sight: Sight }
  | { readonly type: 'activate'; readonly row: ActiveRow };

const TEXT_KEYS: ReadonlySet<TaskSortKey> = new Set(['name', 'state', 'coroutine']);
/** Until the table is measured. */
const FIRST_SIGHT: Sight = { first: 0, count: 30 };

export const DEFAULT_CHOICES: Choices = {
  sort: DEFAULT_WINDOW.taskSort,
  descending: DEFAULT_WINDOW.taskDescending,
  filter: DEFAULT_WINDOW.taskFilter,
};

export const initialState = (choices: Choices = DEFAULT_CHOICES, firstRow = 0): PageState => ({
  ...choices,
  content: { kind: 'connecting' },
  now: 0,
  sight: { ...FIRST_SIGHT, first: firstRow },
  active: null,
  announcement: '',
});

/** The same object when nothing changed: then there is nothing to draw. */
export function reduce(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'snapshot':
      return receive(state, action.snapshot, action.at);
    case 'empty':
      return { ...state, content: { kind: 'empty' }, active: null };
    case 'tick':
      return hasTicked(state, action.at) ? { ...state, now: action.at } : state;
    case 'sort':
      return { ...state, ...sortedBy(state, action.key), ...fromTheTop(state) };
    case 'filter':
      return action.text === state.filter ? state : { ...state, filter: action.text, ...fromTheTop(state) };
    case 'sight':
      return action.sight.first === state.sight.first && action.sight.count === state.sight.count ? state : { ...state, sight: action.sight };
    case 'activate':
      return { ...state, active: action.row };
    default:
      return unreachable(action);
  }
}

/** What to ask for. */
export const wantedWindow = ({ sight, sort, descending, filter }: PageState): ViewWindow => ({
  ...rowsToAskFor(sight),
  taskSort: sort,
  taskDescending: descending,
  taskFilter: filter,
});

/** The snapshot as it is to be drawn now, if there is one. */
export function shownSnapshot(state: PageState): Snapshot | null {
  if (state.content.kind !== 'run') return null;
  const { snapshot, receivedAt } = state.content;
  return advance({ ...snapshot, tasks: arrangeTasks(snapshot, wantedWindow(state)) }, state.now - receivedAt);
}

function receive(state: PageState, snapshot: Snapshot, at: Millis): PageState {
  const previous = state.content.kind === 'run' ? state.content.snapshot : null;
  const isNewRun = previous !== null && snapshot.sequence < previous.sequence;
  const said = announce(isNewRun ? null : previous, snapshot);
  return {
    ...state,
    content: { kind: 'run', snapshot, receivedAt: at },
    now: at,
    active: isNewRun ? null : followed(state.active, snapshot.tasks),
    announcement: said === '' ? state.announcement : said,
  };
}

/** The keyboard stays on its task when the order changes. */
function followed(active: ActiveRow | null, { start, rows }: Snapshot['tasks']): ActiveRow | null {
  if (active === null) return null;
  if (active.id === null) return { id: rows[active.index - start]?.id ?? null, index: active.index };
  const at = rows.findIndex(({ id }) => id === active.id);
  return at === -1 ? active : { id: active.id, index: start + at };
}

function hasTicked({ content, now }: PageState, at: Millis): boolean {
  return content.kind === 'run' && content.snapshot.run.phase === 'running' && at - now >= TICK;
}

/** Numbers start with the largest, texts with A; again turns the order round. */
const sortedBy = ({ sort, descending }: PageState, key: TaskSortKey): Pick<PageState, 'sort' | 'descending'> => ({
  sort: key,
  descending: key === sort ? !descending : !TEXT_KEYS.has(key),
});

const fromTheTop = ({ sight }: PageState): Pick<PageState, 'sight' | 'active'> => ({ sight: { ...sight, first: 0 }, active: null });
