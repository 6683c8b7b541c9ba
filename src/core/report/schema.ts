/**
 * The report of a run (`--report FILE`), JSON. `schemaVersion` rises when a field changes its meaning
 * or goes; new fields may be added without. Times are milliseconds, lines and columns 1-based; column 0:
 * not known.
 */
import type { Millis } from '../../base/brand';
import type { Location } from '../events/location';
import type { Exit } from '../events/exit';
import type { DrivenRow, RuleCode, Severity, StackFrame, TaskState } from '../snapshot/protocol';

export const REPORT_SCHEMA_VERSION = 1;

export interface ReportTask {
  readonly name: string;
  readonly coroutine: string;
  /** As it was when the program ended. */
  readonly state: TaskState;
  readonly steps: number;
  readonly longestStepMs: Millis;
  readonly busyMs: Millis;
  /** Where it is parked; for a task that has ended, where it was seen parked last; null: it never was, or never at a moment when somebody looked. */
  readonly parkedAt: Location | null;
  readonly waitsFor: string;
  readonly createdAt: Location | null;
  /** Name of the task that created it. */
  readonly parent: string | null;
  readonly outcome: string | null;
  /** Who cancelled it, and the line that did, if it was cancelled and that is known. */
  readonly cancelledBy: string | null;
  readonly cancelledAt: Location | null;
}

export interface ReportWarning {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location | null;
  readonly durationMs: Millis | null;
  readonly count: number;
  readonly task: string | null;
  readonly stack: readonly StackFrame[];
  readonly victims: readonly { readonly label: string; readonly delayMs: Millis }[];
}

export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly program: string;
  readonly runtime: string;
  readonly exit: Exit;
  readonly elapsedMs: Millis;
  readonly events: { readonly total: number; readonly dropped: number };
  /** Time in which loops did not wait, the program's and the inspector's together. */
  readonly busyMs: Millis;
  /** How much of that was the inspector's. */
  readonly overheadPercent: number;
  readonly loops: number;
  /** Class of a loop that is written in C, whose queue, turns, I/O and idle time cannot be seen; null: there was none. */
  readonly hiddenBy: string | null;
  /** Without those of such a loop. */
  readonly iterations: number;
  readonly tasks: readonly ReportTask[];
  /** Ended tasks that are not in `tasks`: only the latest 10,000 are kept. */
  readonly tasksLetGo: number;
  readonly driven: readonly Omit<DrivenRow, 'id'>[];
  /** False if this Python does not tell what is driven by hand: then `driven` is empty. */
  readonly drivenSeen: boolean;
  readonly warnings: readonly ReportWarning[];
  /** Yield points that gave control back at least once, in order of path and place. */
  readonly cededAt: readonly Location[];
}
