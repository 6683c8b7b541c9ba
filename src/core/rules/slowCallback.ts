/** A step or callback that took so long that the loop could do nothing else for too long a time. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import { blockedLines, type TimedStack } from './blockedLines';
import { lineKey, VICTIMS_KEPT, type SlowCallbackEvidence, type TimeSpent, type Victim } from './evidence';
import type { Rule } from './rule';

export interface StepFact {
  readonly label: string;
  readonly isTask: boolean;
  /** Without the inspector's own time. */
  readonly duration: Millis;
  readonly ongoing: boolean;
  readonly threshold: Millis;
  /** Stacks taken while it ran. */
  readonly samples: readonly TimedStack[];
  /** How long it went on after the last look, when that is longer than from one look to the next. */
  readonly unseenAfter: Millis;
  /** The place that was named last, if it is still running. */
  readonly told: Site | null;
  /** How long garbage was collected meanwhile. */
  readonly collected: Millis;
  /** It ran on the embedded interpreter. */
  readonly embedded: boolean;
  /** Where the task had been parked before the step. */
  readonly parkedAt: Site | null;
  /** Its coroutine function. */
  readonly definedAt: Site | null;
  readonly victims: readonly Victim[];
}

type Culprit = Pick<SlowCallbackEvidence, 'location' | 'locatedBy' | 'stack'> & TimeSpent;

export const slowCallback: Rule<StepFact, SlowCallbackEvidence> = {
  code: 'slow-callback',
  check(fact) {
    if (fact.duration < fact.threshold) return null;
    const culprit = culpritOf(fact);
    return {
      code: 'slow-callback',
      key: keyOf(culprit, fact.label),
      task: fact.isTask ? fact.label : null,
      label: fact.label,
      isTask: fact.isTask,
      duration: fact.duration,
      ongoing: fact.ongoing,
      victims: [...fact.victims].sort((a, b) => b.delay - a.delay).slice(0, VICTIMS_KEPT),
      collected: fact.collected,
      embedded: fact.embedded,
      ...culprit,
    };
  },
};

/** Where most of the time went; without stacks the last line that is known of the task. */
function culpritOf(fact: StepFact): Culprit {
  const found = blockedLines(fact.samples, fact.unseenAfter, fact.told);
  if (found !== null) return { ...found, locatedBy: 'stack' };
  const location = fact.parkedAt ?? fact.definedAt;
  const locatedBy = location === null ? (fact.samples.length > 0 ? 'noFrame' : 'nothing') : location === fact.parkedAt ? 'parked' : 'defined';
  return { location, locatedBy, stack: [], spread: 'line', lines: [], functionShare: 0, caller: null, held: 0, unseen: 0, unseenAfter: 0 };
}

/** Findings with the same key are one warning: the same line, or the same function if several of its lines share the time. */
function keyOf({ location, locatedBy, spread }: Culprit, label: string): string {
  const place = location === null ? label : spread === 'function' ? `${location.path}:${location.qualname}` : lineKey(location);
  return locatedBy === 'stack' ? place : `? ${place}`;
}
