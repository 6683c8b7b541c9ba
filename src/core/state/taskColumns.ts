/** All that is known of tasks in numbers, in columns. Rows are in order of creation. */
import { bytes, Columns, doubles, ints } from './columns';

/** What a task is doing. "Running" is no status: it follows from the loop's queue, see `runningHandle.ts`. */
export const TaskStatus = { created: 0, ready: 1, parked: 2, done: 3, cancelled: 4, failed: 5, destroyed: 6 } as const;
export type TaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus];
/** In place of the name id of a result: there is one, but nothing was recorded of it. */
export const NOT_RECORDED = -1;

/** In the place of a status: there is no task in that row any more. */
export const HOLE = 255;

/** What a column of references points at: above 0 the row of a task, below 0 minus the slot of a future, 0 nothing. */
export type Reference = number;

/** Where in its record the doubles of a task are. Enums, here and below, as their numbers are put where they are used: this is what most time is spent with. */
export const enum TaskDouble {
  steps,
  /** Time in its own steps, without eager tasks that ran inside of them; ns. */
  busy,
  /** Longest step, with what ran inside of it; ns. */
  longest,
  /** Time in the ready queue and suspended, up to its last step; ns. */
  queued,
  parked,
  /** When its last step ended, or before its first when it was created; user time of its loop, ns. */
  since,
  /** Since when it is due to run, at the earliest; user time of its loop, ns. Of a task that is ready; 0 of one that is parked. */
  readySince,
  /** End of its last step, 0: it had none; and its time between steps so far; ns. */
  suspendedAt,
  away,
  /** Times in a row that it gave up control without waiting for anything. */
  yields,
  /** One more than the number of the step in which a yield point of it last ceded for the first time, 0: none has. */
  ceded,
  createdAt,
  /** How many there are. */
  count,
}

/** Where in its record the ints of a task are. */
export const enum TaskInt {
  /** Row of the first of those who wait for it, and how many they are. */
  firstWaiter = 2 * TaskDouble.count,
  waiterCount,
  /** What it waits for, as a `Reference`, and the rows of its neighbours in the list of those who wait for the same. */
  waitsOn,
  nextWaiter,
  previousWaiter,
  /** Name id of the library call it waits in, 0 if not known; of its present wait only. */
  waitsIn,
  /** What queued its last step, as `QueuedBy`, and the site id of the line that did, 0: not known. */
  waker,
  wakerSite,
  /** What is known already of the wake-up that is queued: its line, and whether it cancels (0 or 1). */
  nextWakerSite,
  cancelQueued,
  /** Whether its last step was an eager one of which it is not known how it ended (0 or 1). */
  eagerOpen,
  end,
}

/** How long the record of a task is: in doubles, and in ints. */
export const enum TaskRecord {
  doubles = (TaskInt.end + 1) >> 1,
  ints = 2 * doubles,
}

export class TaskColumns extends Columns {
  serial = doubles();
  /** A `TaskStatus`, or `HOLE`. */
  status = bytes();
  /** Serial number of its loop. */
  loop = ints();
  /** Where it is in the program's memory. */
  address = doubles();
  endedAt = doubles();
  /** Site id of its coroutine function. */
  code = ints();
  /** Name id, 0: it has only its default name; and N of "Task-N", 0: none. */
  name = ints();
  defaultName = ints();
  /** Site ids: where it was created, where it was last seen parked. */
  createdSite = ints();
  parkedSite = ints();
  /** Id of its last sampled wait chain. */
  chain = ints();
  /** Serial number of the task that created it, 0: none. */
  parent = doubles();
  /** Whether it, or what it waited for, was ever cancelled (0 or 1); if so, who was the last to do so: as `QueuedBy`, and the site id. */
  cancelled = bytes();
  cancelledBy = ints();
  cancelSite = ints();
  /** Name id of the names of its context variables. */
  context = ints();
  /** When the first of its `yields` was, and `busy` when the rule was last asked about them; ns. */
  yieldsSince = doubles();
  yieldsBusy = doubles();
  /** Name id of the repr of its result or exception; `NOT_RECORDED`; 0: None, or it has not ended. */
  outcome = ints();
  /** `parkedSite` before the step that `ceded` tells of. */
  resumedSite = ints();
  /** Whether it is known where it waits (0 or 1), see `WaitTable`; and its number in the timeline, 0: it has none. Of the live state only. */
  placed = bytes();
  lane = ints();
  /** Row of the one that ended after it, of those that are kept. */
  nextEnded = ints();

  protected override leftOut = ['placed', 'lane'];

  constructor() {
    super(TaskDouble.count, TaskRecord.doubles);
    this.status[0] = HOLE;
  }

  /** One of the doubles of the task in `row`. */
  double(row: number, which: TaskDouble): number {
    return this.doubles[row * TaskRecord.doubles + which]!;
  }

  /** One of its ints. */
  int(row: number, which: TaskInt): number {
    return this.ints[row * TaskRecord.ints + which]!;
  }

  /** Index of the row with that serial number; 0 if there is none. */
  indexOf(serial: number): number {
    let low = 1;
    let high = Math.min(this.length - 1, serial);
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.serial[middle]!;
      if (found === serial) return middle;
      if (found < serial) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }
}
