/** All circles of tasks that wait for each other at one moment. */
import { taskName, waitsForText } from '../state/labels';
import { neededTasks } from '../state/cycles';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { STRETCH, type AwaitGraph } from './awaitGraph';
import type { TreeCycle } from './treeProtocol';

/** Circles told of. */
const MOST_CYCLES = 5;
/** Tasks of a circle that are named. */
const NAMED = 20;

const Mark = { unseen: 0, onPath: 1, done: 2 } as const;

/** The circles, each from its oldest task on. Two circles that share a task are told as one. */
export function* awaitCycles(state: InspectorState, graph: AwaitGraph): Generator<undefined, Task[][]> {
  const marks = new Uint8Array(graph.owner.length);
  const cycles: Task[][] = [];
  const path: { task: Task; needed: readonly Task[]; next: number }[] = [];
  const enter = (task: Task): void => {
    marks[task.index] = Mark.onPath;
    path.push({ task, needed: mayNeed(task) ? neededTasks(state, task) : [], next: 0 });
  };
  for (const [at, row] of graph.waiting.entries()) {
    if (at % STRETCH === STRETCH - 1) yield;
    if (marks[row] !== Mark.unseen) continue;
    const start = graph.all[row]!;
    // It may have been let go while the graph was made.
    if (graph.isShown(start)) enter(start);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      if (top.next === top.needed.length) {
        marks[top.task.index] = Mark.done;
        path.pop();
        continue;
      }
      const needed = top.needed[top.next++]!;
      if (!graph.isShown(needed) || needed.ended || marks[needed.index] === Mark.done) continue;
      if (marks[needed.index] === Mark.unseen) enter(needed);
      else cycles.push(fromOldest(path.slice(path.findIndex(({ task }) => task === needed)).map(({ task }) => task)));
    }
  }
  return cycles;
}

const mayNeed = ({ waitsOn, primitive }: Task): boolean => waitsOn !== null && (waitsOn.isTask || waitsOn.members !== null || primitive !== null);

function fromOldest(cycle: Task[]): Task[] {
  const oldest = cycle.reduce((first, task, at) => (task.serial < cycle[first]!.serial ? at : first), 0);
  return [...cycle.slice(oldest), ...cycle.slice(0, oldest)];
}

/** The circles in words. */
export const cycleViews = (state: InspectorState, cycles: readonly (readonly Task[])[]): TreeCycle[] =>
  cycles.slice(0, MOST_CYCLES).map((cycle) => {
    const named = cycle.slice(0, NAMED);
    const links = named.map((task, at) => link(state, task, cycle[(at + 1) % cycle.length]!));
    if (cycle.length > NAMED) links.push(`and so on for ${cycle.length - NAMED} more, up to ${taskName(state, cycle[0]!)}`);
    const end = cycle.length === 1 ? 'It cannot go on by itself.' : 'None of them can go on by itself.';
    return { tasks: named.map((task) => ({ task: task.serial, name: taskName(state, task) })), text: `${links.join(', ')}. ${end}` };
  });

function link(state: InspectorState, task: Task, next: Task): string {
  const what = waitsForText(state, state.loopOf(task), task, null);
  const name = taskName(state, next);
  return `${taskName(state, task)} waits for ${what.includes(name) ? what : `${name} in ${what}`}`;
}
