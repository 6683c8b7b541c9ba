/**
 * Tasks, futures and timers as the fold and the views see them. What is known of them is in columns (`taskColumns.ts`, …);
 * these only know their place there. There is never more than one of them for a place, so they can be compared and be keys.
 */
import type { PrimitiveKind } from '../events/schema';
import type { Warning } from '../rules/warningLog';
import type { Passage } from './passage';
import { FutureRecord, type FutureColumns, FutureDouble, FutureInt, TimerRecord, type TimerColumns, TimerDouble, TimerInt } from './objectColumns';
import { setCancelled } from './steps';
import { type Reference, TaskRecord, type TaskColumns, TaskDouble, TaskInt, TaskStatus } from './taskColumns';

/** What a task can be parked on. Its waiters form a list through the tasks themselves, so that waiting allocates nothing. */
export type Awaitable = Task | Future;

/** Index of a task that was let go: the row that is nobody's. */
export const GONE = 0;

/** Where objects find those that they point at. */
export interface ObjectTables {
  readonly tasks: {
    at(row: number): Task | null;
    readonly primitives: Map<Task, Primitive>;
    readonly busyWaits: Map<Task, Warning>;
    passOne(io: Passage, task: Task | null): Task;
  };
  readonly futures: { at(slot: number): Future | null; of(slot: number): Future; readonly members: Map<number, Task[]> };
  readonly timers: { at(slot: number): Timer | null };
}

/** What a `Reference` refers to. */
export const referred = (tables: ObjectTables, to: Reference): Awaitable | null => (to < 0 ? tables.futures.of(-to) : tables.tasks.at(to));

export class Task {
  readonly isTask = true;
  readonly #tables: ObjectTables;
  readonly #columns: TaskColumns;

  /** @param index its row in the columns, where what the fields mean is told; the task table changes it */
  constructor(
    tables: ObjectTables,
    columns: TaskColumns,
    readonly serial: number,
    public index: number,
  ) {
    this.#tables = tables;
    this.#columns = columns;
  }

  get ended(): boolean {
    return this.#columns.status[this.index]! >= TaskStatus.done;
  }

  get status(): TaskStatus {
    return this.index === GONE ? TaskStatus.done : (this.#columns.status[this.index] as TaskStatus);
  }

  get waitsOn(): Awaitable | null {
    return referred(this.#tables, this.#columns.int(this.index, TaskInt.waitsOn));
  }

  get firstWaiter(): Task | null { return this.#tables.tasks.at(this.#columns.int(this.index, TaskInt.firstWaiter)); }
  get nextWaiter(): Task | null { return this.#tables.tasks.at(this.#columns.int(this.index, TaskInt.nextWaiter)); }
  get waiterCount(): number { return this.#columns.int(this.index, TaskInt.waiterCount); }
  /** The lock, queue, … that it waits in; of its present wait only. */
  get primitive(): Primitive | null {
    const { primitives } = this.#tables.tasks;
    return primitives.size === 0 ? null : (primitives.get(this) ?? null);
  }
  set primitive(primitive: Primitive | null) {
    const { primitives } = this.#tables.tasks;
    if (primitive !== null) primitives.set(this, primitive);
    else if (primitives.size > 0) primitives.delete(this);
  }
  /** The warning that it only yields. */
  get busyWait(): Warning | null {
    return this.#tables.tasks.busyWaits.get(this) ?? null;
  }
  set busyWait(warning: Warning | null) {
    const { busyWaits } = this.#tables.tasks;
    if (warning !== null) busyWaits.set(this, warning);
    else if (busyWaits.size > 0) busyWaits.delete(this);
  }
  get address(): number { return this.#columns.address[this.index]!; }
  get loop(): number { return this.#columns.loop[this.index]!; }
  get createdAt(): number { return this.#columns.double(this.index, TaskDouble.createdAt); }
  get steps(): number { return this.#columns.double(this.index, TaskDouble.steps); }
  get busy(): number { return this.#columns.double(this.index, TaskDouble.busy); }
  get longest(): number { return this.#columns.double(this.index, TaskDouble.longest); }
  get queued(): number { return this.#columns.double(this.index, TaskDouble.queued); }
  get parked(): number { return this.#columns.double(this.index, TaskDouble.parked); }
  get since(): number { return this.#columns.double(this.index, TaskDouble.since); }
  get lane(): number { return this.#columns.lane[this.index]!; }
  get code(): number { return this.#columns.code[this.index]!; }
  get name(): number { return this.#columns.name[this.index]!; }
  set name(name: number) { this.#columns.name[this.index] = name; }
  get defaultName(): number { return this.#columns.defaultName[this.index]!; }
  get createdSite(): number { return this.#columns.createdSite[this.index]!; }
  get parkedSite(): number { return this.#columns.parkedSite[this.index]!; }
  set parkedSite(parkedSite: number) { this.#columns.parkedSite[this.index] = parkedSite; }
  get chain(): number { return this.#columns.chain[this.index]!; }
  set chain(chain: number) { this.#columns.chain[this.index] = chain; }
  get waitsIn(): number { return this.#columns.int(this.index, TaskInt.waitsIn); }
  set waitsIn(waitsIn: number) { this.#columns.ints[this.index * TaskRecord.ints + TaskInt.waitsIn] = waitsIn; }
  get parent(): number { return this.#columns.parent[this.index]!; }
  get waker(): number { return this.#columns.int(this.index, TaskInt.waker); }
  get wakerSite(): number { return this.#columns.int(this.index, TaskInt.wakerSite); }
  set nextWakerSite(nextWakerSite: number) { this.#columns.ints[this.index * TaskRecord.ints + TaskInt.nextWakerSite] = nextWakerSite; }
  get cancelledBy(): number { return this.#columns.cancelledBy[this.index]!; }
  get cancelSite(): number { return this.#columns.cancelSite[this.index]!; }
  get context(): number { return this.#columns.context[this.index]!; }
  set context(context: number) { this.#columns.context[this.index] = context; }
  get yields(): number { return this.#columns.double(this.index, TaskDouble.yields); }
  get yieldsSince(): number { return this.#columns.yieldsSince[this.index]!; }
  get yieldsBusy(): number { return this.#columns.yieldsBusy[this.index]!; }
  get outcome(): number { return this.#columns.outcome[this.index]!; }
  set outcome(outcome: number) { this.#columns.outcome[this.index] = outcome; }
  get endedAt(): number { return this.#columns.endedAt[this.index]!; }
  get readySince(): number { return this.#columns.double(this.index, TaskDouble.readySince); }
  set readySince(readySince: number) { this.#columns.doubles[this.index * TaskRecord.doubles + TaskDouble.readySince] = readySince; }
  get suspendedAt(): number { return this.#columns.double(this.index, TaskDouble.suspendedAt); }
  get away(): number { return this.#columns.double(this.index, TaskDouble.away); }
  get resumedSite(): number { return this.#columns.resumedSite[this.index]!; }
  set resumedSite(resumedSite: number) { this.#columns.resumedSite[this.index] = resumedSite; }
  set cancelQueued(cancelQueued: boolean) { this.#columns.ints[this.index * TaskRecord.ints + TaskInt.cancelQueued] = Number(cancelQueued); }
  get cancelled(): boolean { return this.#columns.cancelled[this.index] === 1; }
  /** By whom, as `QueuedBy`, and at which site. */
  setCancelled(by: number, site: number): void {
    setCancelled(this.#columns, this.index, by, site);
  }
  get eagerOpen(): boolean { return this.#columns.int(this.index, TaskInt.eagerOpen) === 1; }
  /** Number of the step in which a yield point of it last ceded for the first time, -1: none has; the first of a step is the innermost. */
  get cededInStep(): number {
    return this.#columns.double(this.index, TaskDouble.ceded) - 1;
  }
  set cededInStep(step: number) {
    this.#columns.doubles[this.index * TaskRecord.doubles + TaskDouble.ceded] = step + 1;
  }
}

export class Future {
  readonly isTask = false;
  readonly #tables: ObjectTables;
  readonly #columns: FutureColumns;

  /** @param slot its place in the columns, where what the fields mean is told; another future's when this one is over */
  constructor(
    tables: ObjectTables,
    columns: FutureColumns,
    readonly slot: number,
  ) {
    this.#tables = tables;
    this.#columns = columns;
  }

  /** Tasks that its waiter waits for at once (gather, TaskGroup, …). */
  get members(): readonly Task[] | null {
    return this.#tables.futures.members.get(this.slot) ?? null;
  }

  addMember(task: Task): void {
    const { members } = this.#tables.futures;
    const known = members.get(this.slot);
    if (known === undefined) members.set(this.slot, [task]);
    else known.push(task);
  }

  forgetMembers(): void {
    this.#tables.futures.members.delete(this.slot);
  }

  get serial(): number { return this.#columns.doubles[this.slot * FutureRecord.doubles + FutureDouble.serial]!; }
  get address(): number { return this.#columns.doubles[this.slot * FutureRecord.doubles + FutureDouble.address]!; }
  get createdAt(): number { return this.#columns.doubles[this.slot * FutureRecord.doubles + FutureDouble.createdAt]!; }
  get creator(): number { return this.#columns.doubles[this.slot * FutureRecord.doubles + FutureDouble.creator]!; }
  get site(): number { return this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.site]!; }
  get done(): boolean { return this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.done] === 1; }
  get firstWaiter(): Task | null { return this.#tables.tasks.at(this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.firstWaiter]!); }
  get waiterCount(): number { return this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.waiterCount]!; }
  get timer(): Timer | null { return this.#tables.timers.at(this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.timer]!); }
  get next(): Future | null { return this.#tables.futures.at(this.#columns.ints[this.slot * FutureRecord.ints + FutureInt.next]!); }
}

/** A lock, queue, … that tasks wait in. */
export class Primitive {
  mark = 0;
  /** How many wait in it. */
  waiting = 0;
  /** By kind: see `primitive` in `schema.ts`. */
  detail = 0;
  /** Of a lock. */
  holder: Task | null = null;

  constructor(readonly kind: PrimitiveKind) {}
}

export class Timer {
  readonly #tables: ObjectTables;
  readonly #columns: TimerColumns;

  /** @param slot its place in the columns, where what the fields mean is told; another timer's when this one is over */
  constructor(
    tables: ObjectTables,
    columns: TimerColumns,
    readonly slot: number,
  ) {
    this.#tables = tables;
    this.#columns = columns;
  }

  get serial(): number { return this.#columns.doubles[this.slot * TimerRecord.doubles + TimerDouble.serial]!; }
  get handle(): number { return this.#columns.doubles[this.slot * TimerRecord.doubles + TimerDouble.handle]!; }
  get when(): number { return this.#columns.doubles[this.slot * TimerRecord.doubles + TimerDouble.when]!; }
  get name(): number { return this.#columns.ints[this.slot * TimerRecord.ints + TimerInt.name]!; }
  get future(): Future | null { return this.#tables.futures.at(this.#columns.ints[this.slot * TimerRecord.ints + TimerInt.future]!); }
  get setBy(): number { return this.#columns.ints[this.slot * TimerRecord.ints + TimerInt.setBy]!; }
  /** Place in the heap of its loop; -1: not in it any more. */
  get index(): number {
    return this.#columns.heap[this.slot]! - 1;
  }
}
