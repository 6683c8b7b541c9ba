/** An `await` was reached often and never once gave control back to the loop. */
import type { Site } from '../events/definitions';
import { placeKey, type NeverCedesEvidence } from './evidence';
import type { Rule } from './rule';

/** Reached so often. The runtimes tell when it is. */
const OFTEN = 100;

export interface ReachedFact {
  readonly site: Site;
  readonly visits: number;
}

export const neverCedes: Rule<ReachedFact, NeverCedesEvidence> = {
  code: 'never-cedes',
  check({ site, visits }) {
    if (visits < OFTEN) return null;
    return { code: 'never-cedes', key: placeKey(site), location: site, task: null, duration: null, stack: [], victims: [], visits };
  },
};
