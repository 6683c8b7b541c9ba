import { expect, it } from 'vitest';
import { FINISHED } from '../../../src/core/events/exit';
import { Complaint, Outcome } from '../../../src/core/events/schema';
import { History } from '../../../src/core/history/history';
import { Replay } from '../../../src/core/history/replay';
import { saveState } from '../../../src/core/history/segment';
import { buildReport } from '../../../src/core/report/buildReport';
import type { TreeWindow } from '../../../src/core/snapshot/treeProtocol';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { Timeline } from '../../../src/core/timeline/timeline';
import { zstdPacker } from '../../../src/inspector/zstdPacker';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const LOOPS = 300;
/** Loops that are kept after they have stopped, besides the latest. */
const KEPT = 64;
const TIMELINE = { range: { kind: 'all' }, pixels: 200, firstLane: 0, laneCount: 50, collapsed: [], pointer: null } as const;
const TREE: TreeWindow = { first: 0, count: 50, toggled: [], filter: '', find: null };
const FACTS = { program: 'main.py', runtime: 'embedded CPython 3.14.2', exit: FINISHED, elapsed: 0 } as const;

/** A loop that runs a task and a callback and stops: 3 ms busy, 1 ms idle, 1 ms of our own. */
function shortLoop(stream: StreamBuilder, serial: number, name = 'EventLoop'): StreamBuilder {
  stream.use(serial).start(1_000_000, { name });
  const task = stream.task({ name: `main-${serial}`, code: 1 });
  return stream.iteration().step(task, { ms: 2 }).overhead(1).iteration({ idleMs: 1, arrivals: 1 }).step(task, { ms: 0.5, outcome: Outcome.returned }).callback('done', { ms: 0.5 }).stop().advance(1);
}

function shortLoops(loops = LOOPS): StreamBuilder {
  const stream = new StreamBuilder();
  stream.site(3, 'main');
  for (let serial = 1; serial <= loops; serial++) shortLoop(stream, serial).flush();
  return stream;
}

function folded(stream: StreamBuilder): InspectorState {
  const state = createState({ slowCallbackMs: 100, timeline: new Timeline() });
  for (const frame of stream.frames()) foldFrame(state, frame);
  return state;
}

it('keeps the latest of loops that have stopped, and what all have done together', () => {
  const state = folded(shortLoops());
  expect(state.loops.size).toBe(KEPT + 1);
  expect([...state.loops.keys()].at(-1)).toBe(LOOPS);
  expect(state.timeline!.tracks.size).toBe(KEPT + 1);
  const { totals } = snapshot(state);
  expect(totals).toMatchObject({ loops: LOOPS, iterations: 2 * LOOPS, tasks: LOOPS, liveTasks: 0 });
  expect(totals.overheadPercent).toBeCloseTo(25);
  const seconds = (state.time - state.definitions.hello!.clock) / 1e9;
  expect(snapshot(state).activity!.busy.length, 'half seconds').toBe(Math.floor(2 * seconds) - 1);
  state.ended = true;
  expect(snapshot(state).totals.utilisation).toBeCloseTo(75);
  expect(snapshot(state).totals.overheadPercent).toBeCloseTo(25);
  expect(buildReport(state, FACTS)).toMatchObject({ loops: LOOPS, iterations: 2 * LOOPS });
});

it('keeps loops that run and those with pending tasks', () => {
  const stream = new StreamBuilder();
  stream.use(1).start().iteration();
  stream.use(2).start().task({ name: 'pending' });
  stream.stop();
  stream.use(0).row({ kind: 'programEnded', t: stream.now, ending: 1, error: 0 }).flush();
  for (let serial = 3; serial <= 200; serial++) shortLoop(stream, serial).flush();
  const state = folded(stream);
  expect([...state.loops.keys()].sort((a, b) => a - b).slice(0, 4)).toEqual([0, 1, 2, 200 - KEPT]);
  expect(snapshot(state).totals.loops).toBe(200);
});

it('forgets timers and futures that a loop has left', () => {
  const stream = new StreamBuilder();
  for (let serial = 1; serial <= LOOPS; serial++) {
    stream.use(serial).start().timer(1000, 'later');
    stream.timer(1000, stream.future());
    stream.future();
    stream.stop().flush();
  }
  const state = stream.state();
  expect(state.loops.size).toBe(KEPT + 1);
  expect(snapshot(state)).toMatchObject({ timers: { total: 2 * (KEPT + 1) }, futures: { total: KEPT + 1 } });
  const { timers, futures } = state.objects;
  expect(Math.max(timers.columns.length, futures.columns.length)).toBeLessThan(2 * (KEPT + 3));
});

it('shows the tasks of loops that are not kept', () => {
  const stream = new StreamBuilder();
  stream.site(3, 'main');
  for (let serial = 1; serial <= LOOPS; serial++) shortLoop(stream, serial, serial % 100 === 0 ? 'Other' : 'EventLoop').flush();
  const state = folded(stream);
  for (const serial of [1, 100, 150, LOOPS]) {
    const { detail, tasks } = snapshot(state, { taskCount: 1000, selected: serial, tree: TREE, timeline: TIMELINE });
    expect(tasks.total).toBe(LOOPS);
    expect(detail).toMatchObject({ kind: 'task', loopName: serial % 100 === 0 ? 'Other' : 'EventLoop', task: { name: `main-${serial}`, loop: serial, state: 'done', steps: 2, busy: 2.5 } });
  }
  expect(state.loops.size).toBe(KEPT + 1);
  const { timeline } = snapshot(state, { timeline: TIMELINE });
  expect(timeline!.lanes.total).toBe(LOOPS + KEPT + 1);
  expect(timeline!.utilisation.slice(0, 100).every((share) => share > 20)).toBe(true);
});

it('lets the oldest tasks of such loops go', () => {
  const stream = shortLoops();
  const state = stream.state(100, 20);
  expect([state.tasks.kept, state.tasks.letGo, state.loops.size]).toEqual([20, LOOPS - 20, KEPT + 1]);
});

it('knows a loop that runs again, and counts it once', () => {
  const stream = shortLoops();
  for (const serial of [2, 10, LOOPS]) shortLoop(stream, serial).flush();
  for (let serial = LOOPS + 1; serial <= 2 * LOOPS; serial++) shortLoop(stream, serial).flush();
  shortLoop(stream, 2);
  const state = folded(stream);
  expect(state.loops.get(2)).toMatchObject({ serial: 2, iterations: 2 });
  expect(snapshot(state).totals).toMatchObject({ loops: 2 * LOOPS, iterations: 4 * LOOPS + 8 });
});

it('still knows the tasks of a loop when it is told of them later', () => {
  const stream = new StreamBuilder();
  stream.site(3, 'main');
  const task = stream.start().task({ name: 'failing', code: 1 });
  stream.iteration().step(task, { outcome: Outcome.failed }).stop().flush();
  for (let serial = 2; serial <= LOOPS; serial++) shortLoop(stream, serial).flush();
  stream.use(1).row({ kind: 'complaint', object: task, message: Complaint.exceptionNeverRetrieved, t: stream.now });
  const state = stream.state();
  expect(state.warnings.map(({ evidence }) => evidence)).toMatchObject([{ code: 'exception-never-retrieved', task: 'failing' }]);
  expect(state.loops.get(1)!.name).toBe(state.loops.get(LOOPS)!.name);
  expect(state.time).toBe(stream.now);
});

it('tells of a loop written in C also when it is not kept', () => {
  const stream = new StreamBuilder();
  stream.start(1_000_000, { flags: 1, name: 'Loop' }).stop().flush();
  for (let serial = 2; serial <= LOOPS; serial++) shortLoop(stream, serial).flush();
  expect(snapshot(stream.state()).hiddenBy).toBe('Loop');
});

it('shows past moments as they were', () => {
  const frames = shortLoops().frames();
  const live = createState({ slowCallbackMs: 100 });
  const history = new History(live, 2 ** 26, zstdPacker, { fewest: 100, most: 100 });
  const replay = new Replay(history);
  const moments = new Map<number, { bytes: Uint8Array; shown: unknown }>();
  const shown = (state: InspectorState): unknown => [structuredClone(state.retired), snapshot(state, { taskCount: 1000, selected: 1 })];
  for (const frame of frames) {
    foldFrame(live, frame);
    history.record(frame);
    if (live.events % 50 < 10) moments.set(live.events, { bytes: saveState(live).bytes, shown: shown(live) });
  }
  expect(moments.size).toBeGreaterThan(50);
  for (const [position, { bytes, shown: then }] of [...moments].reverse()) {
    const past = replay.at(position)!;
    expect(shown(past), `at ${position}`).toEqual(then);
    expect(Buffer.compare(saveState(past).bytes, bytes), `at ${position}`).toBe(0);
  }
});
