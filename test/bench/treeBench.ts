/** How long the await tree takes while 100,000 tasks live, and what is known of one of them. */
import { PrimitiveKind } from '../../src/core/events/schema';
import { buildSnapshot } from '../../src/core/snapshot/buildSnapshot';
import { DEFAULT_WINDOW, type RunView, type ViewWindow } from '../../src/core/snapshot/protocol';
import type { TreeWindow } from '../../src/core/snapshot/treeProtocol';
import type { InspectorState } from '../../src/core/state/state';
import { StreamBuilder } from '../core/streamBuilder';

const RUN: RunView = { phase: 'running', program: 'main.py', path: '/app/main.py', runtime: '', elapsed: 0, slowCallback: 100, exit: null };
const TREE: TreeWindow = { first: 0, count: 100, toggled: [], filter: '', find: null };
/** Members of one `gather`, and tasks that wait for each other in a row. */
const MEMBERS = 1000;
const CHAIN = 10;

/** A service with `count` live tasks: gathers of a thousand, requests that await each other, sleepers, and those that want a lock. */
export function waitingState(count = 100_000): InspectorState {
  const stream = new StreamBuilder().start();
  const codes = Array.from({ length: 50 }, (_, i) => stream.site(i + 1, `handle_${i}`));
  const chains = codes.map((code, i) => stream.chain(code, stream.site(100 + i, `query_${i}`), stream.librarySite(200 + i, 'sleep')));
  const tasks = Array.from({ length: count }, (_, i) => stream.task({ number: i + 1, code: codes[i % 50]! }));
  stream.iteration();
  const lock = stream.address();
  stream.row({ kind: 'primitive', object: lock, primitive: PrimitiveKind.lock, waiting: 5, detail: tasks[0]! });
  tasks.forEach((task, i) => {
    const quarter = Math.floor((4 * i) / count);
    const target = quarter === 1 && i % CHAIN < CHAIN - 1 ? tasks[i + 1]! : stream.future({ creator: task });
    stream.step(task, { parkOn: target });
    stream.parked(task, chains[i % 50]!, quarter === 0 ? 'gather' : quarter === 3 ? 'Lock.acquire' : '');
    if (quarter === 0 && i % MEMBERS === 0) for (let k = 1; k < MEMBERS; k++) stream.row({ kind: 'member', future: target, task: tasks[i + k]! });
    if (quarter === 2) stream.timer(1000 + i, target);
    if (quarter === 3) stream.row({ kind: 'waitsIn', task, object: lock, primitive: PrimitiveKind.lock });
  });
  return stream.state();
}

export interface TreeTimes {
  /** Milliseconds: the slowest kind of window, each taken `runs` times and its median counted. */
  readonly worst: number;
  readonly worstWindow: string;
  readonly median: number;
}

/** Without what else is in a snapshot. */
export function treeTimes(state: InspectorState, runs = 31): TreeTimes {
  const windows: { label: string; window: Partial<ViewWindow> }[] = [];
  for (const filter of ['', 'handle_7', 'task-7', 'parked']) {
    for (const first of [0, 100_000]) windows.push({ label: `tree from ${first}, filter "${filter}"`, window: { tree: { ...TREE, first, filter } } });
  }
  const whole: ViewWindow = { ...DEFAULT_WINDOW, tree: { ...TREE, count: 1000 } };
  let view = buildSnapshot(state, whole, RUN, { now: state.time, sequence: 1 }).tree;
  while (view?.pending === true) view = buildSnapshot(state, whole, RUN, { now: state.time, sequence: 1 }).tree;
  const folds = view?.rows ?? [];
  const toggled = folds.filter(({ kind }) => kind === 'fold').map(({ key }) => key);
  windows.push({ label: `tree with ${toggled.length} folds open`, window: { tree: { ...TREE, toggled } } });
  windows.push({ label: 'a task is looked for', window: { tree: { ...TREE, find: state.tasks.total >> 1 } } });
  windows.push({ label: 'detail', window: { selected: 1 } });
  let sequence = 1;
  const timeOf = (window: Partial<ViewWindow>): number => {
    const samples: number[] = [];
    for (let run = 0; run < runs; run++) {
      // The program has gone on since.
      state.events += 1;
      const began = performance.now();
      buildSnapshot(state, { ...DEFAULT_WINDOW, ...window }, RUN, { now: state.time + 1e6, sequence: ++sequence });
      samples.push(performance.now() - began);
    }
    return samples.sort((a, b) => a - b)[runs >> 1]!;
  };
  timeOf({});
  const base = timeOf({});
  const times = windows.map(({ label, window }) => ({ label, ms: Math.max(0, timeOf(window) - base) })).sort((a, b) => a.ms - b.ms);
  const worst = times[times.length - 1]!;
  return { worst: worst.ms, worstWindow: worst.label, median: times[times.length >> 1]!.ms };
}
