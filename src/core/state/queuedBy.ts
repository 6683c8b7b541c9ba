import { FIRST_TASK_ID } from '../events/schema';

/** Who queued a handle: a task's serial number, the negative id of a callback's name, what `ofThread` gives, or one of these. */
export const QueuedBy = { io: 0, timer: -1, unknown: -2, inspector: -3 } as const;

/** `QueuedBy` of `call_soon_threadsafe` in the thread with that name id. */
export const ofThread = (name: number): number => -FIRST_TASK_ID - name;

/** The name id of the thread that queued a handle; null: it was the loop's own. */
export const threadOf = (by: number): number | null => (by <= -FIRST_TASK_ID ? -by - FIRST_TASK_ID : null);
