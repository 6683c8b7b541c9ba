import type { TaskState } from './protocol';

/** In the order in which a table sorts them: what is active first. */
export const STATE_ORDER: readonly TaskState[] = ['running', 'ready', 'created', 'parked', 'failed', 'destroyed', 'cancelled', 'done'];
