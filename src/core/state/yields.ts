/** Steps in a row that gave up control without waiting for anything, and woke nobody else. */
import { busyWait } from '../rules/busyWait';
import { taskName } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import type { InspectorState } from './state';
import { TaskRecord, TaskDouble } from './taskColumns';

/** The rule is asked whenever there are so many more, once it has found something whenever there are twice as many. */
const LOOK_EVERY = 256;

/** A step of the task in `row` has ended so. To be called when `loop.time` is its end. */
export function noteYield(state: InspectorState, loop: LoopState, row: number): void {
  const { columns } = state.tasks;
  const yields = (columns.doubles[row * TaskRecord.doubles + TaskDouble.yields]! += 1);
  if (yields === 1) columns.yieldsSince[row] = loop.userTime;
  else if (yields % LOOK_EVERY === 0) lookAt(state, loop, state.tasks.at(row)!);
  else return;
  columns.yieldsBusy[row] = columns.double(row, TaskDouble.busy);
}

function lookAt(state: InspectorState, loop: LoopState, task: Task): void {
  const { yields } = task;
  if (task.busyWait !== null && (yields & (yields - 1)) !== 0) return;
  const found = state.warningLog.apply(busyWait, {
    task: taskName(state, task),
    yields,
    since: (loop.userTime - task.yieldsSince) / 1e6,
    step: (task.busy - task.yieldsBusy) / LOOK_EVERY / 1e6,
    row: state.costs.written / 1e6,
    at: state.definitions.site(task.parkedSite),
    definedAt: state.definitions.site(task.code),
  });
  if (found === null) return;
  if (task.busyWait !== null) state.warningLog.withdraw(task.busyWait);
  task.busyWait = found;
}
