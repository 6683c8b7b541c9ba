/** What a rule found: ids, places and times, no words for people (`messages.ts` has these). */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import type { ThreadAction } from '../events/schema';

export interface Victim {
  /** Name of a task or callback. */
  readonly label: string;
  readonly delay: Millis;
}

/** At most so many victims are kept, the worst. */
export const VICTIMS_KEPT = 5;

interface Found {
  /** Findings of one rule with the same key are one warning with a count. */
  readonly key: string;
  readonly location: Site | null;
  /** Name of the task concerned. */
  readonly task: string | null;
  /** Of a rule that measures a time. */
  readonly duration: Millis | null;
  /** Innermost first. */
  readonly stack: readonly Site[];
  /** Worst first. Those that run only after the finding was made are added later. */
  readonly victims: readonly Victim[];
}

/** How the line of a blocking step was found. */
export type LocatedBy = 'stack' | 'parked' | 'defined' | 'noFrame' | 'nothing';

export type Spread = 'line' | 'function' | 'lines';

/** A line of the user's in which a step's time went. */
export interface BlockedLine {
  readonly site: Site;
  /** A comprehension is part of the function around it. */
  readonly functionName: string;
  /** What it had called when it was looked at ("time.sleep"), '' if nothing or not known. */
  readonly calling: string;
  /** Of the time that stacks tell of, and of that in which nobody could look at the end, 0 … 1. */
  readonly share: number;
  /** It may as well have been that line of the same function. */
  readonly otherLine: number | null;
}

/** Where the time of a blocking step went. */
export interface TimeSpent {
  /** Whether one line took most of the time, several of one function, or several of different ones. */
  readonly spread: Spread;
  /** The lines that took the time, worst first; of spread 'line' only that one. Empty if no stack shows one. */
  readonly lines: readonly BlockedLine[];
  /** Of all lines of the worst one's function, 0 … 1. */
  readonly functionShare: number;
  /** The user's line that had called the worst one's function. */
  readonly caller: Site | null;
  /** For how long C code held the interpreter's lock on the worst line. */
  readonly held: Millis;
  /** For how long nobody could look before the worst line was seen. */
  readonly unseen: Millis;
  /** For how long nobody could look after the last look, 0 if not for longer than usual. */
  readonly unseenAfter: Millis;
}

export interface SlowCallbackEvidence extends Found, TimeSpent {
  readonly code: 'slow-callback';
  /** Name of the task or callback. */
  readonly label: string;
  readonly isTask: boolean;
  readonly duration: Millis;
  /** It had not ended when the finding was made: `duration` is the time up to then. */
  readonly ongoing: boolean;
  readonly locatedBy: LocatedBy;
  /** How long garbage was collected in the step. */
  readonly collected: Millis;
  /** On the embedded interpreter, which cannot be looked into while C code runs. */
  readonly embedded: boolean;
}

export interface NeverAwaitedEvidence extends Found {
  readonly code: 'never-awaited';
  readonly coroutine: string;
}

export interface ExceptionNeverRetrievedEvidence extends Found {
  readonly code: 'exception-never-retrieved';
  /** repr of the exception, '' if not known. */
  readonly exception: string;
}

export interface DestroyedPendingEvidence extends Found {
  readonly code: 'destroyed-pending';
  readonly coroutine: string;
}

export interface PendingAtExitEvidence extends Found {
  readonly code: 'pending-at-exit';
  readonly coroutine: string;
  readonly waitsFor: string;
  readonly createdAt: Site | null;
}

export interface StarvedEvidence extends Found {
  readonly code: 'starved';
  readonly duration: Millis;
  /** Handles that waited too long in that iteration. */
  readonly handles: number;
  /** The one that waited longest. */
  readonly label: string;
}

export interface StuckTask {
  readonly name: string;
  readonly waitsFor: string;
  /** For a lock, which anybody may release. */
  readonly inLock: boolean;
  readonly parkedAt: Site | null;
}

export interface DeadlockEvidence extends Found {
  readonly code: 'deadlock';
  /** They wait for each other; else the whole loop waits. */
  readonly isCycle: boolean;
  /** The first of the circle, or the oldest. */
  readonly tasks: readonly StuckTask[];
  readonly total: number;
}

/** The steps of one coroutine function, or the runs of one callback, in one iteration. */
export interface Contributor {
  readonly label: string;
  readonly isTask: boolean;
  /** Its definition, if known. */
  readonly site: Site | null;
  readonly duration: Millis;
  readonly handles: number;
}

export interface SlowIterationEvidence extends Found {
  readonly code: 'slow-iteration';
  readonly duration: Millis;
  readonly handles: number;
  /** The biggest first. */
  readonly contributors: readonly Contributor[];
}

export interface BusyWaitEvidence extends Found {
  readonly code: 'busy-wait';
  readonly duration: Millis;
  readonly yields: number;
}

export interface NeverCedesEvidence extends Found {
  readonly code: 'never-cedes';
  /** At least so often. */
  readonly visits: number;
}

export interface UnreferencedTaskEvidence extends Found {
  readonly code: 'unreferenced-task';
  readonly coroutine: string;
}

export interface WrongThreadEvidence extends Found {
  readonly code: 'wrong-thread';
  readonly action: ThreadAction;
  /** The function of asyncio's that it called; "": one that `action` tells. */
  readonly called: string;
  readonly thread: string;
}

export type Evidence =
  | SlowCallbackEvidence
  | NeverAwaitedEvidence
  | ExceptionNeverRetrievedEvidence
  | DestroyedPendingEvidence
  | PendingAtExitEvidence
  | StarvedEvidence
  | DeadlockEvidence
  | SlowIterationEvidence
  | BusyWaitEvidence
  | NeverCedesEvidence
  | UnreferencedTaskEvidence
  | WrongThreadEvidence;

/** `path:line:column`. */
export const placeKey = (site: Site): string => `${lineKey(site)}:${site.column}`;

/** `path:line`, to tell whether two sites are the same line. */
export const lineKey = (site: Site | null): string => (site === null ? '' : `${site.path}:${site.line}`);
