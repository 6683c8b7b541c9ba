/** Where a program stands while somebody holds its loops, as a debugger tells it. */
import type { Site } from '../events/definitions';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { framesId } from './awaitGraph';
import { nextHandle } from './controlView';
import type { StackFrame } from './protocol';

/** Of a deeper chain the innermost. */
const MOST_FRAMES = 100;

export interface Standing {
  /** Label of the handle that comes next; null: none is ready, or it is not known. */
  readonly before: string | null;
  /** The coroutines of the task whose step comes next, the innermost first: where it goes on. Empty: the handle is no task's. */
  readonly frames: readonly StackFrame[];
}

/** Where it stands, if every loop does. */
export function standing(state: InspectorState): Standing {
  const next = nextHandle(state);
  const task = next?.task ?? null;
  return { before: next?.label ?? null, frames: task === null ? [] : framesOf(state, task) };
}

/** A task that has not begun stands at its function's first line. */
function framesOf({ definitions }: InspectorState, task: Task): StackFrame[] {
  const id = framesId(definitions, task);
  const sites = id > 0 ? definitions.chain(id) : [definitions.site(id === 0 ? task.code : -id)];
  return sites.filter((site): site is Site => site !== null).slice(-MOST_FRAMES).reverse();
}
