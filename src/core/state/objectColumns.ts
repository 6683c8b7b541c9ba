/** All that is known of futures and timers in numbers. */
import { Columns, ints } from './columns';

/** Where in its record the doubles of a future are. */
export const enum FutureDouble {
  serial,
  address,
  createdAt,
  /** Address of the task or handle that made it. */
  creator,
  /** How many there are. */
  count,
}

/** Where in its record the ints of a future are. */
export const enum FutureInt {
  /** Row of the first task that waits for it, and how many do. */
  firstWaiter = 2 * FutureDouble.count,
  waiterCount,
  /** Site id: where it was made; 0: the library did. */
  site,
  /** 0 or 1. */
  done,
  /** Place of the timer that will resolve it (`asyncio.sleep`). */
  timer,
  /** Whether it is in the list of pending futures (0 or 1), and its neighbours there, see `PendingFutures`; of a place that is free, `next` is the next such. */
  listed,
  next,
  previous,
  end,
}

/** How long the record of a future is: in doubles, and in ints. */
export const enum FutureRecord {
  doubles = (FutureInt.end + 1) >> 1,
  ints = 2 * doubles,
}

/** Where in its record the doubles of a timer are. */
export const enum TimerDouble {
  serial,
  handle,
  /** µs of the loop's clock. */
  when,
  count,
}

/** Where in its record the ints of a timer are. */
export const enum TimerInt {
  /** Place of the future that it resolves; 0: `name` is the id of its callback's name. */
  future = 2 * TimerDouble.count,
  name,
  /** Who set it, as `QueuedBy`; of a sleep the waiting task tells. */
  setBy,
  /** Of a place that is free: the next such. */
  nextFree,
  end,
}

/** How long the record of a timer is: in doubles, and in ints. */
export const enum TimerRecord {
  doubles = (TimerInt.end + 1) >> 1,
  ints = 2 * doubles,
}

export class FutureColumns extends Columns {
  constructor() {
    super(FutureDouble.count, FutureRecord.doubles);
  }
}

export class TimerColumns extends Columns {
  /** One more than its place in the heap of its loop; 0: not in it any more. Timers far from each other change places there. */
  heap = ints();

  protected override leftOut = ['heap'];

  constructor() {
    super(TimerDouble.count, TimerRecord.doubles);
  }
}
