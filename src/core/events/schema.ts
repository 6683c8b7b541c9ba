/**
 * The event stream: the one definition that every runtime emits and everything else reads.
 *
 * A stream is a sequence of **frames** (see `frames.ts`). Most are batches of **rows**: four unsigned
 * 64-bit little-endian words each, 32 bytes, `[w0, w1, w2, w3]`. `w1` says what the row is:
 *
 * | w1                | row                                                                  |
 * |-------------------|----------------------------------------------------------------------|
 * | 1 … 63            | the `RowKind` of that number                                          |
 * | 64 … 2^20 - 1     | a plain callback ran; `w1` is the id of its name                      |
 * | 2^20 and above    | a task's step; `w1` is the task's id (an address, always above 1 MiB) |
 *
 * Steps are by far the most frequent row and need all four words, which is why they have no number.
 *
 * **Ids** of tasks, futures and handles are the object's address. An address is reused when the object
 * has gone: a *created* row always begins a new object. Futures are not always announced (those
 * that asyncio's own coroutines make and await never are); an unknown future id is a future first seen now.
 *
 * **Time** is nanoseconds of the runtime's monotonic clock (`time.perf_counter_ns`). A step or callback
 * begins where the row with a time before it ended (`iteration`, step, callback, `overhead`): only the
 * end is recorded. Rows without a time happened during the step that ends next.
 *
 * **Ready queue.** `call_soon` records nothing. Both ends know how long the queue was after each row
 * (`nready`), handles run first-in first-out, so the growth across a step is what that step scheduled,
 * and the growth at an `iteration` row is what I/O and due timers added.
 *
 * **Loops that hide their queue** (`LoopFlag.hidesQueue`; they are written in C, like uvloop's) tell of tasks only: a
 * `began` row, then the step's row, whose nready is 0. There is no `iteration` and no `readySample`; time between an end
 * and the next beginning is not known to be idle. Their clock (`loopTime`, `when`) is the stream's own in µs. Of their timers
 * only those of `asyncio.sleep` are told. A callback of theirs has rows if it was seen to hold the loop up.
 *
 * Names, code sites, wait chains and stacks are interned: a definitions frame (`definitions.ts`) that
 * comes before their first use gives each a small id. Id 0 always means "none" or "not known".
 *
 * Every rows frame belongs to one loop; its serial number (1, 2, …) is in the frame's header. 0 is the
 * process: nothing of a loop.
 */
export const SCHEMA_VERSION = 3;

/** Bytes in one row. */
export const ROW_BYTES = 32;

/** The first id of an interned name; below are row kinds. */
export const FIRST_NAME_ID = 64;

/** `w1` at and above this is a task id. Interned ids of every kind stay below. */
export const FIRST_TASK_ID = 2 ** 20;

export const RowKind = {
  /** `[t, 1, selectStart | 0, due << 32 | nready]`: the turn begins at t. selectStart: when it began to wait in
   *  select, 0 if it did not wait. nready: handles due to run in this turn; the last `due` of them are timers. */
  iteration: 1,
  /** `[task, 2, creator, defaultName << 40 | site << 20 | code]`: creator is the running task's or
   *  handle's id, 0 outside the loop's run. defaultName N > 0 means "Task-N", counted from where `taskNumbers`
   *  said last, 0 that a taskNamed row follows. site: where it was created; code: site of its coroutine function (line of its def). */
  taskCreated: 2,
  /** `[future, 3, creator, site]`: site 0: made by the library on somebody's behalf. */
  futureCreated: 3,
  /** `[handle, 4, when, what]`: when in µs of the loop's clock (`loop.time()`). what: the id of the future that
   *  it resolves (`asyncio.sleep`), or, below 2^20, the name of its callback. */
  timerScheduled: 4,
  /** `[handle, 5, 0, 0]` */
  timerCancelled: 5,
  /** `[0, 6, thread, t]`: the thread with that name id is about to queue a handle (call_soon_threadsafe). */
  threadsafe: 6,
  /** `[t, 7, task, tBegin]`: an eager task's first step, run inside another step. The next row, `eagerEnd`, tells how it ended. */
  eagerStep: 7,
  /** `[task, 8, chain, waitsFor]`: sampled while parked: its wait chain, and what it waits for as the id of a name (0: a bare future). */
  parked: 8,
  /** `[task, 9, name, 0]` */
  taskNamed: 9,
  /** `[handle, 10, 0, nready]`: a cancelled handle was taken from the queue and not run. */
  handleSkipped: 10,
  /** `[t, 11, loopTime, flags << 32 | name]`: the loop starts to run (again); loopTime: `loop.time()` in µs at t; name: of its
   *  class; flags: `LoopFlag`s, added. */
  loopStarted: 11,
  /** `[t, 12, 0, nready]` */
  loopStopped: 12,
  /** `[future or task, 13, outcome, t]`: seen to be done (checked at samples; a future that wakes a task is known from its step). outcome: `Outcome`. */
  futureDone: 13,
  /** `[future, 14, 0, t]`: the object was freed while pending. */
  futureGone: 14,
  /** `[tBegin, 15, tEnd, cause]`: the inspector's own time, taken out of the user's. cause: `OverheadCause`. */
  overhead: 15,
  /** `[t, 16, nready, count]`: a sample of the ready queue follows: the next `count` rows are `readyHandle`. */
  readySample: 16,
  /** `[handle, 17, task | 0, name]`: one handle of the ready queue, in order. task: whose step or wake-up it is. */
  readyHandle: 17,
  /** `[t, 18, stack, other << 32 | seen]`: a stack taken while the running step was overdue. seen: `StackSeen`; other: if the lock was held,
   *  the site of the last instruction that may have held it (0: there is only one); the stack has the first. */
  stackSample: 18,
  /** `[t, 19, site, code]`: a coroutine object was dropped without being awaited. site: where it was made if that is known, else where it was dropped. */
  neverAwaited: 19,
  /** `[future or task, 20, message, t]`: asyncio's own complaint through `call_exception_handler`. message: `Complaint`, or, of
   *  an exception that was never retrieved, the name of its text. */
  complaint: 20,
  /** `[task, 21, name, outcome]`: repr of its result or exception, cut. */
  taskOutcome: 21,
  /** `[t, 22, site, task | 0]`: the yield point at site gave control back for the first time. */
  ceded: 22,
  /** `[object, 23, kind << 32 | code, site]`: a coroutine or generator is driven by hand (`send`, `next`) from site. First row of that
   *  object, which is a serial number here. kind: `DrivenKind`. */
  drivenStarted: 23,
  /** `[object, 24, action << 32 | name, site]`: action: `DrivenAction`; name: repr of the value; site: the line in the coroutine. */
  driven: 24,
  /** `[t, 25, handle or task, name]`: what is running now; written with stack samples only, for the live view. name: of a plain callback, 0 for a task. */
  running: 25,
  /** `[task, 26, w, 0]`: how the task's eager step ended; w as in a step. */
  eagerEnd: 26,
  /** `[t, 27, ending, error]`: the program's last line was run. What goes now goes because everything does. ending: `Ending`; error: name of the exception that ended it. */
  programEnded: 27,
  /** `[t, 28, 0, 0]`: the loop waits in select, and nothing that the program has could wake it: no timer, I/O, thread or signal handler. */
  stuck: 28,
  /** `[task, 29, cancelled << 20 | site, future]`: the step that runs has queued the task's wake-up, by resolving the future at site
   *  (0: asyncio itself did). cancelled: 1 if it was cancelled, for which there always is a row; otherwise only for the first of each sample. */
  woken: 29,
  /** `[t, 30, action << 20 | site, thread]`: the thread with that name id did what only the loop's own may do. action: `ThreadAction`,
   *  or the name of the function of asyncio's that it called. */
  wrongThread: 30,
  /** `[t, 31, site, visits]`: the `await` at site has been reached for the first or the hundredth time. */
  reached: 31,
  /** `[task, 32, object, kind]`: sampled while parked, after `parked`: it waits in a `PrimitiveKind` of that id. */
  waitsIn: 32,
  /** `[object, 33, kind << 32 | waiting, detail]`: how many wait in it, none: it is not told of any more. detail: a lock's holder (a task's
   *  id, 0: not known); a semaphore's free places; for get, items in the queue; for put, its size; for join, unfinished items; a
   *  barrier's parties. */
  primitive: 33,
  /** `[future, 34, task, 0]`: who is parked on the future waits for that task among others (gather, wait, shield, TaskGroup). */
  member: 34,
  /** `[t, 35, total, count]`: the next `count` rows are `ioWatch`: what the loop watches from now on. */
  ioSample: 35,
  /** `[descriptor or signal, 36, what, name]`: `IoWhat`, and the name of the callback. */
  ioWatch: 36,
  /** `[task, 37, name, 0]`: names of the context variables that are set for it. */
  context: 37,
  /** `[tBegin, 38, tEnd, 0]`: garbage was collected, in the middle of what runs. Short collections are not told. */
  collected: 38,
  /** `[t, 39, 0, 0]`: what ends next, a step or a callback, began at t. Only loops that hide their queue have this row. */
  began: 39,
  /** `[t, 40, task | 0, nready]`: the loop stands since t, and its clock with it: somebody has paused it, or slowed it down. It stood until the end of
   *  the `overhead` row with that cause. task: whose step comes next, told by loops that hide their queue. */
  pause: 40,
  /** `[task, 41, 0, nready]`: somebody has asked the inspector to cancel the task, which has been done. */
  cancelAsked: 41,
  /** `[task, 42, site, task or handle | 0]`: at site the last one has called `cancel()` of the first, which was not waiting for anything; otherwise
   *  what it waited for tells (`woken`). From Python 3.12 on. */
  cancelCalled: 42,
  /** `[from, 43, 0, 0]`: from now on, defaultName N in the loop's `taskCreated` rows means "Task-(from + N)", which is below 10^9. Before the first of
   *  these, from is 0. */
  taskNumbers: 43,
  /** `[t, 44, 0, 0]`: told before rows without a time of their own, where none that has one is near. */
  time: 44,
  /** `[t, 45, 0, 0]`: the program wrote to `sys.stderr`, which goes into the same pipe as its output. Told 100 times a second at most. */
  wroteErrors: 45,
} as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/**
 * A step:     `[t, task, w, nready]`. w: the id of the future it parked on, or an `Outcome`.
 * A callback: `[t, name, handle, nready]`.
 * t is the end in both.
 */
export const Outcome = {
  /** The task yielded without waiting for a future (`sleep(0)`): it is in the ready queue again. */
  yielded: 0,
  returned: 1,
  cancelled: 2,
  failed: 3,
  /** It returned something of which nothing was recorded, as too many did; of `returned` without a `taskOutcome` row it was None. */
  returnedUnrecorded: 4,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** How a stack was seen. */
export const StackSeen = {
  whileItRan: 0,
  /** C code had held the interpreter's lock; the stack is the one that held it. */
  lockHeld: 1,
  /** Nobody could look for long; the stack is the first that was seen after. */
  tooLate: 2,
} as const;
export type StackSeen = (typeof StackSeen)[keyof typeof StackSeen];

export const LoopFlag = {
  /** Written in C: its queue, its turns and its I/O cannot be seen. */
  hidesQueue: 1,
} as const;
export type LoopFlag = (typeof LoopFlag)[keyof typeof LoopFlag];

export const OverheadCause = {
  /** The stream was full: the program waited for the inspector. */
  backpressure: 1,
  /** Taking wait chains and the ready queue for the live view. */
  sampling: 2,
  /** Somebody had the loop wait between two handles; no time of the program's, and no cost of watching it. */
  paused: 3,
} as const;
export type OverheadCause = (typeof OverheadCause)[keyof typeof OverheadCause];

export const Complaint = {
  destroyedPending: 1,
  exceptionNeverRetrieved: 2,
} as const;
export type Complaint = (typeof Complaint)[keyof typeof Complaint];

export const ThreadAction = {
  callsSoon: 1,
  setsTimer: 2,
  makesTask: 3,
  resolvesFuture: 4,
  cancels: 5,
} as const;
export type ThreadAction = (typeof ThreadAction)[keyof typeof ThreadAction];

export const PrimitiveKind = {
  lock: 1,
  event: 2,
  condition: 3,
  semaphore: 4,
  queueGet: 5,
  queuePut: 6,
  queueJoin: 7,
  barrier: 8,
} as const;
export type PrimitiveKind = (typeof PrimitiveKind)[keyof typeof PrimitiveKind];

export const IoWhat = {
  reads: 1,
  writes: 2,
  signal: 4,
} as const;
export type IoWhat = (typeof IoWhat)[keyof typeof IoWhat];

export const Ending = {
  finished: 1,
  /** `sys.exit` */
  exit: 2,
  exception: 3,
  /** KeyboardInterrupt */
  interrupted: 4,
} as const;
export type Ending = (typeof Ending)[keyof typeof Ending];

export const DrivenKind = {
  coroutine: 0,
  generator: 1,
} as const;
export type DrivenKind = (typeof DrivenKind)[keyof typeof DrivenKind];

export const DrivenAction = {
  /** the value is what was sent, if the source shows what that was */
  resumed: 1,
  yielded: 2,
  returned: 3,
  raised: 4,
  /** resumed with an exception */
  thrown: 5,
} as const;
export type DrivenAction = (typeof DrivenAction)[keyof typeof DrivenAction];
