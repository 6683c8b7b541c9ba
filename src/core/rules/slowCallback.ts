/** A step or callback that took so long that the loop could do nothing else for too long a time. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import { lineKey, VICTIMS_KEPT, type LocatedBy, type SlowCallbackEvidence, type Victim } from './evidence';
import type { Rule } from './rule';

export interface StepFact {
  readonly label: string;
  readonly isTask: boolean;
  /** Without the inspector's own time. */
  readonly duration: Millis;
  readonly ongoing: boolean;
  readonly threshold: Millis;
  /** Stacks (innermost first) taken while it ran, and how often each was seen. */
  readonly samples: readonly { readonly stack: readonly Site[]; readonly count: number }[];
  /** Where the task had been parked before the step. */
  readonly parkedAt: Site | null;
  /** Its coroutine function. */
  readonly definedAt: Site | null;
  readonly victims: readonly Victim[];
}

interface Culprit {
  readonly location: Site | null;
  readonly locatedBy: LocatedBy;
  readonly stack: readonly Site[];
  readonly calling: string | null;
  readonly samplesHere: number;
}

export const slowCallback: Rule<StepFact, SlowCallbackEvidence> = {
  code: 'slow-callback',
  severity: 'warning',
  check(fact) {
    if (fact.duration < fact.threshold) return null;
    const culprit = culpritOf(fact);
    const place = culprit.location === null ? fact.label : lineKey(culprit.location);
    return {
      code: 'slow-callback',
      key: `${culprit.locatedBy === 'stack' ? '' : '? '}${place}`,
      task: fact.isTask ? fact.label : null,
      label: fact.label,
      isTask: fact.isTask,
      duration: fact.duration,
      ongoing: fact.ongoing,
      victims: [...fact.victims].sort((a, b) => b.delay - a.delay).slice(0, VICTIMS_KEPT),
      samples: fact.samples.reduce((sum, { count }) => sum + count, 0),
      ...culprit,
    };
  },
};

/** The line of the user's code that was running in most samples; without samples the last that is known of the task. */
function culpritOf(fact: StepFact): Culprit {
  const lines = new Map<string, { seen: number; best: number; stack: readonly Site[]; index: number }>();
  for (const { stack, count } of fact.samples) {
    if (stack.length === 0) continue;
    const index = Math.max(0, stack.findIndex((site) => site.user));
    const key = lineKey(stack[index]!);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { seen: count, best: count, stack, index });
    else {
      line.seen += count;
      if (count > line.best) Object.assign(line, { best: count, stack, index });
    }
  }
  const [worst] = [...lines.values()].sort((a, b) => b.seen - a.seen);
  if (worst !== undefined) {
    const { stack, index, seen } = worst;
    return { location: stack[index]!, locatedBy: 'stack', stack, calling: stack[index - 1]?.qualname ?? null, samplesHere: seen };
  }
  const location = fact.parkedAt ?? fact.definedAt;
  const locatedBy = location === null ? 'nothing' : location === fact.parkedAt ? 'parked' : 'defined';
  return { location, locatedBy, stack: [], calling: null, samplesHere: 0 };
}
