/** A task was garbage-collected while it was pending: the loop itself holds it by a weak reference only. */
import type { Site } from '../events/definitions';
import { lineKey, type DestroyedPendingEvidence } from './evidence';
import type { Rule } from './rule';

export interface DestroyedFact {
  readonly task: string | null;
  readonly createdAt: Site | null;
  readonly definedAt: Site | null;
}

export const destroyedPending: Rule<DestroyedFact, DestroyedPendingEvidence> = {
  code: 'destroyed-pending',
  check({ task, createdAt, definedAt }) {
    const location = createdAt ?? definedAt;
    const coroutine = definedAt?.qualname ?? '';
    return { code: 'destroyed-pending', key: `${lineKey(location)} ${coroutine}`, location, task, duration: null, stack: [], victims: [], coroutine };
  },
};
