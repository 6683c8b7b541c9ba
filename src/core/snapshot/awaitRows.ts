/** Makes the rows of the await tree that are in sight. */
import type { Site } from '../events/definitions';
import { futureName, PRIMITIVE_NAMES, taskName, waitsForText } from '../state/labels';
import type { Future, Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import { FRAMES_SHOWN, gapKey, taskKey, type AwaitLayout } from './awaitLayout';
import { locationOf } from './locations';
import { STATE_ORDER } from './stateOrder';
import { runningTasks, taskState, WORDS } from './taskState';
import type { TaskRef, TreeRow } from './treeProtocol';

/** Tasks of a fold that are named. */
const NAMED = 4;
/** Of a fold so many are looked at to see whether all wait for the same. */
const COMPARED = 100;

export class AwaitRows {
  readonly made: TreeRow[] = [];
  readonly #state: InspectorState;
  readonly #layout: AwaitLayout;
  readonly #cycle: ReadonlySet<Task>;
  readonly #now: number;
  readonly #running: ReadonlySet<Task>;
  /** Rows still to come before the first in sight, and then until there are enough. */
  #before: number;
  #left: number;
  /** The oldest waiter of a future that several wait for. */
  readonly #firstWaiters = new Map<Future, Task>();

  constructor(state: InspectorState, layout: AwaitLayout, cycle: ReadonlySet<Task>, now: number, start: number, count: number) {
    this.#state = state;
    this.#layout = layout;
    this.#cycle = cycle;
    this.#now = now;
    this.#running = runningTasks(state);
    this.#before = start;
    this.#left = count;
  }

  get full(): boolean {
    return this.#left <= 0;
  }

  /** Steps over something of that height, if all of it comes before what is in sight. */
  skip(height: number): boolean {
    if (height > this.#before) return false;
    this.#before -= height;
    return true;
  }

  addTask(row: number, level: number, open: boolean): void {
    const task = this.#layout.graph.all[row]!;
    this.#add(() => ({
      kind: 'task',
      ...this.#base(taskKey(task), level, task),
      name: taskName(this.#state, task),
      state: taskState(task, this.#running),
      ...this.#coroutine(task),
      open,
      waitsFor: open ? '' : this.#waitsFor(task),
    }));
    if (!open) return;
    this.#addBody(row, level);
    const { shown, total } = this.#layout.links(row);
    for (const to of shown) this.#addLink(task, this.#layout.graph.all[to]!, 'awaits', level + 1);
    if (total > shown.length) {
      this.#add(() => ({ kind: 'more', ...this.#base(`m${task.serial}`, level + 1, task), hidden: total - shown.length }));
    }
    const holder = this.#layout.graph.holder(row);
    if (holder !== null) this.#addLink(task, holder, 'holds', level + 1);
  }

  addFold(above: number | null, members: Int32Array, level: number, open: boolean): void {
    const layout = this.#layout;
    const row = members[0]!;
    const task = layout.graph.all[row]!;
    this.#add(() => ({
      kind: 'fold',
      ...this.#base(layout.foldKey(above, row), level, task),
      count: members.length,
      names: Array.from(members.subarray(0, NAMED), (member) => taskName(this.#state, layout.graph.all[member]!)),
      states: this.#states(members),
      ...this.#coroutine(task),
      open,
    }));
    this.#addBody(row, level, members);
  }

  /** The coroutines of a task or a fold, and what it waits for. */
  #addBody(row: number, level: number, fold: Int32Array | null = null): void {
    const isFold = fold !== null;
    const layout = this.#layout;
    if (layout.bodyHeight(row) === 0) return;
    const task = layout.graph.all[row]!;
    const frames = layout.frameCount(row);
    const whole = frames <= FRAMES_SHOWN || layout.isGapOpen(row);
    const outer = FRAMES_SHOWN / 2;
    const sites = this.#sites(task);
    // A fold and its first task show the same coroutines.
    const owner = isFold ? `F${task.serial}` : `${task.serial}`;
    for (let at = 0; at < frames; at++) {
      if (at === outer && frames > FRAMES_SHOWN) {
        this.#add(() => ({ kind: 'gap', ...this.#base(isFold ? `F${gapKey(task)}` : gapKey(task), level, task), hidden: frames - FRAMES_SHOWN, open: whole }));
      }
      if (!whole && at >= outer && at < frames - outer) continue;
      this.#add(() => {
        const { qualname, user, ...site } = sites[at] ?? UNKNOWN_SITE;
        return { kind: 'frame', ...this.#base(`c${owner}.${at}`, level, task), qualname, at: locationOf({ qualname, user, ...site })!, user };
      });
    }
    this.#add(() => ({
      kind: 'wait',
      ...this.#base(`w${owner}`, level, task),
      text: isFold ? this.#foldWaitsFor(task, fold) : this.#waitsFor(task),
      sharedWith: isFold ? null : this.#sharedWith(task),
      waiters: task.waitsOn?.waiterCount ?? 0,
    }));
  }

  #addLink(from: Task, to: Task, why: 'awaits' | 'holds', level: number): void {
    this.#add(() => ({
      kind: 'link',
      ...this.#base(`l${from.serial}.${why}.${to.serial}`, level, from),
      cycle: this.#cycle.has(from) && this.#cycle.has(to),
      to: { task: to.serial, name: taskName(this.#state, to) },
      state: taskState(to, this.#running),
      why,
    }));
  }

  /** Only what is in sight is made. */
  #add(make: () => TreeRow): void {
    if (this.#before > 0) this.#before -= 1;
    else if (this.#left > 0) {
      this.#left -= 1;
      this.made.push(make());
    }
  }

  #base(key: string, level: number, task: Task): Pick<TreeRow, 'key' | 'level' | 'task' | 'cycle'> {
    return { key, level, task: task.serial, cycle: this.#cycle.has(task) };
  }

  #coroutine(task: Task): { coroutine: string; definedAt: ReturnType<typeof locationOf> } {
    const code = this.#state.definitions.site(task.code);
    return { coroutine: code?.qualname ?? '', definedAt: locationOf(code) };
  }

  #sites(task: Task): Site[] {
    const { definitions } = this.#state;
    const id = this.#layout.graph.frames[task.index]!;
    if (id > 0) return definitions.chain(id);
    const site = definitions.site(-id);
    return site === null ? [] : [site];
  }

  #states(members: Int32Array): { state: (typeof STATE_ORDER)[number]; count: number }[] {
    const { all } = this.#layout.graph;
    const { status } = this.#state.tasks.columns;
    const counts = new Map<(typeof STATE_ORDER)[number], number>();
    const byStatus = new Int32Array(Object.keys(TaskStatus).length);
    for (const row of members) byStatus[status[row]!]! += 1;
    for (const each of Object.values(TaskStatus)) if (byStatus[each]! > 0) counts.set(WORDS[each], byStatus[each]!);
    for (const task of this.#running) {
      if (members.includes(task.index) && all[task.index] === task) {
        counts.set('running', (counts.get('running') ?? 0) + 1);
        counts.set(WORDS[task.status], counts.get(WORDS[task.status])! - 1);
      }
    }
    return STATE_ORDER.filter((word) => (counts.get(word) ?? 0) > 0).map((word) => ({ state: word, count: counts.get(word)! }));
  }

  #waitsFor(task: Task): string {
    const word = taskState(task, this.#running);
    return word === 'parked' ? waitsForText(this.#state, this.#state.loopOf(task), task, this.#now) : '';
  }

  /** What all of a fold wait for: without what differs from one to the next. */
  #foldWaitsFor(task: Task, members: Int32Array): string {
    const { waitsOn } = task;
    if (waitsOn === null) return '';
    if (waitsOn.isTask) return 'a task each';
    const textOf = (one: Task): string => waitsForText(this.#state, this.#state.loopOf(one), one, null);
    const text = textOf(task);
    if (text === futureName(waitsOn)) return 'a future';
    const { all } = this.#layout.graph;
    if (members.subarray(0, COMPARED).every((row) => textOf(all[row]!) === text)) return text;
    return task.primitive === null ? this.#state.definitions.name(task.waitsIn) : `${PRIMITIVE_NAMES[task.primitive.kind]}, not all for the same`;
  }

  #sharedWith(task: Task): TaskRef | null {
    const { waitsOn } = task;
    if (waitsOn === null || waitsOn.isTask || waitsOn.waiterCount < 2) return null;
    let first = this.#firstWaiters.get(waitsOn);
    if (first === undefined) {
      first = task;
      for (let waiter = waitsOn.firstWaiter; waiter !== null; waiter = waiter.nextWaiter) if (waiter.serial < first.serial) first = waiter;
      this.#firstWaiters.set(waitsOn, first);
    }
    return first === task ? null : { task: first.serial, name: taskName(this.#state, first) };
  }
}

/** A chain of a damaged stream may name sites that were never defined. */
const UNKNOWN_SITE: Site = { path: '', line: 0, column: 0, qualname: '?', user: false };
