/** The rows of the task table that are in sight: filtered, sorted, cut, in a few milliseconds for 100,000 tasks. */
import { FIRST_TASK_ID } from '../events/schema';
import { queuedByName, waitsForText, taskName } from '../state/labels';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { HOLE, TaskStatus } from '../state/taskColumns';
import { locationOf } from './locations';
import type { Snapshot, TaskRow, ViewWindow } from './protocol';
import { selectRange } from './selectRange';
import { cancelOrigin } from './cancelOrigin';
import { runningTasks, STATE_ORDER, taskState, WORDS } from './taskState';

/** A view shows no more rows at once. */
const MAX_ROWS = 2000;

/** `now`: ns of the stream's clock. */
export function buildTaskWindow(state: InspectorState, window: ViewWindow, now: number): Snapshot['tasks'] {
  const running = runningTasks(state);
  const matching = matchingRows(state, window.taskFilter, running);
  const total = matching.length;
  const length = Math.min(MAX_ROWS, Math.max(0, Math.trunc(window.taskCount)));
  const start = Math.min(Math.max(0, Math.trunc(window.taskStart)), Math.max(0, total - length));
  const shown = sortedRange(state, matching, window, running, start, length);
  return { total, start, rows: Array.from(shown, (row) => taskRow(state, state.tasks.all[row]!, running, now)) };
}

function taskRow(state: InspectorState, task: Task, running: ReadonlySet<Task>, now: number): TaskRow {
  const { definitions } = state;
  const word = taskState(task, running);
  const code = definitions.site(task.code);
  const thisStep = word === 'running' ? state.loop(task.loop).runningFor(now) : 0;
  return {
    id: task.serial,
    loop: task.loop,
    name: taskName(state, task),
    coroutine: code?.qualname ?? '',
    state: word,
    parkedAt: word === 'running' ? null : locationOf(definitions.site(task.parkedSite)),
    waitsFor: word === 'parked' ? waitsForText(state, state.loop(task.loop), task, now) : '',
    steps: task.steps,
    longestStep: Math.max(task.longest, thisStep) / 1e6,
    busy: (task.busy + thisStep) / 1e6,
    age: (now - task.createdAt) / 1e6,
    createdAt: locationOf(definitions.site(task.createdSite)),
    definedAt: locationOf(code),
    parent: task.parent === 0 ? null : task.parent,
    outcome: task.outcome === 0 ? null : definitions.name(task.outcome),
    wokenBy: queuedByName(state, task.waker),
    wokenAt: locationOf(definitions.site(task.wakerSite)),
    ...cancelOrigin(state, task),
    context: definitions.name(task.context),
  };
}

/** The rows whose task's name or coroutine contains the filter's text or whose state it is, in order of creation. */
function matchingRows(state: InspectorState, filter: string, running: ReadonlySet<Task>): Int32Array {
  const { columns } = state.tasks;
  const { status, code } = columns;
  const text = filter.trim().toLowerCase();
  const found = new Int32Array(columns.length);
  let count = 0;
  if (text === '') {
    for (let row = 0; row < columns.length; row++) if (status[row] !== HOLE) found[count++] = row;
    return found.subarray(0, count);
  }
  const nameMatches = state.names.matcher(columns, text);
  const stateMatches = stateMatcher(text, running);
  const codes: boolean[] = [];
  const codeMatches = (id: number): boolean => (codes[id] ??= state.definitions.site(id)?.qualname.toLowerCase().includes(text) ?? false);
  for (let row = 0; row < columns.length; row++) {
    if (status[row] === HOLE) continue;
    if (codeMatches(code[row]!) || stateMatches(row, status[row]!) || nameMatches(row)) found[count++] = row;
  }
  return found.subarray(0, count);
}

/** Tells whether a row's task is in the state named `text`. */
function stateMatcher(text: string, running: ReadonlySet<Task>): (row: number, status: number) => boolean {
  if (STATE_ORDER.every((word) => word !== text)) return () => false;
  const runningRows = new Set([...running].map(({ index }) => index));
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
): Int32Array {
  if (taskSort === 'age') {
    // Rows are in order of creation already: the oldest first.
    if (taskDescending) return rows.subarray(start, start + length);
    const end = Math.max(0, rows.length - start);
    return rows.slice(Math.max(0, end - length), end).reverse();
  }
  const keyOf = sortKey(state, taskSort, running, rows);
  const keys = new Float64Array(rows.length);
  const sign = taskDescending ? -1 : 1;
  for (let i = 0; i < rows.length; i++) keys[i] = sign * keyOf(rows[i]!);
  return selectRange(keys, start, length).map((i) => rows[i]!);
}

function sortKey(state: InspectorState, key: Exclude<ViewWindow['taskSort'], 'age'>, running: ReadonlySet<Task>, rows: Int32Array): (row: number) => number {
  const { columns } = state.tasks;
  switch (key) {
    case 'steps':
      return (row) => columns.steps[row]!;
    case 'longestStep':
      return (row) => columns.longest[row]!;
    case 'busy':
      return (row) => columns.busy[row]!;
    case 'name':
      return state.names.sortKeys(columns);
    case 'state': {
      const ranks: number[] = [];
      for (const status of Object.values(TaskStatus)) ranks[status] = STATE_ORDER.indexOf(WORDS[status]);
      const runningRows = new Set([...running].map(({ index }) => index));
      return (row) => (runningRows.has(row) ? 0 : ranks[columns.status[row]!]!);
    }
    case 'coroutine':
      return coroutineKey(state, rows);
  }
}

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
