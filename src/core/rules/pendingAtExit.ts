/** A task had not ended when the program did. */
import type { Site } from '../events/definitions';
import { lineKey, type PendingAtExitEvidence } from './evidence';
import type { Rule } from './rule';

export interface PendingTaskFact {
  readonly task: string;
  readonly waitsFor: string;
  readonly parkedAt: Site | null;
  readonly createdAt: Site | null;
  readonly definedAt: Site | null;
}

export const pendingAtExit: Rule<PendingTaskFact, PendingAtExitEvidence> = {
  code: 'pending-at-exit',
  check({ task, waitsFor, parkedAt, createdAt, definedAt }) {
    // a library's line says less than where the task was made
    const location = [parkedAt, createdAt, definedAt].find((site) => site?.user === true) ?? parkedAt ?? createdAt ?? definedAt;
    return {
      code: 'pending-at-exit',
      key: `${lineKey(location)} ${lineKey(createdAt)}`,
      location,
      task,
      duration: null,
      stack: [],
      victims: [],
      coroutine: definedAt?.qualname ?? '',
      waitsFor,
      createdAt,
    };
  },
};
