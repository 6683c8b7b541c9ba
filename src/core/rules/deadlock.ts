/** The loop waits, and nothing that the program has could ever wake it. */
import type { DeadlockEvidence, StuckTask } from './evidence';
import type { Rule } from './rule';

export interface StuckFact {
  /** Serial number of the loop. */
  readonly loop: number;
  /** Tasks that have not ended, the oldest first. */
  readonly tasks: readonly StuckTask[];
}

/** Tasks named in the evidence. */
const NAMED = 5;

export const deadlock: Rule<StuckFact, DeadlockEvidence> = {
  code: 'deadlock',
  severity: 'error',
  check({ loop, tasks }) {
    // `run_forever` of a loop that has nothing to do yet waits as well
    if (tasks.length === 0) return null;
    const [first] = tasks;
    return {
      code: 'deadlock',
      key: `loop ${loop}`,
      location: tasks.find(({ parkedAt }) => parkedAt !== null)?.parkedAt ?? null,
      task: first?.name ?? null,
      duration: null,
      stack: [],
      victims: [],
      tasks: tasks.slice(0, NAMED),
      total: tasks.length,
    };
  },
};
