/** Counts of times by length, on a logarithmic scale: eight buckets for each doubling, so that a percentile is off by 9 % at most. */

const PER_DOUBLING = 8;
/** Up to 2^48 ns, which is three days. */
const BUCKETS = 48 * PER_DOUBLING;
/** A picture has no more bars than that. */
const MAX_BARS = 32;

export interface Bars {
  readonly least: number;
  readonly factor: number;
  readonly bars: readonly number[];
}

export class LogHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  count = 0;
  /** ns */
  max = 0;

  add(length: number): void {
    this.#counts[bucketOf(length)]! += 1;
    this.count += 1;
    if (length > this.max) this.max = length;
  }

  /** The length, ns, that a share of them does not exceed; 0 if there are none. */
  quantile(share: number): number {
    let left = Math.ceil(share * this.count);
    if (left <= 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket]!;
      if (left <= 0) return Math.min(this.max, beginOf(bucket + 1));
    }
    return this.max;
  }

  /** The counts from the shortest to the longest, with as many neighbours together as the picture needs. */
  bars(): Bars {
    const first = this.#counts.findIndex((count) => count > 0);
    if (first === -1) return { least: 0, factor: 2, bars: [] };
    const last = this.#counts.findLastIndex((count) => count > 0);
    let together = 1;
    while (Math.floor(last / together) - Math.floor(first / together) >= MAX_BARS) together *= 2;
    const firstBar = Math.floor(first / together);
    const bars = new Array<number>(Math.floor(last / together) - firstBar + 1).fill(0);
    for (let bucket = first; bucket <= last; bucket++) bars[Math.floor(bucket / together) - firstBar]! += this.#counts[bucket]!;
    return { least: beginOf(firstBar * together), factor: 2 ** (together / PER_DOUBLING), bars };
  }
}

const bucketOf = (length: number): number => (length < 1 ? 0 : Math.min(BUCKETS - 1, Math.floor(Math.log2(length) * PER_DOUBLING)));

const beginOf = (bucket: number): number => 2 ** (bucket / PER_DOUBLING);
