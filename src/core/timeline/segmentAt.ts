/** What a lane was doing at one moment. */
import type { Chunk } from './chunkedLog';
import { type Lane, LEAF_STEPS, lengthOf, NODE_SUMS, queuedOf, STEP_DOUBLES, type StepLog, Sum, SUM_DOUBLES } from './stepLog';

export interface Segment {
  readonly state: 'running' | 'queued' | 'parked';
  /** ns of the stream's clock; `begin` is null before the lane's first step that is kept, `end` after its last. */
  readonly begin: number | null;
  readonly end: number | null;
}

interface Around {
  /** Where the first step is that ends after the moment. */
  after: { readonly chunk: Chunk; readonly at: number } | null;
  /** When the last step ended that ended by then. */
  before: number | null;
}

/** The segment of `lane` at `t`, ns of the stream's clock; as far as steps that have ended tell. */
export function segmentAt(log: StepLog, lane: Lane, t: number): Segment {
  const around: Around = { after: null, before: null };
  let older = log.eachLoose(lane, (chunk, at) => look(around, chunk, at, t));
  for (let level = 0; older && level < (lane.open?.length ?? 0); level++) {
    const sums = lane.open![level]!;
    if (sums.length > 0) older = lookIn(log, around, level, sums, 0, sums.length, t);
  }
  const { after, before } = around;
  if (after === null) return { state: 'parked', begin: before, end: null };
  const end = after.chunk.doubles[after.at]!;
  const begin = end - lengthOf(after.chunk, after.at);
  const since = begin - queuedOf(after.chunk, after.at);
  if (t >= begin) return { state: 'running', begin, end };
  return t >= since ? { state: 'queued', begin: since, end: begin } : { state: 'parked', begin: before, end: since };
}

/** @returns whether older steps are to be looked at too */
function look(around: Around, chunk: Chunk, at: number, t: number): boolean {
  const end = chunk.doubles[at]!;
  if (end > t) {
    around.after = { chunk, at };
    return true;
  }
  // one that was dropped before its lane had 16 of them has no end
  if (end > 0) around.before = end;
  return false;
}

/** Looks at the steps that the sums from `first` to `last` are of. */
function lookIn(log: StepLog, around: Around, level: number, sums: ArrayLike<number>, first: number, last: number, t: number): boolean {
  let at = last - SUM_DOUBLES;
  // the earliest of those that end after the moment, and the one before it
  while (at > first && sums[at - SUM_DOUBLES + Sum.end]! > t) at -= SUM_DOUBLES;
  for (const candidate of [at, at - SUM_DOUBLES]) {
    if (candidate < first) return true;
    const records = level === 0 ? log.leaves : log.nodes[level - 1]!;
    const number = sums[candidate + Sum.number]!;
    const chunk = records.chunk(number);
    if (chunk === null) return false;
    const begin = records.offset(number);
    if (level > 0) {
      if (!lookIn(log, around, level - 1, chunk.doubles, begin, begin + NODE_SUMS * SUM_DOUBLES, t)) return false;
      continue;
    }
    for (let step = begin + (LEAF_STEPS - 1) * STEP_DOUBLES; step >= begin; step -= STEP_DOUBLES) if (!look(around, chunk, step, t)) return false;
  }
  return true;
}
