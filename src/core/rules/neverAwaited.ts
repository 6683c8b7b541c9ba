/** A coroutine object was dropped without being awaited: its body never ran. */
import type { Site } from '../events/definitions';
import { lineKey, type NeverAwaitedEvidence } from './evidence';
import type { Rule } from './rule';

export interface DroppedCoroutineFact {
  /** Where it was made, or was dropped. */
  readonly site: Site | null;
  readonly definedAt: Site | null;
}

export const neverAwaited: Rule<DroppedCoroutineFact, NeverAwaitedEvidence> = {
  code: 'never-awaited',
  check({ site, definedAt }) {
    const coroutine = definedAt?.qualname ?? '';
    // Dropped inside a library, the definition says more than the library's line.
    const location = site?.user === true || definedAt === null ? site : definedAt;
    return { code: 'never-awaited', key: `${lineKey(location)} ${coroutine}`, location, task: null, duration: null, stack: [], victims: [], coroutine };
  },
};
