/** Finds moments in the history by what happens at them. Looks at rows only; nothing is folded. */
import { HALVES, wordAt } from '../events/rows';
import { FIRST_NAME_ID, RowKind } from '../events/schema';
import type { History } from './history';
import type { Segment } from './segment';

/** What a person steps by: a handle that has run, or a turn of the loop. */
export type Unit = 'handle' | 'iteration';

/** The row of a step or callback that ended. */
const endsHandle = (words: Uint32Array, at: number): boolean => words[at + 3] !== 0 || words[at + 2]! >= FIRST_NAME_ID;
const beginsIteration = (words: Uint32Array, at: number): boolean => words[at + 3] === 0 && words[at + 2] === RowKind.iteration;
/** Kinds of rows whose first word is a time. */
const TIMED: ReadonlySet<number> = new Set([
  RowKind.iteration,
  RowKind.began,
  RowKind.time,
  RowKind.loopStarted,
  RowKind.loopStopped,
  RowKind.eagerStep,
  RowKind.readySample,
  RowKind.stackSample,
  RowKind.running,
  RowKind.neverAwaited,
  RowKind.ceded,
  RowKind.reached,
  RowKind.stuck,
  RowKind.wrongThread,
  RowKind.ioSample,
  RowKind.pause,
  RowKind.programEnded,
]);
const isTimed = (words: Uint32Array, at: number): boolean => endsHandle(words, at) || TIMED.has(words[at + 2]!);

const MARKS = { handle: endsHandle, iteration: beginsIteration } as const;

/** The position right after the next row of that kind; that of the end if there is none. */
export function nextPosition(history: History, from: number, unit: Unit): number {
  const isMark = MARKS[unit];
  for (let segment = history.find(from); segment !== null; segment = history.after(segment)) {
    let before = segment.begin;
    for (const words of rowsOf(history, segment)) {
      const rows = words.length / HALVES;
      for (let row = Math.max(0, from - before); row < rows; row++) if (isMark(words, row * HALVES)) return before + row + 1;
      before += rows;
    }
  }
  return history.end;
}

/** The last position before `from` that is right after a row of that kind; that of the beginning if there is none. */
export function previousPosition(history: History, from: number, unit: Unit): number {
  const isMark = MARKS[unit];
  for (let segment = history.find(Math.max(0, from - 1)); segment !== null; segment = history.before(segment)) {
    let after = segment.begin + segment.rows;
    for (const words of rowsOf(history, segment).reverse()) {
      const before = after - words.length / HALVES;
      for (let row = Math.min(after, from - 1) - before - 1; row >= 0; row--) if (isMark(words, row * HALVES)) return before + row + 1;
      after = before;
    }
  }
  return history.begin;
}

/** The position of what was known at `time`, ns of the stream's clock: that before the first row which tells of a later time. */
export function positionAt(history: History, time: number): number {
  const segment = history.find(time, 'beginTime');
  if (segment === null) return history.end;
  let before = segment.begin;
  for (const words of rowsOf(history, segment)) {
    for (let at = 0; at < words.length; at += HALVES) {
      if (isTimed(words, at) && wordAt(words, at, 0) > time) return before + at / HALVES;
    }
    before += words.length / HALVES;
  }
  return before;
}

const rowsOf = (history: History, segment: Segment): Uint32Array[] => history.framesOf(segment).flatMap((frame) => (frame.kind === 'rows' ? [frame.words] : []));
