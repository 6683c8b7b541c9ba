/** Words that all parts of a snapshot use. */
export type TaskState = 'created' | 'running' | 'ready' | 'parked' | 'done' | 'cancelled' | 'failed' | 'destroyed';

/** A stable id for a task, future or handle within one run: a serial number, never reused. */
export type Serial = number;
