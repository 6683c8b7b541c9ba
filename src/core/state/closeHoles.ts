/** Rows of tasks that were let go are closed up: all that points at a task learns its new row. */
import { FutureRecord, FutureInt } from './objectColumns';
import type { InspectorState } from './state';
import { follow } from './taskTable';

export function closeHoles(state: InspectorState): void {
  const moved = state.tasks.close();
  follow(state.objects.futures.columns.ints, moved, FutureRecord.ints, FutureInt.firstWaiter);
  for (const loop of state.loops.values()) loop.objects.follow(moved);
}
