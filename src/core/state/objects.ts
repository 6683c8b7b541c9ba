/** Tasks, futures and timers as the fold keeps them: classes of a fixed shape, linked to each other. */
import { FIRST_TASK_ID, type PrimitiveKind } from '../events/schema';
import type { Warning } from '../rules/warningLog';
import { TaskStatus, type TaskColumns } from './taskColumns';

/** Who queued a handle: a task's serial number, the negative id of a callback's name, what `ofThread` gives, or one of these. */
export const QueuedBy = { io: 0, timer: -1, unknown: -2 } as const;

/** `QueuedBy` of `call_soon_threadsafe` in the thread with that name id. */
export const ofThread = (name: number): number => -FIRST_TASK_ID - name;

/** The name id of the thread that queued a handle; null: it was the loop's own. */
export const threadOf = (by: number): number | null => (by <= -FIRST_TASK_ID ? -by - FIRST_TASK_ID : null);

/** What a task can be parked on. Its waiters form a list through the tasks themselves, so that waiting allocates nothing. */
export type Awaitable = Task | Future;

export class Task {
  readonly isTask = true;
  firstWaiter: Task | null = null;
  waiterCount = 0;

  waitsOn: Awaitable | null = null;
  nextWaiter: Task | null = null;
  previousWaiter: Task | null = null;

  /** Site ids: where it was created, where it was last seen parked. */
  createdSite = 0;
  parkedSite = 0;
  /** Id of its last sampled wait chain. */
  chain = 0;
  /** Name id of the library call it waits in, 0 if not known; of its present wait only. */
  waitsIn = 0;
  /** Serial number of the task that created it, 0: none. */
  parent = 0;
  /** The lock, queue, … that it waits in; of its present wait only. */
  primitive: Primitive | null = null;
  /** What queued its last step, as `QueuedBy`, and the site id of the line that did, 0: not known. */
  waker: number = QueuedBy.unknown;
  wakerSite = 0;
  /** What is known already of the wake-up that is queued. */
  nextWakerSite = 0;
  cancelQueued = false;
  /** The last that cancelled what it waited for: as `QueuedBy`, and the site id. */
  cancelled = false;
  cancelledBy: number = QueuedBy.unknown;
  cancelSite = 0;
  /** Name id of the names of its context variables. */
  context = 0;
  /** Times in a row that it gave up control without waiting for anything; when the first was, and `busy` then; ns. */
  yields = 0;
  yieldsSince = 0;
  yieldsBusy = 0;
  /** The warning about that. */
  busyWait: Warning | null = null;
  /** Name id of the repr of its result or exception. */
  outcome = 0;
  endedAt = 0;
  /** Number of the step in which a yield point of it last ceded for the first time: the first of a step is the innermost. */
  cededInStep = -1;
  /** `parkedSite` before that. */
  resumedSite = 0;
  /** Its last step was an eager one of which it is not known how it ended. */
  eagerOpen = false;

  readonly #columns: TaskColumns;

  constructor(
    readonly serial: number,
    readonly address: number,
    /** Serial number of its loop. */
    readonly loop: number,
    readonly createdAt: number,
    columns: TaskColumns,
    /** Its row in the columns; the task table changes it. */
    public index: number,
  ) {
    this.#columns = columns;
  }

  get ended(): boolean {
    return this.status >= TaskStatus.done;
  }

  get status(): TaskStatus {
    return this.#columns.status[this.index] as TaskStatus;
  }
  set status(status: TaskStatus) {
    this.#columns.status[this.index] = status;
  }

  get steps(): number {
    return this.#columns.steps[this.index]!;
  }

  /** Time in its own steps, without eager tasks that ran inside of them; ns. */
  get busy(): number {
    return this.#columns.busy[this.index]!;
  }

  /** Longest step, with what ran inside of it; ns. */
  get longest(): number {
    return this.#columns.longest[this.index]!;
  }

  /** Its step begins, queued by `by`. */
  wake(by: number): void {
    this.waker = by;
    this.wakerSite = this.nextWakerSite;
    this.nextWakerSite = 0;
    if (!this.cancelQueued) return;
    this.cancelQueued = false;
    this.cancelled = true;
    this.cancelledBy = by;
    this.cancelSite = this.wakerSite;
  }

  /** A step took `length` ns, `own` of them its own. */
  addStep(length: number, own: number): void {
    const { index } = this;
    const columns = this.#columns;
    columns.steps[index]! += 1;
    columns.busy[index]! += own;
    if (length > columns.longest[index]!) columns.longest[index] = length;
  }

  /** Site id of its coroutine function. */
  get code(): number {
    return this.#columns.code[this.index]!;
  }
  set code(code: number) {
    this.#columns.code[this.index] = code;
  }

  /** Name id, 0: it has only its default name. */
  get name(): number {
    return this.#columns.name[this.index]!;
  }
  set name(name: number) {
    this.#columns.name[this.index] = name;
  }

  /** N of "Task-N", 0: none. */
  get defaultName(): number {
    return this.#columns.defaultName[this.index]!;
  }
  set defaultName(n: number) {
    this.#columns.defaultName[this.index] = n;
  }
}

export class Future {
  readonly isTask = false;
  firstWaiter: Task | null = null;
  waiterCount = 0;
  done = false;
  /** Tasks that its waiter waits for at once (gather, TaskGroup, …). */
  members: Task[] | null = null;
  /** The timer that will resolve it (`asyncio.sleep`). */
  timer: Timer | null = null;
  /** Neighbours in the list of pending futures, see `PendingFutures`. */
  listed = false;
  next: Future | null = null;
  previous: Future | null = null;

  /** `creator`: address of the task or handle that made it; `site`: 0 if the library made it. */
  constructor(
    readonly serial: number,
    readonly address: number,
    readonly createdAt: number,
    readonly creator: number,
    readonly site: number,
  ) {}
}

/** A lock, queue, … that tasks wait in. */
export class Primitive {
  /** How many wait in it. */
  waiting = 0;
  /** By kind: see `primitive` in `schema.ts`. */
  detail = 0;
  /** Of a lock. */
  holder: Task | null = null;

  constructor(readonly kind: PrimitiveKind) {}
}

export class Timer {
  /** Place in the heap of its loop; -1: not in it any more. */
  index = -1;
  /** Who set it, as `QueuedBy`; of a sleep the waiting task tells. */
  setBy: number = QueuedBy.unknown;

  /** `when`: µs of the loop's clock. `future`: what it resolves; else `name` is the id of its callback's name. */
  constructor(
    readonly serial: number,
    readonly handle: number,
    readonly when: number,
    readonly future: Future | null,
    readonly name: number,
  ) {}
}
