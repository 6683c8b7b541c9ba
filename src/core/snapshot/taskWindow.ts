/** The rows of the task table that are in sight: filtered, sorted, cut, in a few milliseconds for 100,000 tasks. */
import { FIRST_TASK_ID } from '../events/schema';
import { outcomeText, queuedByName, waitsForText, taskName } from '../state/labels';
import type { LoopState } from '../state/loopState';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { HOLE, TaskDouble, TaskStatus } from '../state/taskColumns';
import { locationOf } from './locations';
import type { TaskRow, TasksView, TaskState, ViewWindow } from './protocol';
import { selectRange } from './selectRange';
import { cancelOrigin } from './cancelOrigin';
import { STATE_ORDER } from './stateOrder';
import { parkedTime, queuedTime } from './restTimes';
import { runningTasks, taskState, WORDS } from './taskState';

/** A view shows no more rows at once. */
const MAX_ROWS = 2000;

/** `now`: ns of the stream's clock. */
export function buildTaskWindow(state: InspectorState, window: ViewWindow, now: number): TasksView {
  const running = runningTasks(state);
  const found = matchingRows(state, window, running);
  const { matching, counts } = inStates(state, found, window.taskStates, running);
  const total = matching.length;
  const length = Math.min(MAX_ROWS, Math.max(0, Math.trunc(window.taskCount)));
  const start = Math.min(Math.max(0, Math.trunc(window.taskStart)), Math.max(0, total - length));
  const shown = sortedRange(state, matching, window, running, start, length, now);
  return { total, start, rows: Array.from(shown, (row) => taskRow(state, state.tasks.at(row)!, running, now)), counts };
}

export function taskRow(state: InspectorState, task: Task, running: ReadonlySet<Task>, now: number): TaskRow {
  const { definitions } = state;
  const word = taskState(task, running);
  const code = definitions.site(task.code);
  const loop = state.loopOf(task);
  const runs = word === 'running';
  const thisStep = runs ? loop.runningFor(now) : 0;
  const { columns } = state.tasks;
  return {
    id: task.serial,
    loop: task.loop,
    name: taskName(state, task),
    coroutine: code?.qualname ?? '',
    state: word,
    parkedAt: runs ? null : locationOf(definitions.site(task.parkedSite)),
    waitsFor: word === 'parked' ? waitsForText(state, loop, task, now) : '',
    steps: task.steps,
    longestStep: Math.max(task.longest, thisStep) / 1e6,
    busy: (task.busy + thisStep) / 1e6,
    queued: queuedTime(columns, task.index, loop, runs, now) / 1e6,
    parked: parkedTime(columns, task.index, loop, runs, now) / 1e6,
    age: (now - task.createdAt) / 1e6,
    createdAt: locationOf(definitions.site(task.createdSite)),
    definedAt: locationOf(code),
    parent: task.parent === 0 ? null : task.parent,
    outcome: outcomeText(state, task),
    wokenBy: queuedByName(state, task.waker),
    wokenAt: locationOf(definitions.site(task.wakerSite)),
    ...cancelOrigin(state, task),
    context: definitions.name(task.context),
  };
}

/** Counts `rows` by state, and picks those in one of `states`, or all if it is empty. */
function inStates(state: InspectorState, rows: Int32Array, states: readonly TaskState[], running: ReadonlySet<Task>): { readonly matching: Int32Array; readonly counts: TasksView['counts'] } {
  const { status } = state.tasks.columns;
  const runningRows = rowsOf(running);
  const byStatus = new Float64Array(HOLE);
  const wanted = Object.values(TaskStatus).map((one) => states.includes(WORDS[one]));
  const runningWanted = states.includes('running');
  const matching = states.length === 0 ? rows : new Int32Array(rows.length);
  let runs = 0;
  let count = 0;
  for (const row of rows) {
    const isRunning = runningRows.size > 0 && runningRows.has(row);
    if (isRunning) runs += 1;
    else byStatus[status[row]!]! += 1;
    if (states.length > 0 && (isRunning ? runningWanted : wanted[status[row]!])) matching[count++] = row;
  }
  const counts = Object.fromEntries(STATE_ORDER.map((word) => [word, 0])) as Record<TaskState, number>;
  for (const one of Object.values(TaskStatus)) counts[WORDS[one]] = byStatus[one]!;
  counts.running = runs;
  return { matching: states.length === 0 ? rows : matching.subarray(0, count), counts };
}

/** The rows of the window's loop whose task's name or coroutine contains the filter's text or whose state it is, in order of creation. */
export function matchingRows(state: InspectorState, { taskFilter: filter, loop }: Pick<ViewWindow, 'taskFilter' | 'loop'>, running: ReadonlySet<Task>): Int32Array {
  const { columns } = state.tasks;
  const { status, code, loop: loops } = columns;
  const text = filter.trim().toLowerCase();
  const found = new Int32Array(columns.length);
  let count = 0;
  if (text === '') {
    for (let row = 0; row < columns.length; row++) if (status[row] !== HOLE && (loop === null || loops[row] === loop)) found[count++] = row;
    return found.subarray(0, count);
  }
  const nameMatches = state.names.matcher(columns, text);
  const stateMatches = stateMatcher(text, running);
  const codes: boolean[] = [];
  const codeMatches = (id: number): boolean => (codes[id] ??= state.definitions.site(id)?.qualname.toLowerCase().includes(text) ?? false);
  for (let row = 0; row < columns.length; row++) {
    if (status[row] === HOLE || (loop !== null && loops[row] !== loop)) continue;
    if (codeMatches(code[row]!) || stateMatches(row, status[row]!) || nameMatches(row)) found[count++] = row;
  }
  return found.subarray(0, count);
}

/** Tells whether a row's task is in the state named `text`. */
function stateMatcher(text: string, running: ReadonlySet<Task>): (row: number, status: number) => boolean {
  if (STATE_ORDER.every((word) => word !== text)) return () => false;
  const runningRows = rowsOf(running);
  if (text === 'running') return (row) => runningRows.has(row);
  const wanted = Object.values(TaskStatus).find((status) => WORDS[status] === text);
  return (row, status) => status === wanted && !runningRows.has(row);
}

/** The `length` rows after the first `start` of `rows` in the order that the window asks for. */
function sortedRange(
  state: InspectorState,
  rows: Int32Array,
  { taskSort, taskDescending }: ViewWindow,
  running: ReadonlySet<Task>,
  start: number,
  length: number,
  now: number,
): Int32Array {
  if (taskSort === 'age') {
    // Rows are in order of creation already: the oldest first.
    if (taskDescending) return rows.subarray(start, start + length);
    const end = Math.max(0, rows.length - start);
    return rows.slice(Math.max(0, end - length), end).reverse();
  }
  const keyOf = sortKey(state, taskSort, running, rows, now);
  const keys = new Float64Array(rows.length);
  const sign = taskDescending ? -1 : 1;
  for (let i = 0; i < rows.length; i++) keys[i] = sign * keyOf(rows[i]!);
  return selectRange(keys, start, length).map((i) => rows[i]!);
}

function sortKey(state: InspectorState, key: Exclude<ViewWindow['taskSort'], 'age'>, running: ReadonlySet<Task>, rows: Int32Array, now: number): (row: number) => number {
  const { columns } = state.tasks;
  switch (key) {
    case 'steps':
      return (row) => columns.double(row, TaskDouble.steps);
    case 'longestStep':
      return stepKey(state, running, now, TaskDouble.longest);
    case 'busy':
      return stepKey(state, running, now, TaskDouble.busy);
    case 'queued':
      return restKey(state, running, now, queuedTime);
    case 'parked':
      return restKey(state, running, now, parkedTime);
    case 'name':
      return state.names.sortKeys(columns);
    case 'state': {
      const ranks: number[] = [];
      for (const status of Object.values(TaskStatus)) ranks[status] = STATE_ORDER.indexOf(WORDS[status]);
      const runningRows = rowsOf(running);
      return (row) => (runningRows.has(row) ? 0 : ranks[columns.status[row]!]!);
    }
    case 'coroutine':
      return coroutineKey(state, rows);
  }
}

/** By `timeOf` a row, with what is under way: mostly that is all of it. */
function restKey(state: InspectorState, running: ReadonlySet<Task>, now: number, timeOf: typeof parkedTime): (row: number) => number {
  const { columns } = state.tasks;
  const { loop } = columns;
  const loops: LoopState[] = [];
  const runningRows = rowsOf(running);
  return (row) => timeOf(columns, row, (loops[loop[row]!] ??= state.loopAt(loop[row]!)), runningRows.has(row), now);
}

/** A figure of the steps, of those that run with the step that is under way. */
function stepKey(state: InspectorState, running: ReadonlySet<Task>, now: number, figure: TaskDouble.longest | TaskDouble.busy): (row: number) => number {
  const { columns } = state.tasks;
  const underWay = new Map([...running].map((task) => [task.index, state.loopOf(task).runningFor(now)]));
  return (row) => {
    const before = columns.double(row, figure);
    const thisStep = underWay.get(row) ?? 0;
    return figure === TaskDouble.longest ? Math.max(before, thisStep) : before + thisStep;
  };
}

const rowsOf = (tasks: ReadonlySet<Task>): ReadonlySet<number> => new Set([...tasks].map(({ index }) => index));

/** Ranks the few coroutine functions there are by name. */
function coroutineKey(state: InspectorState, rows: Int32Array): (row: number) => number {
  const { code } = state.tasks.columns;
  const names = new Map<number, string>();
  const seen = new Uint8Array(FIRST_TASK_ID);
  for (const row of rows) {
    const id = code[row]!;
    if (seen[id] === 1) continue;
    seen[id] = 1;
    names.set(id, state.definitions.site(id)?.qualname ?? '');
  }
  const order = [...new Set(names.values())].sort();
  const rankOf = new Map(order.map((name, rank) => [name, rank]));
  const ranks: number[] = [];
  for (const [id, name] of names) ranks[id] = rankOf.get(name)!;
  return (row) => ranks[code[row]!]!;
}
