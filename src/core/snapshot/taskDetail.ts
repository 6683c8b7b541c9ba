/** What is known of the selected task. With 100,000 live tasks it takes some milliseconds to find who waits for it. */
import type { Site } from '../events/definitions';
import { cycleOf } from '../state/cycles';
import { taskName } from '../state/labels';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import { cycleViews } from './awaitCycles';
import { framesId } from './awaitGraph';
import { locationOf } from './locations';
import type { Serial, TaskRow } from './protocol';
import type { Creation, DetailFrame, DetailTask, DetailView, DetailWaiter, SourceLine, TaskDetail } from './taskDetailProtocol';
import { runningTasks, taskState } from './taskState';
import { taskRow } from './taskWindow';

const MOST_TASKS = 50;
const MOST_CREATIONS = 30;
/** Of the outer and of the inner coroutines. */
const HALF_FRAMES = 50;

/** The text of a line of the program's; null: it cannot be told. */
export type ReadLine = (path: string, line: number) => string | null;

export const NO_LINES: ReadLine = () => null;

/** `now`: ns of the stream's clock. */
export function buildTaskDetail(state: InspectorState, serial: Serial, now: number, readLine: ReadLine): DetailView<TaskRow> {
  const task = state.tasks.find(serial);
  if (task === null) return { kind: 'gone', task: serial, letGo: serial > 0 && serial <= state.tasks.total };
  const { definitions } = state;
  const running = runningTasks(state);
  const loop = state.loopOf(task);
  const other = (one: Task): DetailTask => ({
    task: one.serial,
    name: taskName(state, one),
    state: taskState(one, running),
    at: one.ended ? null : locationOf(definitions.site(one.parkedSite)),
  });
  const needed = task.ended ? [] : neededBy(state, task);
  const waiters = waitersOf(state, task);
  const cycle = task.ended ? null : cycleOf(state, loop, task);
  return {
    kind: 'task',
    task: taskRow(state, task, running, now),
    loopName: definitions.name(state.loops.get(task.loop)?.name ?? state.retired.nameOf(task.loop)),
    ...framesOf(state, task, readLine),
    wokenAt: sourceLine(definitions.site(task.wakerSite), readLine),
    needs: { total: needed.length, items: needed.slice(0, MOST_TASKS).map(other) },
    cycle: cycle === null ? null : (cycleViews(state, [[...cycle]])[0]?.text ?? null),
    waiters: { total: waiters.total, items: waiters.first.map(([waiter, how]) => ({ ...other(waiter), how })) },
    created: creations(state, task, readLine),
  };
}

/** The tasks that it waits for, and the one that holds its lock; each once. */
function neededBy(state: InspectorState, task: Task): Task[] {
  const { all } = state.tasks;
  const { waitsOn, primitive } = task;
  const found = new Set<Task>();
  if (waitsOn?.isTask) found.add(waitsOn);
  else for (const member of waitsOn?.members ?? []) found.add(member);
  if (primitive !== null && primitive.waiting > 0 && primitive.holder !== null) found.add(primitive.holder);
  // A task that was let go keeps a row that is not its own.
  return [...found].filter((one) => all[one.index] === one);
}

/** Those who cannot go on without `task`, in order of creation: the first few, and how many there are. */
function waitersOf(state: InspectorState, task: Task): { total: number; first: [Task, DetailWaiter['how']][] } {
  const first: [Task, DetailWaiter['how']][] = [];
  let total = 0;
  if (task.ended) return { total, first };
  const { all, columns } = state.tasks;
  for (let row = 0; row < columns.length; row++) {
    if (columns.status[row]! >= TaskStatus.done) continue;
    const how = waitsFor(all[row]!, task);
    if (how === null) continue;
    total += 1;
    if (first.length < MOST_TASKS) first.push([all[row]!, how]);
  }
  return { total, first };
}

function waitsFor(waiter: Task, task: Task): DetailWaiter['how'] | null {
  const { waitsOn, primitive } = waiter;
  if (waitsOn === null) return null;
  if (waitsOn.isTask) return waitsOn === task ? 'awaits' : null;
  if (waitsOn.members?.includes(task)) return 'several';
  return primitive !== null && primitive.waiting > 0 && primitive.holder === task ? 'lock' : null;
}

function framesOf(state: InspectorState, task: Task, readLine: ReadLine): Pick<TaskDetail<TaskRow>, 'frames' | 'framesLeftOut'> {
  const { definitions } = state;
  if (task.ended || runningTasks(state).has(task)) return { frames: [], framesLeftOut: 0 };
  const id = framesId(definitions, task);
  const alone = definitions.site(-id);
  const sites = id > 0 ? definitions.chain(id) : alone === null ? [] : [alone];
  const framesLeftOut = Math.max(0, sites.length - 2 * HALF_FRAMES);
  const shown = framesLeftOut === 0 ? sites : [...sites.slice(0, HALF_FRAMES), ...sites.slice(-HALF_FRAMES)];
  return { frames: shown.map((site): DetailFrame => ({ ...site, text: textOf(site, readLine) })), framesLeftOut };
}

function creations(state: InspectorState, task: Task, readLine: ReadLine): Creation[] {
  const chain: Creation[] = [];
  for (let one: Task | null = task; one !== null && chain.length < MOST_CREATIONS; ) {
    const parent: Task | null = one.parent === 0 ? null : state.tasks.find(one.parent);
    chain.push({
      by: one.parent === 0 ? null : { task: one.parent, name: parent === null ? `task #${one.parent}` : taskName(state, parent) },
      known: parent !== null,
      at: sourceLine(state.definitions.site(one.createdSite), readLine),
    });
    // Whoever creates is older.
    one = parent !== null && parent.serial < one.serial ? parent : null;
  }
  return chain;
}

function sourceLine(site: Site | null, readLine: ReadLine): SourceLine | null {
  const at = locationOf(site);
  return at === null ? null : { ...at, text: textOf(site!, readLine) };
}

const textOf = ({ path, line, user }: Site, readLine: ReadLine): string | null => (user ? readLine(path, line) : null);
