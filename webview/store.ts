/** Everything that the page shows, as one value, and how it changes. No DOM, no clock: times come with the actions. */
import type { Millis } from '../src/base/brand';
import { unreachable } from '../src/base/assert';
import type { RuleChoices } from '../src/core/rules/ruleTable';
import { DEFAULT_WINDOW, type Serial, type Snapshot, type TaskSortKey, type TaskState, type ViewWindow } from '../src/core/snapshot/protocol';
import { advance, TICK } from './advance';
import { announce } from './announce';
import { type Aside, isCutOff, NOTHING_ASIDE } from './aside';
import { rowsToAskFor, type Sight } from './tableWindow';
import { DEFAULT_TIMELINE, type TimelineChoices, timelineWindow } from './timeline/state';
import { FIRST_TREE, reduceTree, treeAfter, treeWindow, type TreeAction, type TreeState } from './treeState';

export type Content =
  /** Nothing has come yet. */
  | { readonly kind: 'connecting' }
  /** Nothing runs and nothing ran. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'run'; readonly snapshot: Snapshot; readonly receivedAt: Millis };

/** The views that a person changes between; "overview" has the loop, the warnings and the tasks on one page. */
export const TABS = ['overview', 'tasks', 'tree', 'timeline', 'warnings'] as const;
export type Tab = (typeof TABS)[number];

/** What a person chose; kept while the page is out of sight. */
export interface Choices {
  readonly tab: Tab;
  /** The task whose detail is on show. */
  readonly selected: Serial | null;
  readonly sort: TaskSortKey;
  readonly descending: boolean;
  readonly filter: string;
  /** The tasks' states to show; empty: all. */
  readonly states: readonly TaskState[];
  /** The loop on show; null: all. */
  readonly loop: Serial | null;
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
  /** What the settings say of the rules. */
  readonly rules: RuleChoices;
  readonly sight: Sight;
  readonly active: ActiveRow | null;
  readonly timeline: TimelineChoices;
  readonly tree: TreeState;
  readonly aside: Aside;
  /** What a screen reader is to say. */
  readonly announcement: string;
}

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly at: Millis }
  | { readonly type: 'empty' }
  | { readonly type: 'rules'; readonly choices: RuleChoices }
  | { readonly type: 'aside'; readonly change: Partial<Aside> }
  | { readonly type: 'show'; readonly tab: Tab; readonly filter: string; readonly selected: Serial | null }
  | { readonly type: 'tick'; readonly at: Millis }
  | { readonly type: 'tab'; readonly tab: Tab }
  | { readonly type: 'select'; readonly task: Serial | null }
  | { readonly type: 'sort'; readonly key: TaskSortKey }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'toggleState'; readonly state: TaskState }
  | { readonly type: 'loop'; readonly loop: Serial | null }
  | { readonly type: 'sight'; readonly sight: Sight }
  | { readonly type: 'activate'; readonly row: ActiveRow }
  | { readonly type: 'timeline'; readonly change: Partial<TimelineChoices> }
  | { readonly type: 'tree'; readonly change: TreeAction };

const TEXT_KEYS: ReadonlySet<TaskSortKey> = new Set(['name', 'state', 'coroutine']);
/** Until the table is measured. */
const FIRST_SIGHT: Sight = { first: 0, count: 30 };

export const DEFAULT_CHOICES: Choices = {
  tab: 'overview',
  selected: null,
  sort: DEFAULT_WINDOW.taskSort,
  descending: DEFAULT_WINDOW.taskDescending,
  filter: DEFAULT_WINDOW.taskFilter,
  states: DEFAULT_WINDOW.taskStates,
  loop: DEFAULT_WINDOW.loop,
};

export const initialState = (choices: Choices = DEFAULT_CHOICES, firstRow = 0): PageState => ({
  ...choices,
  content: { kind: 'connecting' },
  now: 0,
  rules: {},
  sight: { ...FIRST_SIGHT, first: firstRow },
  active: null,
  timeline: DEFAULT_TIMELINE,
  tree: FIRST_TREE,
  aside: NOTHING_ASIDE,
  announcement: '',
});

/** The same object when nothing changed: then there is nothing to draw. */
export function reduce(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'snapshot':
      return receive(state, action.snapshot, action.at);
    case 'empty':
      return { ...state, content: { kind: 'empty' }, active: null };
    case 'rules':
      return { ...state, rules: action.choices };
    case 'aside':
      return { ...state, aside: { ...state.aside, ...action.change }, announcement: action.change.notice?.text ?? state.announcement };
    case 'show':
      // no other filter may hide what is asked for
      return { ...state, tab: action.tab, filter: action.filter, selected: action.selected, states: DEFAULT_CHOICES.states, loop: DEFAULT_CHOICES.loop, ...fromTheTop(state) };
    case 'tick':
      return hasTicked(state, action.at) ? { ...state, now: action.at } : state;
    case 'tab':
      return action.tab === state.tab ? state : { ...state, tab: action.tab };
    case 'select':
      return action.task === state.selected ? state : { ...state, selected: action.task };
    case 'sort':
      return { ...state, ...sortedBy(state, action.key), ...fromTheTop(state) };
    case 'filter':
      return action.text === state.filter ? state : { ...state, filter: action.text, ...fromTheTop(state) };
    case 'toggleState':
      return { ...state, states: toggled(state.states, action.state), ...fromTheTop(state) };
    case 'loop':
      return action.loop === state.loop ? state : { ...state, loop: action.loop, ...fromTheTop(state) };
    case 'sight':
      return action.sight.first === state.sight.first && action.sight.count === state.sight.count ? state : { ...state, sight: action.sight };
    case 'activate':
      return { ...state, active: action.row };
    case 'timeline':
      return { ...state, timeline: { ...state.timeline, ...action.change } };
    case 'tree':
      return withTree(state, reduceTree(state.tree, action.change));
    default:
      return unreachable(action);
  }
}

/** What to ask for. */
export const wantedWindow = ({ tab, selected, sight, sort, descending, filter, states, loop, timeline, tree }: PageState): ViewWindow => ({
  selected,
  ...rowsToAskFor(sight),
  taskSort: sort,
  taskDescending: descending,
  taskFilter: filter,
  taskStates: states,
  loop,
  // before it is measured there is nothing to draw it in
  timeline: tab === 'timeline' && timeline.pixels > 0 ? timelineWindow(timeline) : null,
  tree: tab === 'tree' ? treeWindow(tree) : null,
});

const withTree = (state: PageState, tree: TreeState): PageState => (tree === state.tree ? state : { ...state, tree });

/** The snapshot as it is to be drawn now, if there is one. */
export function shownSnapshot(state: PageState): Snapshot | null {
  if (state.content.kind !== 'run') return null;
  const { snapshot, receivedAt } = state.content;
  return advance(snapshot, state.now - receivedAt);
}

function receive(state: PageState, snapshot: Snapshot, at: Millis): PageState {
  const previous = state.content.kind === 'run' ? state.content.snapshot : null;
  const isNewRun = previous !== null && snapshot.sequence < previous.sequence;
  const said = announce(isNewRun ? null : previous, snapshot);
  return {
    ...state,
    content: { kind: 'run', snapshot, receivedAt: at },
    now: at,
    selected: isNewRun ? null : state.selected,
    // a past moment may be one before that loop
    loop: isNewRun || (snapshot.history.live && !snapshot.loops.some(({ serial }) => serial === state.loop)) ? null : state.loop,
    timeline: isNewRun ? { ...DEFAULT_TIMELINE, pixels: state.timeline.pixels, laneCount: state.timeline.laneCount, asTable: state.timeline.asTable } : state.timeline,
    active: isNewRun ? null : followed(state.active, snapshot.tasks),
    tree: isNewRun ? FIRST_TREE : treeAfter(state.tree, snapshot.tree),
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

function hasTicked({ content, now, aside }: PageState, at: Millis): boolean {
  return !isCutOff(aside) && content.kind === 'run' && content.snapshot.run.phase === 'running' && at - now >= TICK;
}

/** Numbers start with the largest, texts with A; again turns the order round. */
const sortedBy = ({ sort, descending }: PageState, key: TaskSortKey): Pick<PageState, 'sort' | 'descending'> => ({
  sort: key,
  descending: key === sort ? !descending : !TEXT_KEYS.has(key),
});

const toggled = (states: readonly TaskState[], state: TaskState): readonly TaskState[] =>
  states.includes(state) ? states.filter((other) => other !== state) : [...states, state];

const fromTheTop = ({ sight }: PageState): Pick<PageState, 'sight' | 'active'> => ({ sight: { ...sight, first: 0 }, active: null });
