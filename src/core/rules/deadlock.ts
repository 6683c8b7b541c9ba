/** Tasks that can never go on: the loop waits and nothing could wake it, or they wait for each other. */
import type { DeadlockEvidence, StuckTask } from './evidence';
import type { Rule } from './rule';

export interface StuckFact {
  /** Tells one such finding from another. */
  readonly key: string;
  /** They wait for each other, in this order, the last for the first. Else it is the whole loop that waits. */
  readonly isCycle: boolean;
  /** Of a whole loop: all that have not ended, the oldest first. */
  readonly tasks: readonly StuckTask[];
}

/** Tasks named in the evidence. */
const NAMED = 5;

export const deadlock: Rule<StuckFact, DeadlockEvidence> = {
  code: 'deadlock',
  check({ key, isCycle, tasks }) {
    // `run_forever` of a loop that has nothing to do yet waits as well
    if (tasks.length === 0) return null;
    const [first] = tasks;
    const places = tasks.flatMap(({ parkedAt }) => (parkedAt === null ? [] : [parkedAt]));
    return {
      code: 'deadlock',
      key,
      // a task that a library made waits in the library
      location: places.find(({ user }) => user) ?? places[0] ?? null,
      task: first?.name ?? null,
      duration: null,
      stack: [],
      victims: [],
      isCycle,
      tasks: tasks.slice(0, NAMED),
      total: tasks.length,
    };
  },
};
