/** A task or future failed and was dropped before anybody asked how it ended. */
import type { Site } from '../events/definitions';
import { lineKey, type ExceptionNeverRetrievedEvidence } from './evidence';
import type { Rule } from './rule';

export interface UnretrievedFact {
  /** The task's name; null for a plain future. */
  readonly task: string | null;
  readonly exception: string;
  readonly createdAt: Site | null;
  readonly definedAt: Site | null;
}

export const exceptionNeverRetrieved: Rule<UnretrievedFact, ExceptionNeverRetrievedEvidence> = {
  code: 'exception-never-retrieved',
  check({ task, exception, createdAt, definedAt }) {
    const location = createdAt ?? definedAt;
    return {
      code: 'exception-never-retrieved',
      key: `${lineKey(location)} ${definedAt?.qualname ?? ''}`,
      location,
      task,
      duration: null,
      stack: [],
      victims: [],
      exception,
    };
  },
};
