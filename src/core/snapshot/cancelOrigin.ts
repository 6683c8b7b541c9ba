/** Who cancelled a task that has ended so. */
import type { Location } from '../events/location';
import { queuedByName } from '../state/labels';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import { locationOf } from './locations';

export interface CancelOrigin {
  /** Label of a task or callback; null: not known, or it was not cancelled. */
  readonly cancelledBy: string | null;
  readonly cancelledAt: Location | null;
}

export function cancelOrigin(state: InspectorState, task: Task): CancelOrigin {
  if (!task.cancelled || task.status !== TaskStatus.cancelled) return { cancelledBy: null, cancelledAt: null };
  return { cancelledBy: queuedByName(state, task.cancelledBy), cancelledAt: locationOf(state.definitions.site(task.cancelSite)) };
}
