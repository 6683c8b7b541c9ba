/** The rows of the await tree that are in sight. Takes some milliseconds with 100,000 live tasks. */
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { awaitCycles, cycleViews } from './awaitCycles';
import { AwaitGraph, HIDDEN, ROOT } from './awaitGraph';
import { AwaitLayout, taskKey, type Items } from './awaitLayout';
import { AwaitRows } from './awaitRows';
import { matchingRows } from './taskWindow';
import { runningTasks } from './taskState';
import type { TreeView, TreeWindow } from './treeProtocol';

/** A view shows no more rows at once. */
const MAX_ROWS = 1000;

/** Stretches of work for one answer: with some thousand tasks the tree is new in each, with 100,000 some times a second. */
const STRETCHES = 4;

/** A graph that is done, with the layout that was last asked for. */
interface Tree {
  readonly graph: AwaitGraph;
  readonly cycles: readonly Task[][];
  /** Rows of the stream at its beginning. */
  readonly events: number;
  layout: Layout;
}

interface Layout {
  readonly of: AwaitLayout;
  readonly toggled: readonly string[];
  readonly filter: string;
  readonly tasks: number;
}

interface Growing {
  tree: Tree | null;
  next: Generator<undefined, Tree> | null;
}

const trees = new WeakMap<InspectorState, Growing>();

/** The tree as it is now, or as it was a moment ago while a new one is made; null: the first is not done yet. */
function currentTree(state: InspectorState, { toggled, filter }: TreeWindow, isLast: boolean): Tree | null {
  let growing = trees.get(state);
  if (growing === undefined) trees.set(state, (growing = { tree: null, next: null }));
  if (growing.tree?.events === state.events) return growing.tree;
  growing.next ??= makeTree(state, toggled, filter);
  for (let left = isLast ? Infinity : STRETCHES; left > 0; left--) {
    const { done, value }: IteratorResult<undefined, Tree> = growing.next.next();
    if (done !== true) continue;
    growing.tree = value;
    growing.next = null;
    if (!isLast || value.events === state.events) break;
    growing.next = makeTree(state, toggled, filter);
  }
  return growing.tree;
}

function* makeTree(state: InspectorState, toggled: readonly string[], filter: string): Generator<undefined, Tree> {
  const { events } = state;
  const graph = new AwaitGraph(state);
  yield* graph.build(state.definitions);
  yield;
  const cycles = yield* awaitCycles(state, graph);
  yield;
  return { graph, cycles, events, layout: yield* makeLayout(state, graph, toggled, filter) };
}

function* makeLayout(state: InspectorState, graph: AwaitGraph, toggled: readonly string[], filter: string): Generator<undefined, Layout> {
  const shown = shownRows(state, graph, filter);
  yield;
  const of = yield* new AwaitLayout(state, graph, new Set(toggled), shown).measure();
  return { of, toggled, filter, tasks: tasksIn(graph, shown) };
}

/** The layout for what is asked for. Another one than before is made at once: somebody has just pressed a key. */
function layoutOf(state: InspectorState, tree: Tree, toggled: readonly string[], filter: string): Layout {
  const { layout } = tree;
  if (layout.filter === filter && layout.toggled.length === toggled.length && layout.toggled.every((key, at) => key === toggled[at])) return layout;
  const making = makeLayout(state, tree.graph, toggled, filter);
  for (;;) {
    const { done, value }: IteratorResult<undefined, Layout> = making.next();
    if (done === true) return (tree.layout = value);
  }
}

/** `now`: ns of the stream's clock. `isLast`: the run has ended, so nobody is held up, and no later answer may be asked for. */
export function buildAwaitTree(state: InspectorState, window: TreeWindow, now: number, isLast: boolean): TreeView {
  const tree = currentTree(state, window, isLast);
  if (tree === null) return { pending: true, total: 0, start: 0, rows: [], tasks: 0, cycles: [], found: null };
  const { graph, cycles } = tree;
  let { of: layout, tasks } = layoutOf(state, tree, window.toggled, window.filter);
  let found: TreeView['found'] = null;
  if (window.find !== null) {
    const path = pathTo(state, graph, window.find);
    const toggled = openTo(layout, path, window.toggled);
    ({ of: layout, tasks } = layoutOf(state, tree, toggled, window.filter));
    found = { task: window.find, row: rowOf(layout, path), toggled };
  }
  const count = Math.min(MAX_ROWS, Math.max(0, Math.trunc(window.count)));
  const wanted = found !== null && found.row !== null ? found.row - (count >> 1) : Math.trunc(window.first);
  const start = Math.max(0, Math.min(wanted, layout.total - count));
  const rows = new AwaitRows(state, layout, new Set(cycles.flat()), now, start, count);
  walk(layout, rows);
  return { pending: false, total: layout.total, start, rows: rows.made, tasks, cycles: cycleViews(state, cycles), found };
}

const tasksIn = ({ count, owner }: AwaitGraph, shown: Uint8Array | null): number =>
  shown === null ? count : owner.reduce((sum, above, row) => (above === HIDDEN ? sum : sum + shown[row]!), 0);

/** The tasks that match the filter, and those above them; null: there is no filter. */
function shownRows(state: InspectorState, { all, inner, owner }: AwaitGraph, filter: string): Uint8Array | null {
  if (filter.trim() === '') return null;
  const shown = new Uint8Array(owner.length);
  for (const match of matchingRows(state, { taskFilter: filter, loop: null }, runningTasks(state))) {
    const task = state.tasks.at(match);
    if (task === null || all[match] !== task) continue;
    const row = task.index;
    shown[row] = 1;
    if (owner[row]! >= 0) shown[owner[row]!] = 1;
  }
  for (let at = inner.length - 1; at >= 0; at--) {
    const row = inner[at]!;
    if (shown[row] === 1 && owner[row]! >= 0) shown[owner[row]!] = 1;
  }
  return shown;
}

interface Level {
  readonly items: Items;
  /** Row of the task above. */
  readonly above: number | null;
  readonly inFold: boolean;
  readonly level: number;
  next: number;
}

/** From the first row to the last in sight; what is out of sight is stepped over as a whole. */
function walk(layout: AwaitLayout, rows: AwaitRows): void {
  const levels: Level[] = [{ items: layout.rootItems, above: null, inFold: false, level: 0, next: 0 }];
  while (levels.length > 0 && !rows.full) {
    const top = levels[levels.length - 1]!;
    const { level, above, items } = top;
    if (top.next === items.rows.length) {
      levels.pop();
      continue;
    }
    const at = top.next++;
    if (rows.skip(items.heights[at]!)) continue;
    const row = items.rows[at]!;
    if (items.groups !== null && items.groups.size[at]! > 1) {
      const open = layout.isFoldOpen(above, row);
      rows.addFold(above, items.groups.members(at), level, open);
      if (open) levels.push({ items: layout.foldItems(items.groups, at), above, inFold: true, level: level + 1, next: 0 });
      continue;
    }
    const open = layout.isOpen(row, top.inFold);
    rows.addTask(row, level, open);
    if (open) levels.push({ items: layout.items(row), above: row, inFold: false, level: level + 1, next: 0 });
  }
}

/** Rows of the task columns from a root to the task with that serial number; empty: it is not in the tree. */
function pathTo(state: InspectorState, graph: AwaitGraph, serial: number): number[] {
  const task = state.tasks.find(serial);
  if (task === null || !graph.isShown(task) || graph.owner[task.index] === HIDDEN) return [];
  const path: number[] = [];
  for (let row = task.index; row !== ROOT; row = graph.owner[row]!) path.push(row);
  return path.reverse();
}

/** What has to be toggled so that nothing hides the last task of `path`. */
function openTo(layout: AwaitLayout, path: readonly number[], before: readonly string[]): string[] {
  const toggled = new Set(before);
  path.forEach((row, at) => {
    const above = at === 0 ? null : path[at - 1]!;
    const { groups } = layout.items(above);
    const group = groups?.groupOf(row) ?? -1;
    const inFold = group >= 0 && groups!.size[group]! > 1;
    if (inFold) toggled.add(layout.foldKey(above, row));
    const key = taskKey(layout.graph.all[row]!);
    if (at === path.length - 1 || layout.isOpen(row, inFold)) return;
    if (!toggled.delete(key)) toggled.add(key);
  });
  return [...toggled];
}

/** Place of the last task of `path` among all rows; null: there is none, or a filter leaves it out. */
function rowOf(layout: AwaitLayout, path: readonly number[]): number | null {
  let place = 0;
  for (const [at, row] of path.entries()) {
    const above = at === 0 ? null : path[at - 1]!;
    if (above !== null) place += 1 + layout.bodyHeight(above) + layout.linksHeight(above);
    const inside = offsetOf(layout, layout.items(above), row);
    if (inside === null) return null;
    place += inside;
  }
  return path.length === 0 ? null : place;
}

function offsetOf(layout: AwaitLayout, { rows, groups, heights }: Items, row: number): number | null {
  const at = groups === null ? rows.indexOf(row) : groups.groupOf(row);
  if (at === -1) return null;
  const offset = heights.subarray(0, at).reduce((sum, height) => sum + height, 0);
  if (groups === null || groups.size[at] === 1) return offset;
  const inside = offsetOf(layout, layout.foldItems(groups, at), row);
  return inside === null ? null : offset + 1 + layout.bodyHeight(rows[at]!) + inside;
}
