/** Tasks that wait for each other in a circle. */
import type { LoopState } from './loopState';
import type { Task } from './objects';
import type { InspectorState } from './state';

/** Tasks looked at for one answer: a chain of thousands is walked at its end, not at each of its links. */
const VISITS = 200;

/** What `task` cannot go on without: the task that it awaits, the holder of its lock, the members of a `gather`. */
export function neededTasks(state: InspectorState, task: Task): readonly Task[] {
  const target = task.waitsOn;
  if (target === null) return [];
  if (target.isTask) return [target];
  if (task.primitive !== null) return task.primitive.holder === null ? [] : [task.primitive.holder];
  // `wait` may go on after the first of them
  return target.members === null || state.definitions.name(task.waitsIn) === 'wait' ? [] : target.members;
}

/** The circle that `task` is part of, itself first; null: none was found. */
export function cycleOf(state: InspectorState, loop: LoopState, task: Task): readonly Task[] | null {
  const cameFrom = new Map<Task, Task>();
  const left: Task[] = [task];
  for (let visits = 0; left.length > 0 && visits < VISITS; visits++) {
    const current = left.pop()!;
    for (const next of neededTasks(state, current)) {
      if (next === task) return path(cameFrom, current);
      if (next.ended || next.loop !== loop.serial || cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      left.push(next);
    }
  }
  return null;
}

/** From the start, which came from nobody, to `last`. */
function path(cameFrom: ReadonlyMap<Task, Task>, last: Task): readonly Task[] {
  const found = [last];
  for (let task = cameFrom.get(last); task !== undefined; task = cameFrom.get(task)) found.unshift(task);
  return found;
}
