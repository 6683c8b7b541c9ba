/**
 * The last minute of a loop for charts: turns, the longest ready queue and the idle time in each half second
 * of the stream's clock. It follows from the stream, so it is there whenever a view asks.
 */
import type { Passage } from './passage';
import { addTime } from './timeBuckets';

export const BUCKET_NS = 500e6;
/** How many whole half seconds a view gets: a minute. */
export const BUCKETS_SHOWN = 120;
/** One more is under way. */
const BUCKETS = BUCKETS_SHOWN + 1;

/** One figure for each half second, the oldest first. */
export interface History {
  /** Number of the last half second, which rises by one whenever another is over. */
  readonly last: number;
  readonly iterations: Float64Array;
  /** The longest that the queue was at the beginning of a turn. */
  readonly ready: Float64Array;
  /** Share of the time in which the loop was not waiting in select, 0 to 1; without pauses. */
  readonly busy: Float64Array;
}

export class LoopHistory {
  #iterations = new Float64Array(BUCKETS);
  #ready = new Float64Array(BUCKETS);
  #idle = new Float64Array(BUCKETS);
  #paused = new Float64Array(BUCKETS);
  #first = -1;
  #bucket = -1;
  #at = 0;
  /** When the present half second is over, ns. */
  #end = 0;

  /** A turn with `ready` handles begins at `t`, after waiting in select since `selectStart` (0: it did not); ns. */
  turn(t: number, selectStart: number, ready: number): void {
    if (t >= this.#end) this.#advance(t);
    const at = this.#at;
    this.#iterations[at]! += 1;
    if (ready > this.#ready[at]!) this.#ready[at] = ready;
    if (selectStart !== 0) addTime(this.#idle, BUCKET_NS, selectStart, t, this.#bucket);
  }

  /** The loop did nothing from `from` to `to`, as it did not run. */
  rest(from: number, to: number): void {
    if (to >= this.#end) this.#advance(to);
    addTime(this.#idle, BUCKET_NS, from, to, this.#bucket);
  }

  /** The loop stood from `from` to `to`, which counts as nothing. `idle`: it will be told that it waited in select then. */
  addPaused(from: number, to: number, idle: boolean): void {
    if (to >= this.#end) this.#advance(to);
    addTime(this.#paused, BUCKET_NS, from, to, this.#bucket);
    if (idle) addTime(this.#idle, BUCKET_NS, from, to, this.#bucket, -1);
  }

  /** The minute before `now`; empty in the first half second. `idleSince`: since when the loop waits, or null. */
  recent(now: number, idleSince: number | null): History {
    const last = Math.floor(now / BUCKET_NS) - 1;
    const from = this.#first < 0 ? last + 1 : Math.max(this.#first, last - BUCKETS_SHOWN + 1);
    const count = Math.max(0, last - from + 1);
    const idle = this.#idle.slice();
    // what is not told yet of the wait that is under way
    if (idleSince !== null) {
      for (let bucket = Math.max(this.#bucket + 1, last - BUCKETS + 1); bucket <= last; bucket++) idle[bucket % BUCKETS] = 0;
      addTime(idle, BUCKET_NS, idleSince, (last + 1) * BUCKET_NS, last);
    }
    const known = (values: Float64Array): Float64Array => Float64Array.from({ length: count }, (_, i) => (from + i > this.#bucket ? 0 : values[(from + i) % BUCKETS]!));
    const paused = known(this.#paused);
    const busy = Float64Array.from({ length: count }, (_, i) => {
      const told = from + i <= this.#bucket || idleSince !== null;
      const length = BUCKET_NS - paused[i]!;
      const waited = told ? Math.max(0, idle[(from + i) % BUCKETS]!) : 0;
      return length > waited ? 1 - waited / length : 0;
    });
    return { last, iterations: known(this.#iterations), ready: known(this.#ready), busy };
  }

  pass(io: Passage): void {
    this.#iterations = io.column(this.#iterations, BUCKETS);
    this.#ready = io.column(this.#ready, BUCKETS);
    this.#idle = io.column(this.#idle, BUCKETS);
    this.#paused = io.column(this.#paused, BUCKETS);
    this.#first = io.number(this.#first);
    this.#bucket = io.number(this.#bucket);
    this.#at = io.number(this.#at);
    this.#end = io.number(this.#end);
  }

  #advance(t: number): void {
    const bucket = Math.floor(t / BUCKET_NS);
    if (this.#first < 0) {
      // the half second in which the loop began counts from the next on
      this.#first = bucket + 1;
      this.#bucket = bucket;
    }
    for (let next = Math.max(this.#bucket + 1, bucket - BUCKETS + 1); next <= bucket; next++) {
      this.#iterations[next % BUCKETS] = 0;
      this.#ready[next % BUCKETS] = 0;
      this.#idle[next % BUCKETS] = 0;
      this.#paused[next % BUCKETS] = 0;
    }
    this.#bucket = bucket;
    this.#at = bucket % BUCKETS;
    this.#end = (bucket + 1) * BUCKET_NS;
  }
}
