/** How many rows each part of the await tree takes, and with that which rows stand where. */
import type { DefinitionTable } from '../state/definitionTable';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import { STRETCH, type AwaitGraph } from './awaitGraph';
import { Groups } from './awaitGroups';

/** A chain with more coroutines than that shows the outer and the inner ones; those between are behind a gap. */
export const FRAMES_SHOWN = 12;
/** Tasks that are waited for here and shown elsewhere; more are only counted. */
export const LINKS_SHOWN = 5;

export const taskKey = (task: Task): string => `t${task.serial}`;
export const gapKey = (task: Task): string => `g${task.serial}`;

/** Siblings: tasks, and folds of several. */
export interface Items {
  /** Row in the task columns, of a fold that of its first task. */
  readonly rows: Int32Array;
  /** Null: none is a fold. */
  readonly groups: Groups | null;
  /** Rows that each takes in the tree. */
  readonly heights: Int32Array;
}

export class AwaitLayout {
  readonly graph: AwaitGraph;
  readonly #definitions: DefinitionTable;
  readonly #toggled: ReadonlySet<string>;
  /** Of `#toggled`: rows of the tasks that are not as they are at first, and of those with a gap that is open. */
  readonly #toggledTasks = new Set<number>();
  readonly #openGaps = new Set<number>();
  readonly #shown: Uint8Array | null;
  /** Rows of what is inside of a task's block and below it, were it open; by row of the task columns, of tasks that wait for tasks or a lock. */
  readonly #inside: Int32Array;
  readonly #roots: Int32Array;
  rootItems: Items = { rows: new Int32Array(0), groups: null, heights: new Int32Array(0) };
  /** Rows of the whole tree. */
  total = 0;
  readonly #found: number[] = [];

  /** @param shown by row of the task columns, 1: the task is shown; null: all of the graph are */
  constructor(state: InspectorState, graph: AwaitGraph, toggled: ReadonlySet<string>, shown: Uint8Array | null) {
    this.graph = graph;
    this.#definitions = state.definitions;
    this.#toggled = toggled;
    for (const key of toggled) {
      const task = state.tasks.find(Number(key.slice(1)));
      if (task === null) continue;
      if (key.startsWith('t')) this.#toggledTasks.add(task.index);
      else if (key.startsWith('g')) this.#openGaps.add(task.index);
    }
    this.#shown = shown;
    this.#inside = new Int32Array(graph.owner.length);
    this.#roots = shown === null ? graph.roots : graph.roots.filter((row) => shown[row] === 1);
  }

  /** Does all of the work, step by step: from those below to those above, so that nothing has to call itself. */
  *measure(): Generator<undefined, this> {
    const { inner, waiting } = this.graph;
    for (const [at, row] of waiting.entries()) {
      if (at % STRETCH === STRETCH - 1) yield;
      this.#inside[row] = this.bodyHeight(row) + this.linksHeight(row);
    }
    for (let at = inner.length - 1; at >= 0; at--) {
      if (at % STRETCH === STRETCH - 1) yield;
      const row = inner[at]!;
      if (this.#shown !== null && this.#shown[row] !== 1) continue;
      const below = this.siblings(row);
      this.#inside[row]! += below.length === 1 ? this.#blockHeight(below[0]!, false) : sum(this.#itemsOf(row, below).heights);
    }
    yield;
    this.rootItems = this.#itemsOf(null, this.#roots);
    this.total = sum(this.rootItems.heights);
    return this;
  }

  /** The tasks that stand under the one in `row`, or under nobody (null). */
  siblings(row: number | null): ArrayLike<number> {
    if (row === null) return this.#roots;
    const found: number[] = [];
    found.length = this.graph.children(row, true, found);
    const shown = this.#shown;
    return shown === null ? found : found.filter((child) => shown[child] === 1);
  }

  items(row: number | null): Items {
    return row === null ? this.rootItems : this.#itemsOf(row, this.siblings(row));
  }

  /** The tasks of a fold, each as an item. */
  foldItems(groups: Groups, group: number): Items {
    const rows = groups.members(group);
    return { rows, groups: null, heights: rows.map((row) => this.#blockHeight(row, true)) };
  }

  /** @param inFold whether it is in a fold, where tasks are closed at first: they all look like the fold itself */
  isOpen(row: number, inFold: boolean): boolean {
    return this.#toggledTasks.has(row) === inFold;
  }

  isGapOpen(row: number): boolean {
    return this.#openGaps.has(row);
  }

  /** Under `above`, of the shape of `first`: the same fold as long as it stands for the same thing, whoever is in it. */
  foldKey(above: number | null, first: number): string {
    const { shapeA, shapeB, all } = this.graph;
    return `f${above === null ? 0 : all[above]!.serial}.${(shapeA[first]! >>> 0).toString(36)}.${(shapeB[first]! >>> 0).toString(36)}`;
  }

  isFoldOpen(above: number | null, first: number): boolean {
    return this.#toggled.size > 0 && this.#toggled.has(this.foldKey(above, first));
  }

  /** Coroutines of the task in `row` that are known. */
  frameCount(row: number): number {
    const id = this.graph.frames[row]!;
    return id > 0 ? this.#definitions.chainLength(id) : id < 0 ? 1 : 0;
  }

  /** Rows of the block of the task in `row` without its first: its coroutines, and what it waits for. */
  bodyHeight(row: number): number {
    const status = this.graph.status[row]!;
    if (status >= TaskStatus.done || status === TaskStatus.created) return 0;
    const frames = this.frameCount(row);
    if (frames <= FRAMES_SHOWN) return frames + 1;
    return (this.isGapOpen(row) ? frames : FRAMES_SHOWN) + 2;
  }

  /** Rows of the tasks that are waited for and are shown elsewhere, and how many links there are in all. */
  links(row: number): { shown: number[]; total: number } {
    const shown: number[] = [];
    const total = this.graph.children(row, false, shown);
    shown.length = Math.min(total, LINKS_SHOWN);
    return { shown, total };
  }

  /** Rows that links take: one for each, one for those that are left out, one for the holder of a lock. */
  linksHeight(row: number): number {
    const total = this.graph.children(row, false, this.#found);
    return Math.min(total, LINKS_SHOWN + 1) + (this.graph.holder(row) === null ? 0 : 1);
  }

  #blockHeight(row: number, inFold: boolean): number {
    if (!this.isOpen(row, inFold)) return 1;
    const inside = this.#inside[row]!;
    return 1 + (inside === 0 ? this.bodyHeight(row) : inside);
  }

  #itemsOf(above: number | null, siblings: ArrayLike<number>): Items {
    const groups = new Groups(this.graph, siblings);
    const { count, first, size } = groups;
    const heights = new Int32Array(count);
    for (let group = 0; group < count; group++) {
      heights[group] = size[group] === 1 ? this.#blockHeight(first[group]!, false) : this.#foldHeight(above, groups, group);
    }
    return { rows: first, groups, heights };
  }

  #foldHeight(above: number | null, groups: Groups, group: number): number {
    const first = groups.first[group]!;
    const body = 1 + this.bodyHeight(first);
    return this.isFoldOpen(above, first) ? body + sum(this.foldItems(groups, group).heights) : body;
  }
}

function sum(numbers: Int32Array): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
