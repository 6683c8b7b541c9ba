import type { LoopState } from '../state/loopState';
import type { Task } from '../state/objects';
import type { Lane } from '../timeline/stepLog';

/** A lane that is to be shown: a task's, or that of a loop's plain callbacks. */
export interface LaneSource {
  readonly task: Task | null;
  readonly loop: LoopState | null;
  readonly lane: Lane | null;
  readonly label: string;
  /** When it lived, ns of the stream's clock. */
  readonly begin: number;
  readonly end: number;
}
