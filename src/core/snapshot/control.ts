/** A view of what a person has asked of the loops, and whether they do it. */

/** What a person has asked for last. */
export interface ControlRequest {
  readonly paused: boolean;
  /** Handles a second; null: no limit. */
  readonly speed: number | null;
}

export interface ControlView {
  /** pausing: somebody has asked for it, and a step or callback is still under way, or no loop runs yet. */
  readonly mode: 'running' | 'pausing' | 'paused';
  /** Label and task (`Serial`) of the handle that comes next while the loops stand; null: none is ready, or it is not known. */
  readonly before: string | null;
  readonly task: number | null;
  readonly speed: number | null;
  /** Class of a loop written in C: it waits between two steps of tasks only, and its clock runs on. Absent: none. */
  readonly partly?: string;
}
