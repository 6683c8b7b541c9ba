/** Handles waited long for their turn though no single step blocked: more was ready than the loop could run. */
import type { Millis } from '../../base/brand';
import type { StarvedEvidence } from './evidence';
import type { Rule } from './rule';

/** A handle that waits so long for its turn is starved. */
export const STARVED_MS = 100;

export interface IterationFact {
  /** Serial number of the loop. */
  readonly loop: number;
  /** Handles of the iteration that waited for `STARVED_MS` or more. */
  readonly handles: number;
  readonly longest: Millis;
  /** The one that waited longest. */
  readonly label: string;
}

export const starved: Rule<IterationFact, StarvedEvidence> = {
  code: 'starved',
  check({ loop, handles, longest, label }) {
    if (handles === 0) return null;
    return { code: 'starved', key: `loop ${loop}`, location: null, task: null, duration: longest, stack: [], victims: [], handles, label };
  },
};
