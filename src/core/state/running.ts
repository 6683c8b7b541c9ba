/** What a loop is running, as far as the stream tells. */
import type { LoopState } from './loopState';
import type { Task } from './objects';

export interface RunningHandle {
  readonly task: Task | null;
  /** Name id of a plain callback; 0 with `task` null: not known. */
  readonly name: number;
}

/** The handle that has begun and not ended; null if there is none. */
export function runningHandle(loop: LoopState): RunningHandle | null {
  if (!loop.inStep) return null;
  if (loop.runningAddress !== 0) return { task: taskAt(loop, loop.runningAddress), name: loop.runningName };
  return { task: taskAt(loop, loop.sample.taskAt(0)), name: loop.sample.nameAt(0) };
}

/** What is known of the handle at `index` of the ready queue (0: the first, which is the running one while a step runs). */
export function queuedHandle(loop: LoopState, index: number): RunningHandle {
  const skipped = loop.inStep && loop.runningAddress !== 0 && loop.sample.lacks(loop.runningAddress) ? 1 : 0;
  return { task: taskAt(loop, loop.sample.taskAt(index - skipped)), name: loop.sample.nameAt(index - skipped) };
}

/** The live task at `address`; null if it is none. */
export function taskAt(loop: LoopState, address: number): Task | null {
  const found = address === 0 ? null : loop.objects.get(address);
  return found?.isTask && !found.ended ? found : null;
}
