/** Steps in a row that gave up control without waiting for anything. */
import { busyWait } from '../rules/busyWait';
import { taskName } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import type { InspectorState } from './state';

/** The rule is asked whenever there are so many more, once it has found something whenever there are twice as many. */
const LOOK_EVERY = 256;

/** A step of `task` has ended so. To be called when `loop.time` is its end. */
export function noteYield(state: InspectorState, loop: LoopState, task: Task): void {
  task.yields += 1;
  if (task.yields === 1) {
    task.yieldsSince = loop.userTime;
    task.yieldsBusy = task.busy;
    return;
  }
  const { yields } = task;
  if (yields % LOOK_EVERY !== 0 || (task.busyWait !== null && (yields & (yields - 1)) !== 0)) return;
  const found = state.warningLog.apply(busyWait, {
    task: taskName(state, task),
    yields,
    since: (loop.userTime - task.yieldsSince) / 1e6,
    step: (task.busy - task.yieldsBusy) / yields / 1e6,
    at: state.definitions.site(task.parkedSite),
    definedAt: state.definitions.site(task.code),
  });
  if (found === null) return;
  if (task.busyWait !== null) state.warningLog.withdraw(task.busyWait);
  task.busyWait = found;
}
