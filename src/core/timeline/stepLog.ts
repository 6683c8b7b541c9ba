/**
 * Every step of every task, and above them a pyramid of sums, so that a window of any length is answered by
 * looking at a few records for each pixel. All times are ns of the stream's clock.
 *
 * A new step goes into `loose`, where it points back to its lane's step before. The last 16 steps of a lane become
 * a leaf, one piece of memory, and leave `loose`; so a task of a few steps takes little, and one of many is read
 * fast. Of 4 leaves the sums become a node, of 4 nodes the sums become a node of the next level, and so on. All
 * lanes share the logs, which are in order of time: so the oldest can be dropped as a whole.
 */
import { type Chunk, ChunkedLog } from './chunkedLog';
import { packLength, unpackLength } from './packedLength';

/** Steps in a leaf. */
export const LEAF_STEPS = 16;
/** Sums in a node: few, so that of those that are needed for a pixel there is always one which is about as long. */
export const NODE_SUMS = 4;

/** Doubles of a step: its end; then two words, its length and how long its handle was queued before, packed. */
export const STEP_DOUBLES = 2;
/** A loose one has a word more: how many records back its lane's loose one before is, 0: there is none. */
const LOOSE_DOUBLES = 3;
const BACK_WORD = 4;
/** Doubles of the sums of a leaf or node: its end, its begin (waiting in the queue included), time in steps, time queued, the longest step, its number. */
export const SUM_DOUBLES = 6;
export const Sum = { end: 0, begin: 1, busy: 2, queued: 3, longest: 4, number: 5 } as const;

/** The steps of one task, or the plain callbacks of one loop. */
export class Lane {
  steps = 0;
  /** Number of the last loose step, if `steps` says that there is one. */
  lastLoose = 0;
  /** By level the sums, fewer than make a node, that are in none yet; those of leaves are at index 0. Most tasks end before they have any. */
  open: number[][] | null = null;

  get looseSteps(): number {
    return this.steps & (LEAF_STEPS - 1);
  }
}

export class StepLog {
  readonly loose: ChunkedLog;
  readonly leaves: ChunkedLog;
  /** Those of leaves are at index 0. */
  readonly nodes: ChunkedLog[] = [];
  readonly #maxBytes: number;
  /** Up to this moment steps have been dropped; 0: none. */
  droppedUntil = 0;
  /** Steps that are not kept any more. */
  dropped = 0;

  /** @param maxBytes what is oldest is dropped for the sake of it */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    const grown = (): void => this.#keepToLimit();
    this.loose = new ChunkedLog(LOOSE_DOUBLES, 0, 2 ** 13, grown);
    this.leaves = new ChunkedLog(LEAF_STEPS * STEP_DOUBLES, (LEAF_STEPS - 1) * STEP_DOUBLES, 2 ** 10, grown);
  }

  get bytes(): number {
    return this.nodes.reduce((sum, log) => sum + log.bytes, this.loose.bytes + this.leaves.bytes);
  }

  /** A step of `length` ns that ended at `end`, whose handle had been queued for `queued` ns. Those of a lane come in order. */
  add(lane: Lane, end: number, length: number, queued: number): void {
    const { loose } = this;
    const number = loose.length;
    const { doubles, words } = loose.append();
    const at = loose.offset(number);
    doubles[at] = end;
    words[2 * at + 2] = packLength(length);
    words[2 * at + 3] = packLength(queued);
    words[2 * at + BACK_WORD] = lane.looseSteps === 0 ? 0 : number - lane.lastLoose;
    lane.lastLoose = number;
    lane.steps += 1;
    if (lane.looseSteps === 0) this.#makeLeaf(lane, end);
  }

  /** Calls `visit` with where each loose step of the lane is, the last first, until it returns false. Returns whether it never did, and all are kept. */
  eachLoose(lane: Lane, visit: (chunk: Chunk, at: number) => boolean): boolean {
    let number = lane.lastLoose;
    for (let left = lane.looseSteps; left > 0; left--) {
      const chunk = this.loose.chunk(number);
      if (chunk === null) return false;
      const at = this.loose.offset(number);
      if (!visit(chunk, at)) return false;
      number -= chunk.words[2 * at + BACK_WORD]!;
    }
    return true;
  }

  #makeLeaf(lane: Lane, end: number): void {
    const { leaves, loose } = this;
    const leaf = leaves.length;
    const { doubles, words } = leaves.append();
    const first = leaves.offset(leaf);
    let begin = Infinity;
    let busy = 0;
    let queued = 0;
    let longest = 0;
    let number = lane.lastLoose;
    for (let index = LEAF_STEPS - 1; index >= 0; index--) {
      const from = loose.chunk(number);
      // those that were dropped leave steps of no length, as old as those that were
      if (from === null) break;
      const at = loose.offset(number);
      const to = first + index * STEP_DOUBLES;
      doubles[to] = from.doubles[at]!;
      words[2 * to + 2] = from.words[2 * at + 2]!;
      words[2 * to + 3] = from.words[2 * at + 3]!;
      const length = lengthOf(from, at);
      const waited = queuedOf(from, at);
      busy += length;
      queued += waited;
      if (length > longest) longest = length;
      begin = Math.min(begin, from.doubles[at]! - length - waited);
      const back = from.words[2 * at + BACK_WORD]!;
      loose.release(from, number);
      number -= back;
    }
    openSums(lane, 0).push(end, begin, busy, queued, longest, leaf);
    this.#closeNodes(lane);
  }

  #closeNodes(lane: Lane): void {
    for (let level = 0; ; level++) {
      const open = openSums(lane, level);
      if (open.length < NODE_SUMS * SUM_DOUBLES) return;
      const log = (this.nodes[level] ??= new ChunkedLog(NODE_SUMS * SUM_DOUBLES, (NODE_SUMS - 1) * SUM_DOUBLES + Sum.end, 2 ** 11, () => undefined));
      const node = log.length;
      log.append().doubles.set(open, log.offset(node));
      sumUp(open, node, openSums(lane, level + 1));
      open.length = 0;
    }
  }

  #keepToLimit(): void {
    while (this.bytes > this.#maxBytes) {
      const { loose, leaves } = this;
      const oldest = Math.min(loose.oldest, leaves.oldest);
      if (oldest === Infinity) return;
      this.dropped += loose.oldest === oldest ? loose.dropOldest() : LEAF_STEPS * leaves.dropOldest();
      this.droppedUntil = Math.max(this.droppedUntil, oldest);
      for (const log of this.nodes) while (log.oldest <= this.droppedUntil) log.dropOldest();
    }
  }
}

function openSums(lane: Lane, level: number): number[] {
  const open = (lane.open ??= []);
  return (open[level] ??= []);
}

/** Adds the sums of `sums`, which are node `number` now, to those of the level above. */
function sumUp(sums: readonly number[], number: number, above: number[]): void {
  let begin = Infinity;
  let busy = 0;
  let queued = 0;
  let longest = 0;
  for (let at = 0; at < sums.length; at += SUM_DOUBLES) {
    begin = Math.min(begin, sums[at + Sum.begin]!);
    busy += sums[at + Sum.busy]!;
    queued += sums[at + Sum.queued]!;
    longest = Math.max(longest, sums[at + Sum.longest]!);
  }
  above.push(sums[sums.length - SUM_DOUBLES + Sum.end]!, begin, busy, queued, longest, number);
}

/** Of the step whose doubles begin at `at`, ns. */
export const lengthOf = ({ words }: Chunk, at: number): number => unpackLength(words[2 * at + 2]!);
export const queuedOf = ({ words }: Chunk, at: number): number => unpackLength(words[2 * at + 3]!);
