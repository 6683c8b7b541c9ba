/** A task gives up control again and again without waiting for anything: it uses a core to look whether something has happened. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import { lineKey, type BusyWaitEvidence } from './evidence';
import type { Rule } from './rule';

/** So long it must have gone on. */
const LONG_MS = 100;
/**
 * So short its latest steps must be on average, in rows written: longer ones do work. A step that looks whether something has happened
 * takes as long as 15 to 35 of them, on every interpreter.
 */
const SHORT_STEP_ROWS = 100;

export interface YieldsFact {
  readonly task: string;
  /** Steps in a row that ended so. */
  readonly yields: number;
  /** Since the first of them. */
  readonly since: Millis;
  /** The average length of the latest of them: not of all, as where somebody else took the processor away one looks like work. */
  readonly step: Millis;
  /** What it takes there to write a row of the log. */
  readonly row: Millis;
  readonly at: Site | null;
  readonly definedAt: Site | null;
}

export const busyWait: Rule<YieldsFact, BusyWaitEvidence> = {
  code: 'busy-wait',
  check({ task, yields, since, step, row, at, definedAt }) {
    if (since < LONG_MS || step > SHORT_STEP_ROWS * row) return null;
    const location = at ?? definedAt;
    return { code: 'busy-wait', key: lineKey(location), location, task, duration: since, stack: [], victims: [], yields };
  },
};
