/** What editors show beside a program's source while it runs: at its yield points, at lines that block, above its coroutine functions. */
import type { Millis } from '../../base/brand';
import type { Serial } from './protocol';

export interface ParkedTask {
  readonly id: Serial;
  readonly name: string;
  /** ms since 1970, to a tenth of a second; null: not known. */
  readonly since: Millis | null;
}

/** A place where control may go back to the loop. Lines and columns are 1-based; column 0: not known. */
export interface YieldPointMark {
  readonly line: number;
  readonly column: number;
  /** It was reached at least so often; null: this Python does not tell (before 3.12). */
  readonly reached: number | null;
  /** It gave control back at least so often: short waits are not all seen. */
  readonly ceded: number;
  /** Of the waits that were seen and are over: their number, and their times, each until the task ran again. */
  readonly waits: number;
  readonly total: Millis;
  readonly longest: Millis;
  /** Tasks that are parked here now, with the first few. */
  readonly parked: number;
  readonly tasks: readonly ParkedTask[];
}

/** A line that blocked the loop. */
export interface BlockedMark {
  readonly line: number;
  /** 0: it turned out that it did not, the mark told before is to be removed. */
  readonly count: number;
  readonly longest: Millis;
}

/** The tasks of a coroutine function. */
export interface CoroutineMark {
  /** Of its `def`, or of its first decorator. */
  readonly line: number;
  /** Its qualified name. */
  readonly name: string;
  readonly tasks: number;
  readonly live: number;
  readonly steps: number;
  readonly longestStep: Millis;
  /** Time that they were suspended between two steps, of waits that are over. */
  readonly parked: Millis;
  /** How many are suspended now, and since when on average: ms since 1970, to a tenth of a second. */
  readonly waiting: number;
  readonly waitingSince: Millis;
}

/** What is marked in one file. */
export interface FileMarks {
  readonly path: string;
  readonly points: readonly YieldPointMark[];
  readonly blocked: readonly BlockedMark[];
  readonly coroutines: readonly CoroutineMark[];
}

/** The files that somebody looks at. */
export interface WatchedFiles {
  readonly paths: readonly string[];
  /** Without code of the standard library and of installed packages. */
  readonly justMyCode: boolean;
}
