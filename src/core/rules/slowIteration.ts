/** One iteration of the loop took long, though it consists of many handles that are each short. */
import type { Millis } from '../../base/brand';
import { lineKey, type Contributor, type SlowIterationEvidence } from './evidence';
import type { Rule } from './rule';

export const CONTRIBUTORS_NAMED = 3;

export interface LongIterationFact {
  readonly threshold: Millis;
  /** Without handles that blocked, which have warnings of their own. */
  readonly duration: Millis;
  readonly handles: number;
  /** The biggest first. */
  readonly contributors: readonly Contributor[];
}

export const slowIteration: Rule<LongIterationFact, SlowIterationEvidence> = {
  code: 'slow-iteration',
  check({ threshold, duration, handles, contributors }) {
    const [first] = contributors;
    if (duration < threshold || handles < 2 || first === undefined) return null;
    return {
      code: 'slow-iteration',
      key: `${lineKey(first.site)} ${first.label}`,
      location: first.site,
      task: null,
      duration,
      stack: [],
      victims: [],
      handles,
      contributors,
    };
  },
};
