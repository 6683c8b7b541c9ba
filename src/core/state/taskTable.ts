/** All tasks of a run in order of creation. Of those that have ended, the latest so many are kept; how many were let go is counted. */
import type { Warning } from '../rules/warningLog';
import { GONE, type ObjectTables, type Primitive, Task } from './objects';
import { QueuedBy } from './queuedBy';
import type { Passage, Pool } from './passage';
import { HOLE, TaskRecord, TaskColumns, TaskDouble, TaskInt } from './taskColumns';

/** Unless somebody wishes otherwise. */
export const ENDED_TASKS_KEPT = 10_000;
/** Fewer rows of nobody are not worth the work of closing up. */
const FEWEST_HOLES = 1024;

export class TaskTable {
  readonly columns = new TaskColumns();
  /** The lock, queue, … that a task waits in, and the warning that it only yields: few tasks have one. */
  readonly primitives = new Map<Task, Primitive>();
  readonly busyWaits = new Map<Task, Warning>();
  readonly #tables: ObjectTables;
  readonly #endedKept: number;
  readonly #holesKept: number;
  /** One for each row of the columns; null where it was let go, or nobody has asked for it. */
  #tasks: (Task | null)[] = [null];
  #holes = 0;
  /** Rows of the ended tasks that were first and last to end; between them `nextEnded` leads on. */
  #firstEnded = 0;
  #lastEnded = 0;
  #ended = 0;
  /** Tasks ever seen; also the last serial number given. */
  total = 0;
  /** Tasks that have not ended. */
  live = 0;
  /** Ended tasks that are not kept any more. */
  letGo = 0;

  /** @param endedKept how many tasks that have ended are kept */
  constructor(tables: ObjectTables, endedKept = ENDED_TASKS_KEPT) {
    this.#tables = tables;
    this.#endedKept = endedKept;
    this.#holesKept = Math.max(FEWEST_HOLES, endedKept);
  }

  /** The row of a new task, at that address, of the loop with that serial number. `since`: the loop's user time, ns. */
  create(address: number, loop: number, createdAt: number, since: number): number {
    this.total += 1;
    this.live += 1;
    const { columns } = this;
    const index = columns.append();
    columns.serial[index] = this.total;
    columns.loop[index] = loop;
    columns.address[index] = address;
    const at = index * TaskRecord.doubles;
    columns.doubles[at + TaskDouble.since] = since;
    columns.doubles[at + TaskDouble.readySince] = since;
    columns.doubles[at + TaskDouble.createdAt] = createdAt;
    columns.ints[index * TaskRecord.ints + TaskInt.waker] = QueuedBy.unknown;
    this.#tasks.push(null);
    return index;
  }

  /** To be called once for each task that ends. */
  ended(row: number): void {
    this.live -= 1;
    this.#pushEnded(row);
  }

  /**
   * Lets the task go that ended first, if more are kept than may be. One that somebody still waits for is kept as if it had
   * just ended. Returns its row, which stays as it is until `close`; 0: none was let go.
   */
  letOldestGo(): number {
    if (this.#ended <= this.#endedKept) return 0;
    const { columns } = this;
    const row = this.#firstEnded;
    this.#firstEnded = columns.nextEnded[row]!;
    this.#ended -= 1;
    if (columns.int(row, TaskInt.waiterCount) !== 0) {
      this.#pushEnded(row);
      return 0;
    }
    const task = this.#tasks[row];
    if (task) task.index = GONE;
    this.#tasks[row] = null;
    columns.status[row] = HOLE;
    this.#holes += 1;
    this.letGo += 1;
    return row;
  }

  /** The task in `row` waits in no lock, queue, … any more. */
  leavePrimitive(row: number): void {
    if (this.primitives.size > 0) this.primitives.delete(this.at(row)!);
  }

  /** The task in that row; null if it was let go. */
  at(row: number): Task | null {
    return row === 0 ? null : (this.#tasks[row] ?? this.#make(row));
  }

  /** The tasks in order of creation; null where one was let go. Not to be changed. */
  get all(): readonly (Task | null)[] {
    for (let row = 1; row < this.#tasks.length; row++) this.#tasks[row] ??= this.#make(row);
    return this.#tasks;
  }

  /** How many of `all` are not null. */
  get kept(): number {
    return this.columns.length - 1 - this.#holes;
  }

  /** The task with that serial number; null if it was let go. */
  find(serial: number): Task | null {
    return this.at(this.columns.indexOf(serial));
  }

  /** So many rows are nobody's that they are to be closed up. */
  get isHollow(): boolean {
    return this.#holes > this.#holesKept && this.#holes * 2 > this.columns.length;
  }

  /** Moves the tasks together. Returns by row where it is now. */
  close(): Int32Array {
    const { columns } = this;
    const moved = new Int32Array(columns.length);
    const rows = new Int32Array(columns.length - this.#holes);
    let kept = 1;
    for (let row = 1; row < columns.length; row++) {
      if (columns.status[row] === HOLE) continue;
      const task = this.#tasks[row] ?? null;
      if (task !== null) task.index = kept;
      this.#tasks[kept] = task;
      moved[row] = kept;
      rows[kept++] = row;
    }
    this.#tasks.length = kept;
    columns.keep(rows);
    for (const which of [TaskInt.waitsOn, TaskInt.nextWaiter, TaskInt.previousWaiter, TaskInt.firstWaiter]) follow(columns.ints, moved, TaskRecord.ints, which);
    follow(columns.nextEnded, moved);
    this.#firstEnded = moved[this.#firstEnded]!;
    this.#lastEnded = moved[this.#lastEnded]!;
    this.#holes = 0;
    return moved;
  }

  pass(io: Passage, primitives: Pool<Primitive>, warnings: Pool<Warning>): void {
    this.columns.pass(io);
    if (io.reading) this.#tasks = new Array<Task | null>(this.columns.length).fill(null);
    this.#holes = io.number(this.#holes);
    this.#firstEnded = io.number(this.#firstEnded);
    this.#lastEnded = io.number(this.#lastEnded);
    this.#ended = io.number(this.#ended);
    this.total = io.number(this.total);
    this.live = io.number(this.live);
    this.letGo = io.number(this.letGo);
    io.map(this.primitives, (task) => this.passOne(io, task), (primitive) => io.ref(primitives, primitive)!);
    io.map(this.busyWaits, (task) => this.passOne(io, task), (warning) => io.ref(warnings, warning)!);
  }

  /** Passes which task `task` is; the columns must have been passed. */
  passOne(io: Passage, task: Task | null): Task {
    const row = io.number(task?.index ?? 0);
    // of one that was let go nothing is known but its number
    const serial = row === GONE ? io.number(task?.serial ?? 0) : 0;
    return this.at(row) ?? task ?? new Task(this.#tables, this.columns, serial, GONE);
  }

  #make(row: number): Task | null {
    const { columns } = this;
    if (columns.status[row] === HOLE) return null;
    const task = new Task(this.#tables, columns, columns.serial[row]!, row);
    this.#tasks[row] = task;
    return task;
  }

  #pushEnded(row: number): void {
    this.columns.nextEnded[row] = 0;
    if (this.#ended === 0) this.#firstEnded = row;
    else this.columns.nextEnded[this.#lastEnded] = row;
    this.#lastEnded = row;
    this.#ended += 1;
  }
}

/**
 * Lets references, or rows, say where the tasks are now. Other references, which are below 0, stay.
 * @param width every so many numbers of the column there is one, the first at `from`
 */
export function follow(column: Int32Array, moved: Int32Array, width = 1, from = 0): void {
  for (let at = from; at < column.length; at += width) if (column[at]! > 0) column[at] = moved[column[at]!]!;
}
