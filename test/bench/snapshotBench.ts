/** How long a snapshot takes while 100,000 tasks live, for every way to sort and filter them. */
import { FIRST_NAME_ID } from '../../src/core/events/schema';
import { encodeRows, type LoopEvent } from '../../src/core/events/rows';
import type { Definition } from '../../src/core/events/definitions';
import { buildSnapshot } from '../../src/core/snapshot/buildSnapshot';
import { DEFAULT_WINDOW, type RunView, type TaskSortKey, type ViewWindow } from '../../src/core/snapshot/protocol';
import { foldFrame } from '../../src/core/state/fold';
import { createState, type InspectorState } from '../../src/core/state/state';

const RUN: RunView = { phase: 'running', program: 'main.py', path: '/app/main.py', runtime: '', elapsed: 0, slowCallback: 100, exit: null };
const SORTS: readonly TaskSortKey[] = ['name', 'state', 'coroutine', 'steps', 'longestStep', 'busy', 'age'];
const FILTERS = ['', 'task-7', 'er-', 'fetch', 'parked', '12', 'nothing has this in it'];
const CODES = 50;

/** A run with `count` live tasks: a third with default names, a third numbered, a third with names of no order; parked, asleep or ready. */
export function crowdedState(count = 100_000): InspectorState {
  const state = createState({ slowCallbackMs: 100 });
  const definitions: Definition[] = [['name', FIRST_NAME_ID, 'EventLoop']];
  const events: LoopEvent[] = [{ kind: 'loopStarted', t: 1000, loopTime: 0, flags: 0, name: FIRST_NAME_ID }];
  for (let code = 1; code <= CODES; code++) definitions.push(['site', code, `/app/module${code}.py`, code, 1, `${code % 3 === 0 ? 'fetch' : 'handle'}_${code}`, true]);
  const address = (i: number): number => 0x7f00_0000_0000 + i * 512;
  for (let i = 0; i < count; i++) {
    const code = 1 + (i % CODES);
    const name = FIRST_NAME_ID + 1 + i;
    events.push({ kind: 'taskCreated', task: address(i), creator: 0, defaultName: i % 3 === 0 ? i + 1 : 0, site: code, code });
    if (i % 3 === 0) continue;
    definitions.push(['name', name, i % 3 === 1 ? `worker-${i}` : `${(Math.imul(i, 2_654_435_761) >>> 0).toString(16)}-${i.toString(36)}x`]);
    events.push({ kind: 'taskNamed', task: address(i), name });
  }
  let t = 2000;
  events.push({ kind: 'iteration', due: 0, t, selectStart: 0, ready: count });
  for (let i = 0; i < count; i++) {
    const future = address(i) + 0x1000_0000_00;
    if (i % 2 === 0) events.push({ kind: 'futureCreated', future, creator: address(i), site: 0 });
    if (i % 4 === 0) events.push({ kind: 'timerScheduled', handle: future + 128, when: 1_000_000 + (Math.imul(i, 48_271) >>> 8), what: future });
    t += 500 + ((i * 7919) % 5000);
    events.push({ kind: 'step', t, task: address(i), w: i % 5 === 4 ? 0 : future, ready: count });
  }
  // Each step above left a task less and queued another, so that the queue stays full.
  foldFrame(state, { kind: 'definitions', definitions });
  foldFrame(state, { kind: 'rows', loop: 1, words: encodeRows(events) });
  return state;
}

export interface SnapshotTimes {
  /** Milliseconds: the slowest kind of window, each taken `runs` times and its median counted. */
  readonly worst: number;
  readonly worstWindow: string;
  readonly median: number;
}

export function snapshotTimes(state: InspectorState, runs = 7): SnapshotTimes {
  const times: { ms: number; label: string }[] = [];
  let sequence = 0;
  for (const taskSort of SORTS) {
    for (const taskFilter of FILTERS) {
      for (const taskStart of [0, 50_000]) {
        const window: ViewWindow = { ...DEFAULT_WINDOW, taskSort, taskFilter, taskStart, taskDescending: taskStart === 0 };
        const samples: number[] = [];
        for (let run = 0; run < runs; run++) {
          const began = performance.now();
          buildSnapshot(state, window, RUN, { now: state.time + 1e6, sequence: ++sequence });
          samples.push(performance.now() - began);
        }
        times.push({ ms: samples.sort((a, b) => a - b)[runs >> 1]!, label: `${taskSort} from ${taskStart}, filter "${taskFilter}"` });
      }
    }
  }
  times.sort((a, b) => a.ms - b.ms);
  const worst = times[times.length - 1]!;
  return { worst: worst.ms, worstWindow: worst.label, median: times[times.length >> 1]!.ms };
}
