/** How much happened lately: rows and idle time of a loop in buckets of 50 ms of its own clock. */
import type { Passage } from './passage';
import { addTime } from './timeBuckets';

const BUCKET_NS = 50e6;
const BUCKETS = 32;
/** Buckets that make up "the last second". */
const SHOWN = 20;

export interface RecentActivity {
  readonly rows: number;
  /** ns waited in select. */
  readonly idle: number;
  /** Length of the time looked at, ns; at most a second, less if the loop is younger. */
  readonly span: number;
}

export class Activity {
  #rows = new Float64Array(BUCKETS);
  #idle = new Float64Array(BUCKETS);
  #paused = new Float64Array(BUCKETS);
  #bucket = -1;
  #firstTime = 0;
  #rowsAtStart = 0;
  /** The time at which the current bucket ends: `advance` is due for a row at or after it. */
  end = 0;

  /** Opens the bucket of `t`. `rowsBefore`: rows of the loop before the one at `t`. */
  advance(t: number, rowsBefore: number): void {
    const bucket = Math.floor(t / BUCKET_NS);
    if (this.#bucket < 0) {
      this.#bucket = bucket;
      this.#firstTime = t;
    } else {
      this.#rows[this.#bucket % BUCKETS] = rowsBefore - this.#rowsAtStart;
      this.#rowsAtStart = rowsBefore;
    }
    for (let next = Math.max(this.#bucket + 1, bucket - BUCKETS + 1); next <= bucket; next++) {
      this.#rows[next % BUCKETS] = 0;
      this.#idle[next % BUCKETS] = 0;
      this.#paused[next % BUCKETS] = 0;
    }
    this.#bucket = bucket;
    this.end = (bucket + 1) * BUCKET_NS;
  }

  /** The loop waited in select from `from` to `to`. The bucket of `to` must be open. */
  addIdle(from: number, to: number): void {
    this.#add(this.#idle, from, to, 1);
  }

  /** The loop stood from `from` to `to`, which counts as nothing. `idle`: it will be told that it waited in select then. */
  addPaused(from: number, to: number, idle: boolean): void {
    this.#add(this.#paused, from, to, 1);
    if (idle) this.#add(this.#idle, from, to, -1);
  }

  /** The second before `now`. `rows`: all rows of the loop so far; `idleSince`: since when it waits in select, or null. */
  recent(now: number, rows: number, idleSince: number | null): RecentActivity {
    if (this.#bucket < 0) return { rows: 0, idle: 0, span: 0 };
    const from = Math.max((Math.floor(now / BUCKET_NS) - SHOWN + 1) * BUCKET_NS, this.#firstTime);
    const firstBucket = Math.floor(from / BUCKET_NS);
    let recentRows = 0;
    let idle = 0;
    let paused = 0;
    for (let bucket = Math.max(firstBucket, this.#bucket - BUCKETS + 1); bucket <= this.#bucket; bucket++) {
      recentRows += bucket === this.#bucket ? rows - this.#rowsAtStart : this.#rows[bucket % BUCKETS]!;
      idle += this.#idle[bucket % BUCKETS]!;
      paused += this.#paused[bucket % BUCKETS]!;
    }
    if (idleSince !== null) idle += Math.max(0, now - Math.max(idleSince, from));
    const span = Math.max(0, now - from - paused);
    return { rows: recentRows, idle: Math.max(0, Math.min(idle, span)), span };
  }

  pass(io: Passage): void {
    this.#rows = io.column(this.#rows, BUCKETS);
    this.#idle = io.column(this.#idle, BUCKETS);
    this.#paused = io.column(this.#paused, BUCKETS);
    this.#bucket = io.number(this.#bucket);
    this.#firstTime = io.number(this.#firstTime);
    this.#rowsAtStart = io.number(this.#rowsAtStart);
    this.end = io.number(this.end);
  }

  /** The bucket of `to` must be open. */
  #add(buckets: Float64Array, from: number, to: number, sign: 1 | -1): void {
    addTime(buckets, BUCKET_NS, from, to, Math.floor(to / BUCKET_NS), sign);
  }
}
