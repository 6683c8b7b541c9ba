/** How busy a loop was over the whole run: a fixed number of buckets, which become twice as long whenever the run outgrows them. */

const BUCKETS = 2048;
/** ns; of the first buckets. */
const FIRST_WIDTH = 2 ** 16;

export class Utilisation {
  readonly #begin: number;
  #width = FIRST_WIDTH;
  /** ns in steps and callbacks, and the longest of those that end there. */
  readonly #busy = new Float64Array(BUCKETS);
  readonly #longest = new Float64Array(BUCKETS);

  /** The bucket that was added to last: from when until when it is. */
  #bucket = 0;
  #since = 0;
  #until = 0;

  /** @param begin ns of the stream's clock; nothing is before */
  constructor(begin: number) {
    this.#begin = begin;
  }

  /** Something ran for `length` ns and ended at `end`. */
  add(end: number, length: number): void {
    const to = Math.max(0, end - this.#begin);
    // most of what happens does so in the bucket of what happened before
    if (to < this.#until && to - length >= this.#since) {
      this.#busy[this.#bucket]! += length;
      if (length > this.#longest[this.#bucket]!) this.#longest[this.#bucket] = length;
      return;
    }
    while (to >= this.#width * BUCKETS) this.#halve();
    const from = Math.max(0, to - length);
    const last = Math.floor(to / this.#width);
    const first = Math.floor(from / this.#width);
    this.#bucket = last;
    this.#since = last * this.#width;
    this.#until = this.#since + this.#width;
    if (length > this.#longest[last]!) this.#longest[last] = length;
    if (first === last) {
      this.#busy[last]! += length;
      return;
    }
    this.#busy[first]! += (first + 1) * this.#width - from;
    for (let bucket = first + 1; bucket < last; bucket++) {
      this.#busy[bucket]! += this.#width;
      if (length > this.#longest[bucket]!) this.#longest[bucket] = length;
    }
    this.#busy[last]! += to - last * this.#width;
  }

  /** Adds what `other` has, which has the same begin. */
  absorb(other: Utilisation): void {
    while (this.#width < other.#width) this.#halve();
    const scale = other.#width / this.#width;
    for (let i = 0; i < BUCKETS; i++) {
      const bucket = Math.floor(i * scale);
      this.#busy[bucket]! += other.#busy[i]!;
      this.#longest[bucket] = Math.max(this.#longest[bucket]!, other.#longest[i]!);
    }
  }

  /**
   * Raises `shares` (0 … 1) and `longest` (ns), which divide the time from the begin to `end` evenly, to
   * what this loop has.
   */
  raise(end: number, shares: Float64Array, longest: Float64Array): void {
    const span = end - this.#begin;
    const width = span / shares.length;
    for (let i = 0; i < shares.length; i++) {
      const from = i * width;
      const to = from + width;
      let busy = 0;
      let peak = 0;
      const last = Math.min(BUCKETS - 1, Math.ceil(to / this.#width) - 1);
      for (let bucket = Math.floor(from / this.#width); bucket <= last; bucket++) {
        const begin = bucket * this.#width;
        // within a bucket it is taken to be even; the last one is not over
        const length = Math.min(this.#width, span - begin);
        busy += (this.#busy[bucket]! * (Math.min(to, begin + length) - Math.max(from, begin))) / length;
        peak = Math.max(peak, this.#longest[bucket]!);
      }
      shares[i] = Math.max(shares[i]!, Math.min(1, busy / width));
      longest[i] = Math.max(longest[i]!, peak);
    }
  }

  #halve(): void {
    for (let i = 0; i < BUCKETS / 2; i++) {
      this.#busy[i] = this.#busy[2 * i]! + this.#busy[2 * i + 1]!;
      this.#longest[i] = Math.max(this.#longest[2 * i]!, this.#longest[2 * i + 1]!);
    }
    this.#busy.fill(0, BUCKETS / 2);
    this.#longest.fill(0, BUCKETS / 2);
    this.#width *= 2;
  }
}
