/** The tasks, futures and timers of a run. They point at each other, so whoever needs one of the tables is given all. */
import { FutureTable } from './futureTable';
import type { ObjectTables } from './objects';
import { TaskTable } from './taskTable';
import { TimerTable } from './timerTable';

export class RunObjects implements ObjectTables {
  readonly tasks: TaskTable;
  readonly futures: FutureTable = new FutureTable(this);
  readonly timers: TimerTable = new TimerTable(this);

  /** @param endedKept how many tasks that have ended are kept */
  constructor(endedKept?: number) {
    this.tasks = new TaskTable(this, endedKept);
  }
}
