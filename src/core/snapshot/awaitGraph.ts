/**
 * Who waits for whom, as a forest: each task that lives stands under one of those that wait for it. It is made anew again
 * and again, so it works on columns of numbers; chains are as long as programs make them, so nothing in it calls itself.
 */
import type { DefinitionTable } from '../state/definitionTable';
import type { Awaitable, Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';

/** In the place of an owner: a task that stands under nobody, and one that is not shown. */
export const ROOT = -1;
export const HIDDEN = -2;

/** What a task waits for, as far as it is told apart in a shape. */
const Target = { nothing: 0, task: 1, timer: 2, future: 3 } as const;

/** Two hashes of 32 bits, made with different odd factors, tell any two shapes apart. */
const FACTOR_A = 0x9e37_79b1;
const FACTOR_B = 0x85eb_ca6b;
const mix = (hash: number, value: number, factor: number): number => {
  const mixed = Math.imul(hash ^ value, factor);
  return mixed ^ (mixed >>> 15);
};
const shapeOf = (code: number, place: number, kind: number, factor: number): number => mix(mix(mix(factor, code, factor), place, factor), kind, factor);

/** Work is put down after so many tasks, so that an answer can be given in between. */
export const STRETCH = 4096;

type Targets = Task | readonly Task[] | null;

export class AwaitGraph {
  /** As they were when it was begun; what comes later changes nothing in it. */
  readonly all: readonly (Task | null)[];
  readonly status: Uint8Array;
  /** By row of the task columns: row of the task under which it stands, `ROOT` or `HIDDEN`. */
  readonly owner: Int32Array;
  /** By row: two hashes of all that makes two subtrees look alike. */
  readonly shapeA: Int32Array;
  readonly shapeB: Int32Array;
  /** By row: what `framesId` gives. */
  readonly frames: Int32Array;
  /** By row: what the task waits for, one task, several or none. */
  readonly #targets: Targets[];
  /** Tasks in the tree. */
  count = 0;
  /** Rows of the tasks that stand under nobody. First come those that only a circle leads to, then the others, each in order of creation. */
  roots = new Int32Array(0);
  /** Rows of the tasks that wait for tasks, each after its owner. */
  inner = new Int32Array(0);
  /** Rows of the tasks that wait for tasks or in a lock that a task holds. */
  waiting = new Int32Array(0);
  /** By row: the last look at children that found it. */
  readonly #seen: Int32Array;
  #calls = 0;

  constructor(state: InspectorState) {
    const { columns, all } = state.tasks;
    const { length } = columns;
    this.all = all.slice();
    this.status = columns.status.slice(0, length);
    this.owner = new Int32Array(length);
    this.shapeA = columns.code.slice(0, length);
    this.shapeB = new Int32Array(length);
    this.frames = new Int32Array(length);
    this.#targets = new Array<Targets>(length).fill(null);
    this.#seen = new Int32Array(length);
  }

  /** Does all of the work, step by step. */
  *build(definitions: DefinitionTable): Generator<undefined, void> {
    yield* this.#claim(definitions);
    const circles = yield* this.#walk();
    this.#findRoots(circles);
    yield;
    this.#addUp();
  }

  /** Whether `task` has a place in the tree: it lived, or had ended in another way than by returning and somebody still waited with it. */
  isShown(task: Task): boolean {
    // A task that was let go keeps a row that is not its own.
    return this.all[task.index] === task && this.status[task.index] !== TaskStatus.done;
  }

  /**
   * Puts the rows of what the task in `row` waits for into `found`, each once; returns how many.
   * @param own true: those that stand under it, false: those that stand elsewhere
   */
  children(row: number, own: boolean, found: number[]): number {
    const targets = this.#targets[row] ?? null;
    if (targets === null) return 0;
    if ('isTask' in targets) {
      if (!this.isShown(targets) || (this.owner[targets.index] === row) !== own) return 0;
      found[0] = targets.index;
      return 1;
    }
    const look = ++this.#calls;
    let count = 0;
    for (const task of targets) {
      const child = task.index;
      if (!this.isShown(task) || (this.owner[child] === row) !== own || this.#seen[child] === look) continue;
      this.#seen[child] = look;
      found[count++] = child;
    }
    return count;
  }

  /** The task that holds the lock which the task in `row` waits in; null: there is none in the tree. */
  holder(row: number): Task | null {
    if (this.status[row]! >= TaskStatus.done) return null;
    const { primitive } = this.all[row]!;
    if (primitive === null || primitive.waiting === 0 || primitive.holder === null) return null;
    return this.isShown(primitive.holder) ? primitive.holder : null;
  }

  /** The first, in order of creation, that waits for a task has it under itself. This is the one pass over all tasks, of which there may be 100,000. */
  *#claim(definitions: DefinitionTable): Generator<undefined, void> {
    const { owner, all, status, frames, shapeA, shapeB } = this;
    const waiting = new Int32Array(owner.length);
    let found = 0;
    for (let row = 0; row < owner.length; row++) owner[row] = status[row]! >= TaskStatus.done ? HIDDEN : ROOT;
    for (let row = 0; row < owner.length; row++) {
      if (row % STRETCH === STRETCH - 1) yield;
      const is = status[row]!;
      const code = shapeA[row]!;
      if (is >= TaskStatus.done) {
        shapeA[row] = shapeOf(code, 0, -is, FACTOR_A);
        shapeB[row] = shapeOf(code, 0, -is, FACTOR_B);
        continue;
      }
      this.count += 1;
      const task = all[row]!;
      const target = task.waitsOn;
      const place = framesId(definitions, task);
      const kind = targetKind(target) + (is === TaskStatus.created ? 8 : 0);
      frames[row] = place;
      shapeA[row] = shapeOf(code, place, kind, FACTOR_A);
      shapeB[row] = shapeOf(code, place, kind, FACTOR_B);
      if (target === null) continue;
      const targets = target.isTask ? target : target.members;
      if (targets !== null) {
        this.#targets[row] = targets;
        if ('isTask' in targets) this.#claimOne(targets, row);
        else for (const member of targets) this.#claimOne(member, row);
      }
      if (targets !== null || (task.primitive !== null && task.primitive.holder !== null)) waiting[found++] = row;
    }
    this.waiting = waiting.subarray(0, found);
  }

  #claimOne(task: Task, by: number): void {
    const row = task.index;
    if (row === by || !this.isShown(task) || this.owner[row]! >= 0) return;
    if (this.owner[row] === HIDDEN) this.count += 1;
    this.owner[row] = by;
  }

  /** Finds the inner tasks. Returns the rows where circles were cut open. */
  *#walk(): Generator<undefined, readonly number[]> {
    const { owner, waiting } = this;
    const inner = new Int32Array(waiting.length);
    const reached = new Uint8Array(owner.length);
    const open: number[] = [];
    const found: number[] = [];
    const circles: number[] = [];
    let count = 0;
    const reach = (root: number): void => {
      open.push(root);
      reached[root] = 1;
      while (open.length > 0) {
        const row = open.pop()!;
        if (this.#targets[row] === null) continue;
        inner[count++] = row;
        for (let left = this.children(row, true, found); left > 0; left--) {
          const child = found[left - 1]!;
          if (reached[child] === 1) continue;
          reached[child] = 1;
          open.push(child);
        }
      }
    };
    for (const [at, row] of waiting.entries()) {
      if (at % STRETCH === STRETCH - 1) yield;
      if (owner[row] === ROOT) reach(row);
    }
    // What is left stands under each other in circles: each is cut open at its oldest.
    for (const row of waiting) {
      if (reached[row] === 1) continue;
      owner[row] = ROOT;
      circles.push(row);
      reach(row);
    }
    this.inner = inner.subarray(0, count);
    return circles;
  }

  #findRoots(circles: readonly number[]): void {
    const { owner } = this;
    const roots = new Int32Array(owner.length);
    roots.set(circles);
    const first = new Set(circles);
    let count = circles.length;
    for (let row = 0; row < owner.length; row++) if (owner[row] === ROOT && !first.has(row)) roots[count++] = row;
    this.roots = roots.subarray(0, count);
  }

  /** Takes the shapes of what stands below into each shape: first of those that wait for no task, then from those below to those above. */
  #addUp(): void {
    const { inner, owner } = this;
    const isInner = new Uint8Array(owner.length);
    for (const row of inner) isInner[row] = 1;
    for (let row = 0; row < owner.length; row++) if (owner[row]! >= 0 && isInner[row] === 0) this.#addTo(owner[row]!, row);
    for (let at = inner.length - 1; at >= 0; at--) {
      const row = inner[at]!;
      if (owner[row]! >= 0) this.#addTo(owner[row]!, row);
    }
  }

  /** In whatever order they come: a set of tasks has none. */
  #addTo(above: number, row: number): void {
    const { shapeA, shapeB } = this;
    shapeA[above] = (shapeA[above]! + mix(shapeA[row]!, shapeA[row]! >>> 16, FACTOR_B)) | 0;
    shapeB[above] = (shapeB[above]! + mix(shapeB[row]!, shapeB[row]! >>> 16, FACTOR_A)) | 0;
  }
}

const targetKind = (target: Awaitable | null): number =>
  target === null ? Target.nothing : target.isTask ? Target.task : target.timer === null ? Target.future : Target.timer;

/**
 * The id of the task's wait chain; of a task that was seen parked elsewhere since, minus that of its place; 0: neither is
 * known. A chain is sampled, so it may be of an earlier wait; mostly that was at the same place.
 */
export function framesId(definitions: DefinitionTable, task: Task): number {
  if (task.chain !== 0 && definitions.chainPlace(task.chain) === task.parkedSite) return task.chain;
  return task.parkedSite === 0 ? 0 : -task.parkedSite;
}
