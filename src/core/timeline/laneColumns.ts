/** What a lane shows in a window: its time in steps and in the ready queue for each pixel. */
import type { Chunk } from './chunkedLog';
import { unpackLength } from './packedLength';
import { type Lane, LEAF_STEPS, lengthOf, NODE_SUMS, queuedOf, STEP_DOUBLES, type StepLog, Sum, SUM_DOUBLES } from './stepLog';

/** By level: how many steps are in what its sums are of. Here, as to raise to a power takes longer than all else that is done with a sum. */
const STEPS_IN = Array.from({ length: 16 }, (_, level) => LEAF_STEPS * NODE_SUMS ** level);

/** Part of a pixel: a step that is longer is put where it is. */
const SHARP = 0.25;

export class LaneColumns {
  readonly #log: StepLog;
  readonly #blur: number;
  readonly #open = new Float64Array(NODE_SUMS * SUM_DOUBLES);
  /** Where what is kept of the window begins. */
  readonly #keptFrom: number;
  readonly #to: number;
  /** Pixels per ns. */
  readonly #scale: number;
  readonly from: number;
  readonly pixels: number;
  /** By pixel, ns: time running, time in the ready queue, the longest step of which a part is there; and how many have one. */
  readonly busy: Float64Array;
  readonly queued: Float64Array;
  readonly longest: Float64Array;
  readonly counts: Float64Array;
  /** Of the whole window, ns; and how many steps have a part in it. */
  totalBusy = 0;
  totalQueued = 0;
  totalLongest = 0;
  steps = 0;

  /**
   * For windows from `from` to `to`, ns of the stream's clock, which are `pixels` wide; made once for all lanes.
   * @param blur where 16 steps or more take less than so many pixels and none of them is long, it is not looked which pixel each
   *   of them is in: they are spread evenly. The sums of the window are exact all the same.
   */
  constructor(log: StepLog, from: number, to: number, pixels: number, blur = 0) {
    this.#log = log;
    this.#blur = blur;
    this.from = from;
    this.#keptFrom = Math.max(from, log.droppedUntil);
    this.#to = to;
    this.#scale = pixels / (to - from);
    this.pixels = pixels;
    this.busy = new Float64Array(pixels);
    this.queued = new Float64Array(pixels);
    this.longest = new Float64Array(pixels);
    this.counts = new Float64Array(pixels);
  }

  /** ns */
  get pixelWidth(): number {
    return 1 / this.#scale;
  }

  /** The same for the pixel alone that `t` is in, and without a blur. */
  pixelAt(t: number): LaneColumns {
    const left = this.from + Math.floor((t - this.from) * this.#scale) / this.#scale;
    return new LaneColumns(this.#log, left, left + this.pixelWidth, 1);
  }

  /** Forgets the lane before and reads `lane`. */
  read(lane: Lane | null): void {
    this.busy.fill(0);
    this.queued.fill(0);
    this.longest.fill(0);
    this.counts.fill(0);
    this.totalBusy = this.totalQueued = this.totalLongest = this.steps = 0;
    if (lane === null) return;
    // from the newest to the oldest, until all that is older ends before the window begins
    const loose = this.#log.eachLoose(lane, (chunk, at) => this.#readStep(chunk, at));
    if (!loose || lane.open === null) return;
    for (const [level, sums] of lane.open.entries()) {
      // the same kind of array as in nodes, so that the compiler knows but one
      this.#open.set(sums);
      if (!this.#readSums(level, this.#open, 0, sums.length / SUM_DOUBLES)) return;
    }
  }

  /** Adds a step that was queued at `since`, began at `begin` and ended at `end`, or has not ended by then. */
  addStep(since: number, begin: number, end: number): void {
    const queued = this.#spread(this.queued, since, begin);
    const busy = this.#spread(this.busy, begin, end);
    this.totalQueued += queued;
    this.totalBusy += busy;
    if (busy === 0) return;
    this.steps += 1;
    const length = end - begin;
    if (length > this.totalLongest) this.totalLongest = length;
    const last = this.#lastPixel(end);
    for (let pixel = this.#firstPixel(Math.max(begin, this.#keptFrom)); pixel <= last; pixel++) {
      this.counts[pixel]! += 1;
      if (length > this.longest[pixel]!) this.longest[pixel] = length;
    }
  }

  /** @returns whether older ones may be in the window too */
  #readStep(chunk: Chunk, at: number): boolean {
    const end = chunk.doubles[at]!;
    if (end <= this.#keptFrom) return false;
    const begin = end - lengthOf(chunk, at);
    const since = begin - queuedOf(chunk, at);
    if (since < this.#to) this.addStep(since, begin, end);
    return true;
  }

  /** Most of the time goes here: steps that are in one pixel or in two, which most are, are added without a call. */
  #readLeaf(leaf: number): boolean {
    const { leaves } = this.#log;
    const chunk = leaves.chunk(leaf);
    if (chunk === null) return false;
    const { doubles, words } = chunk;
    const { busy, queued, longest, counts, from, pixels } = this;
    const scale = this.#scale;
    const keptFrom = this.#keptFrom;
    const first = leaves.offset(leaf);
    for (let at = first + (LEAF_STEPS - 1) * STEP_DOUBLES; at >= first; at -= STEP_DOUBLES) {
      const end = doubles[at]!;
      const length = unpackLength(words[2 * at + 2]!);
      const waited = unpackLength(words[2 * at + 3]!);
      const since = end - length - waited;
      const place = (end - from) * scale;
      const pixel = place | 0;
      const cutOff = since < keptFrom || pixel >= pixels || pixel >= place;
      const sinceEdge = (since - from) * scale - pixel;
      if (cutOff || sinceEdge < -1) {
        if (!this.#readStep(chunk, at)) return false;
        continue;
      }
      if (sinceEdge >= 0) {
        busy[pixel]! += length;
        queued[pixel]! += waited;
      } else {
        const edge = from + pixel / scale;
        const ran = end - edge;
        if (ran >= length) {
          // it became due before the edge, and ran after it
          queued[pixel - 1]! += waited + length - ran;
          queued[pixel]! += ran - length;
          busy[pixel]! += length;
        } else {
          queued[pixel - 1]! += waited;
          busy[pixel - 1]! += length - ran;
          busy[pixel]! += ran;
          counts[pixel - 1]! += 1;
          if (length > longest[pixel - 1]!) longest[pixel - 1] = length;
        }
      }
      counts[pixel]! += 1;
      if (length > longest[pixel]!) longest[pixel] = length;
      this.totalBusy += length;
      this.totalQueued += waited;
      this.steps += 1;
      if (length > this.totalLongest) this.totalLongest = length;
    }
    return true;
  }

  #readNode(level: number, node: number): boolean {
    const log = this.#log.nodes[level]!;
    const chunk = log.chunk(node);
    return chunk !== null && this.#readSums(level, chunk.doubles, log.offset(node), NODE_SUMS);
  }

  /** Reads what the `count` sums from `first` on are of: leaves, if `level` is 0. */
  #readSums(level: number, sums: Float64Array, first: number, count: number): boolean {
    for (let at = first + (count - 1) * SUM_DOUBLES; at >= first; at -= SUM_DOUBLES) {
      if (sums[at + Sum.end]! <= this.#keptFrom) return false;
      if (sums[at + Sum.begin]! >= this.#to || this.#addSum(level, sums, at)) continue;
      const number = sums[at + Sum.number]!;
      if (!(level === 0 ? this.#readLeaf(number) : this.#readNode(level - 1, number))) return false;
    }
    return true;
  }

  /** Adds what is summed up if all of it is in one pixel, or so short that nobody sees where exactly its steps are. */
  #addSum(level: number, sums: Float64Array, at: number): boolean {
    const begin = sums[at + Sum.begin]!;
    const end = sums[at + Sum.end]!;
    if (begin < this.#keptFrom || end > this.#to) return false;
    const first = (begin - this.from) * this.#scale;
    const last = (end - this.from) * this.#scale;
    const pixel = Math.floor(first);
    const edge = Math.floor(last);
    const longest = sums[at + Sum.longest]!;
    if (edge >= this.pixels || (edge !== pixel && (last - first > this.#blur || longest * this.#scale > SHARP))) return false;
    const busy = sums[at + Sum.busy]!;
    const queued = sums[at + Sum.queued]!;
    const steps = STEPS_IN[level]!;
    if (edge === pixel) {
      this.busy[pixel]! += busy;
      this.queued[pixel]! += queued;
    } else {
      for (let part = pixel; part <= edge; part++) {
        const share = (Math.min(last, part + 1) - Math.max(first, part)) / (last - first);
        this.busy[part]! += busy * share;
        this.queued[part]! += queued * share;
      }
    }
    const middle = Math.floor((first + last) / 2);
    if (longest > this.longest[middle]!) this.longest[middle] = longest;
    this.counts[middle]! += steps;
    this.totalBusy += busy;
    this.totalQueued += queued;
    if (longest > this.totalLongest) this.totalLongest = longest;
    this.steps += steps;
    return true;
  }

  /** Adds the time from `begin` to `end` to the pixels that it is in; returns how much of it is in the window. */
  #spread(column: Float64Array, begin: number, end: number): number {
    const from = Math.max(begin, this.#keptFrom);
    const to = Math.min(end, this.#to);
    if (to <= from) return 0;
    const first = this.#firstPixel(from);
    const last = this.#lastPixel(to);
    if (first === last) column[first]! += to - from;
    else {
      const width = 1 / this.#scale;
      column[first]! += this.from + (first + 1) * width - from;
      for (let pixel = first + 1; pixel < last; pixel++) column[pixel]! += width;
      column[last]! += to - (this.from + last * width);
    }
    return to - from;
  }

  /** The pixel that a moment is in, and that which a time up to it ends in. */
  #firstPixel(t: number): number {
    return Math.max(0, Math.min(this.pixels - 1, Math.floor((t - this.from) * this.#scale)));
  }

  #lastPixel(t: number): number {
    return Math.min(this.pixels - 1, Math.max(0, Math.ceil((t - this.from) * this.#scale) - 1));
  }
}
