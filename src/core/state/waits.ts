/**
 * When tasks stop and go on waiting at the places of `waitTable.ts`. These are times of the clock, as the program would
 * measure them: what is slept is not longer or shorter for the inspector's own time in it.
 */
import type { LoopState } from './loopState';
import type { InspectorState } from './state';
import { TaskRecord, type TaskColumns, TaskDouble } from './taskColumns';

/** A step of the task in `row` begins at `loop.time`: the wait before it is over. */
export function endWait(state: InspectorState, loop: LoopState, columns: TaskColumns, row: number): void {
  const { doubles, placed } = columns;
  const at = row * TaskRecord.doubles;
  const length = Math.max(0, loop.time - doubles[at + TaskDouble.suspendedAt]!);
  doubles[at + TaskDouble.away]! += length;
  // what was told in this step is where it waits next
  if (placed[row] === 1 && doubles[at + TaskDouble.ceded] !== doubles[at + TaskDouble.steps]! + 1) state.waits.tell(columns, row, length);
}

/** A yield point of the task in `row`, which is in a step, cedes for the first time; before that it waited elsewhere. */
export function cedesAt(state: InspectorState, loop: LoopState, columns: TaskColumns, row: number, site: number): void {
  const { waits } = state;
  const inThisStep = columns.double(row, TaskDouble.ceded) === columns.double(row, TaskDouble.steps) + 1;
  if (!inThisStep) waits.tell(columns, row, Math.max(0, loop.time - columns.double(row, TaskDouble.suspendedAt)));
  const place = waits.place(site);
  if (place !== null) waits.put(columns, row, [...waits.of(columns, row), place]);
}
