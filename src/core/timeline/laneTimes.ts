/** The histograms of the one lane that somebody looks at. They grow with it: only steps since the last look are read. */
import type { Chunk } from './chunkedLog';
import { LogHistogram } from './logHistogram';
import { type Lane, LEAF_STEPS, lengthOf, NODE_SUMS, queuedOf, STEP_DOUBLES, type StepLog, Sum, SUM_DOUBLES } from './stepLog';

export class LaneTimes {
  readonly #log: StepLog;
  #lane: Lane | null = null;
  /** How many steps it had at the last look. */
  #known = 0;
  /** How many of those since are still to be read. */
  #left = 0;
  #steps = new LogHistogram();
  #queued = new LogHistogram();

  constructor(log: StepLog) {
    this.#log = log;
  }

  /** Of all steps of `lane` that were kept when somebody first looked at it, and all since. */
  of(lane: Lane): { readonly steps: LogHistogram; readonly queued: LogHistogram } {
    if (lane !== this.#lane) {
      this.#lane = lane;
      this.#known = 0;
      this.#steps = new LogHistogram();
      this.#queued = new LogHistogram();
    }
    this.#left = lane.steps - this.#known;
    this.#known = lane.steps;
    let more = this.#log.eachLoose(lane, (chunk, at) => this.#add(chunk, at));
    for (let level = 0; more && level < (lane.open?.length ?? 0); level++) more = this.#addSums(level, lane.open![level]!, 0, lane.open![level]!.length);
    return { steps: this.#steps, queued: this.#queued };
  }

  #add(chunk: Chunk, at: number): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    // what was dropped before its lane had 16 of them
    if (chunk.doubles[at] === 0) return true;
    this.#steps.add(lengthOf(chunk, at));
    this.#queued.add(queuedOf(chunk, at));
    return true;
  }

  #addSums(level: number, sums: ArrayLike<number>, first: number, end: number): boolean {
    for (let at = end - SUM_DOUBLES; at >= first; at -= SUM_DOUBLES) if (!this.#addBelow(level, sums[at + Sum.number]!)) return false;
    return true;
  }

  #addBelow(level: number, number: number): boolean {
    const records = level === 0 ? this.#log.leaves : this.#log.nodes[level - 1]!;
    const chunk = records.chunk(number);
    if (chunk === null || this.#left === 0) return false;
    const first = records.offset(number);
    if (level > 0) return this.#addSums(level - 1, chunk.doubles, first, first + NODE_SUMS * SUM_DOUBLES);
    for (let at = first + (LEAF_STEPS - 1) * STEP_DOUBLES; at >= first; at -= STEP_DOUBLES) if (!this.#add(chunk, at)) return false;
    return true;
  }
}
