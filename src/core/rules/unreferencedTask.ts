/** What `create_task` returned was thrown away: only the loop knows the task, and it holds it by a weak reference. */
import type { Site } from '../events/definitions';
import { lineKey, type UnreferencedTaskEvidence } from './evidence';
import type { Rule } from './rule';

export interface DroppedTaskFact {
  readonly createdAt: Site | null;
  readonly definedAt: Site | null;
}

export const unreferencedTask: Rule<DroppedTaskFact, UnreferencedTaskEvidence> = {
  code: 'unreferenced-task',
  check({ createdAt, definedAt }) {
    if (createdAt?.user !== true) return null; // a library's own affair
    const coroutine = definedAt?.qualname ?? '';
    return { code: 'unreferenced-task', key: `${lineKey(createdAt)} ${coroutine}`, location: createdAt, task: null, duration: null, stack: [], victims: [], coroutine };
  },
};
