/** A thread did something to a loop that only the loop's own thread may do. */
import type { Site } from '../events/definitions';
import type { ThreadAction } from '../events/schema';
import { lineKey, type WrongThreadEvidence } from './evidence';
import type { Rule } from './rule';

export interface ForeignCallFact {
  readonly action: ThreadAction;
  /** The function of asyncio's that it called; "": one that `action` tells. */
  readonly called: string;
  /** Its name. */
  readonly thread: string;
  readonly site: Site | null;
}

export const wrongThread: Rule<ForeignCallFact, WrongThreadEvidence> = {
  code: 'wrong-thread',
  check({ action, called, thread, site }) {
    return { code: 'wrong-thread', key: `${lineKey(site)} ${action}`, location: site, task: null, duration: null, stack: [], victims: [], action, called, thread };
  },
};
