/**
 * What tables of tasks are sorted and filtered by, in columns: 100,000 objects cannot be looked at in a
 * few milliseconds, arrays of numbers can. Rows are in order of creation.
 */

/** What a task is doing. "Running" is no status: it follows from the loop's queue, see `runningHandle.ts`. */
export const TaskStatus = { created: 0, ready: 1, parked: 2, done: 3, cancelled: 4, failed: 5, destroyed: 6 } as const;
export type TaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus];

/** In the place of a status: the task of that row was let go. */
export const HOLE = 255;

const FIRST_CAPACITY = 64;

export class TaskColumns {
  /** Rows in use. */
  length = 0;
  serial = new Float64Array(FIRST_CAPACITY);
  /** A `TaskStatus`, or `HOLE`. */
  status = new Uint8Array(FIRST_CAPACITY);
  steps = new Float64Array(FIRST_CAPACITY);
  busy = new Float64Array(FIRST_CAPACITY);
  longest = new Float64Array(FIRST_CAPACITY);
  code = new Int32Array(FIRST_CAPACITY);
  name = new Int32Array(FIRST_CAPACITY);
  defaultName = new Int32Array(FIRST_CAPACITY);

  /** Adds a row of zeros for the task with that serial number; returns its index. */
  add(serial: number): number {
    if (this.length === this.serial.length) this.#grow();
    const index = this.length++;
    this.serial[index] = serial;
    return index;
  }

  /** Copies row `from` over row `to`. */
  move(from: number, to: number): void {
    for (const column of this.#all()) column[to] = column[from]!;
  }

  /** Keeps the first `length` rows only. */
  cut(length: number): void {
    for (const column of this.#all()) column.fill(0, length, this.length);
    this.length = length;
  }

  /** Index of the row with that serial number; -1 if there is none. */
  indexOf(serial: number): number {
    let low = 0;
    let high = Math.min(this.length, serial) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.serial[middle]!;
      if (found === serial) return middle;
      if (found < serial) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #all(): readonly (Float64Array | Int32Array | Uint8Array)[] {
    return [this.serial, this.status, this.steps, this.busy, this.longest, this.code, this.name, this.defaultName];
  }

  #grow(): void {
    const capacity = 2 * this.serial.length;
    const larger = <T extends Float64Array | Int32Array | Uint8Array>(column: T, grown: T): T => {
      grown.set(column);
      return grown;
    };
    this.serial = larger(this.serial, new Float64Array(capacity));
    this.status = larger(this.status, new Uint8Array(capacity));
    this.steps = larger(this.steps, new Float64Array(capacity));
    this.busy = larger(this.busy, new Float64Array(capacity));
    this.longest = larger(this.longest, new Float64Array(capacity));
    this.code = larger(this.code, new Int32Array(capacity));
    this.name = larger(this.name, new Int32Array(capacity));
    this.defaultName = larger(this.defaultName, new Int32Array(capacity));
  }
}
