/** What the fold tells the timeline, and what the snapshot makes of it, on streams of real kinds of programs. */
import { describe, expect, it } from 'vitest';
import { LoopFlag, Outcome } from '../../../src/core/events/schema';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import { taskTimes } from '../../../src/core/snapshot/taskTimes';
import { PixelBits, type TimelineView, type TimelineWindow } from '../../../src/core/snapshot/timelineProtocol';
import { timelineView } from '../../../src/core/snapshot/timelineView';
import type { InspectorState } from '../../../src/core/state/state';
import { answered, crawler, folded } from '../../webview/timelineSnapshots';
import { randomProgram } from '../randomProgram';
import { StreamBuilder } from '../streamBuilder';

const MS = 1e6;
const ALL: TimelineWindow = { range: { kind: 'all' }, firstLane: 0, laneCount: 100, pixels: 100, collapsed: [], pointer: null };

const view = (state: InspectorState, change: Partial<TimelineWindow> = {}): TimelineView => timelineView(state, { ...ALL, ...change }, state.time)!;
const labels = ({ lanes }: TimelineView): string[] => lanes.items.map(({ label, depth }) => `${'  '.repeat(depth)}${label}`);
const lane = (shown: TimelineView, label: string): TimelineView['lanes']['items'][number] => shown.lanes.items.find((one) => one.label === label)!;
/** One letter for each pixel: what takes most of it. */
const letters = (runs: readonly number[]): string => {
  let text = '';
  for (let i = 0; i < runs.length; i += 2) {
    const bits = runs[i + 1]!;
    const ran = bits & PixelBits.share;
    const queued = (bits >> PixelBits.queuedShift) & PixelBits.share;
    const letter = (bits & PixelBits.blocking) !== 0 ? 'B' : ran > 7 ? 'r' : queued > 7 ? 'q' : (bits & PixelBits.alive) !== 0 ? '-' : ' ';
    text += letter.repeat(runs[i]!);
  }
  return text;
};

it('shows when tasks ran, were queued, were parked and lived, a pixel a millisecond', () => {
  const stream = new StreamBuilder().start();
  stream.iteration({ idleMs: 10 });
  const first = stream.task({ name: 'first' });
  const second = stream.task({ name: 'second' });
  stream.iteration();
  stream.step(first, { ms: 20, parkOn: stream.address() });
  stream.step(second, { ms: 5, outcome: Outcome.returned });
  stream.iteration({ idleMs: 15, arrivals: 1 });
  stream.step(first, { ms: 10 }).iteration().step(first, { ms: 30, parkOn: stream.address() });
  stream.iteration({ idleMs: 10 });
  const shown = view(folded(stream));
  expect(shown.end).toBe(100 * MS);
  expect(letters(lane(shown, 'first').runs)).toBe(`${' '.repeat(10)}${'r'.repeat(20)}${'-'.repeat(20)}${'r'.repeat(40)}${'-'.repeat(10)}`);
  expect(letters(lane(shown, 'second').runs)).toBe(`${' '.repeat(10)}${'q'.repeat(20)}${'r'.repeat(5)}${' '.repeat(65)}`);
  expect(lane(shown, 'second')).toMatchObject({ busy: 5 * MS, queued: 20 * MS, lived: 25 * MS, longest: 5 * MS, steps: 1 });
  expect(lane(shown, 'first')).toMatchObject({ busy: 60 * MS, queued: 0, lived: 90 * MS, longest: 30 * MS, steps: 3 });
});

it('a task whose maker was let go is nobody’s child', () => {
  const stream = new StreamBuilder().start();
  const parent = stream.task({ name: 'parent' });
  stream.task({ name: 'child', creator: parent });
  stream.iteration().step(parent, { outcome: Outcome.returned });
  for (let other = 0; other < 10; other++) stream.step(stream.task({ name: `other ${other}` }), { outcome: Outcome.returned });
  const shown = view(folded(stream, [], 3));
  expect(labels(shown)).toContain('child');
  expect(labels(shown)).not.toContain('parent');
});

it('a step as long as the threshold is a blocking one, in the lane and in the minimap', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'slow' });
  stream.iteration().step(task, { ms: 99 }).iteration().step(task, { ms: 101, outcome: Outcome.returned });
  const shown = view(folded(stream), { pixels: 200 });
  expect(letters(lane(shown, 'slow').runs)).toBe(`${'r'.repeat(99)}${'B'.repeat(101)}`);
  // the minimap has its own, coarser parts
  expect(shown.blocked.slice(0, 190)).toEqual(new Array(190).fill(false));
  expect(shown.blocked.slice(200)).toEqual(new Array(200).fill(true));
  expect(shown.utilisation.every((percent) => percent === 100)).toBe(true);
  expect(shown.warnings).toMatchObject([{ count: 1, code: 'slow-callback' }]);
});

it('an eager step is in the lane of its own task, inside of the step that made it', () => {
  const stream = new StreamBuilder().start();
  const outer = stream.task({ name: 'outer' });
  stream.iteration();
  const began = stream.advance(10).now;
  const eager = stream.task({ name: 'eager' });
  stream.wakes(-1).advance(20);
  stream.row({ kind: 'eagerStep', t: stream.now, task: eager, tBegin: began }).row({ kind: 'eagerEnd', task: eager, w: Outcome.returned });
  stream.step(outer, { ms: 10, outcome: Outcome.returned });
  const shown = view(folded(stream), { pixels: 40 });
  expect(letters(lane(shown, 'outer').runs)).toBe('r'.repeat(40));
  expect(letters(lane(shown, 'eager').runs).slice(10, 30)).toBe('r'.repeat(20));
  expect(lane(shown, 'eager')).toMatchObject({ busy: 20 * MS, queued: 0 });
  expect(Math.max(...shown.utilisation)).toBe(100);
});

it('each loop has a lane for its callbacks, and a loop in C has its steps', () => {
  const stream = new StreamBuilder().start();
  stream.iteration({ arrivals: 1 }).callback('first', { ms: 10 });
  stream.use(2).start(0, { flags: LoopFlag.hidesQueue, name: 'uvloop.Loop' });
  const hidden = stream.task({ name: 'hidden' });
  stream.advance(5).began().step(hidden, { ms: 20, parkOn: stream.address() });
  stream.advance(5).began().callback('second', { ms: 10 });
  const shown = view(folded(stream), { pixels: 50 });
  expect(labels(shown)).toEqual(['callbacks of loop 1', 'callbacks of loop 2', 'hidden']);
  expect(letters(lane(shown, 'hidden').runs).slice(15, 35)).toBe('r'.repeat(20));
  expect(lane(shown, 'hidden')).toMatchObject({ busy: 20 * MS, queued: 0 });
  expect(lane(shown, 'callbacks of loop 2').busy).toBe(10 * MS);
});

describe('the lanes', () => {
  const ORDER = ['callbacks', 'main', '  worker-1', '  worker-2', '  worker-3', '  worker-4', '  worker-5', '  server', '    connection-1', '    connection-2'];

  it('stand below who made them, and fold with them', () => {
    const state = crawler();
    expect(labels(view(state))).toEqual(ORDER);
    const server = lane(view(state), 'server');
    expect(server.children).toBe(2);
    const folding = view(state, { collapsed: [server.task!] });
    expect(labels(folding)).toEqual(ORDER.slice(0, 8));
    expect(folding.lanes.total).toBe(8);
    expect(lane(folding, 'server').collapsed).toBe(true);
  });

  it('any part of them is the same part of all', () => {
    const state = crawler();
    for (let first = 0; first <= ORDER.length; first++) {
      const part = view(state, { firstLane: first, laneCount: 3 });
      expect(labels(part)).toEqual(ORDER.slice(first, first + 3));
      expect(part.lanes).toMatchObject({ total: ORDER.length, first });
    }
  });

  it('are those of tasks that lived in the window, and of who is above them', () => {
    const stream = new StreamBuilder().start();
    const parent = stream.task({ name: 'parent' });
    stream.iteration();
    const child = stream.task({ name: 'child', creator: parent });
    stream.task({ name: 'short', creator: parent });
    stream.step(parent, { ms: 1, outcome: Outcome.returned });
    stream.iteration().step(child, { ms: 10, parkOn: stream.address() });
    const state = folded(stream);
    expect(labels(view(state, { range: { kind: 'fixed', from: 5 * MS, to: 6 * MS } }))).toEqual(['parent', '  child', '  short']);
    expect(labels(view(state, { range: { kind: 'fixed', from: -20 * MS, to: -10 * MS } }))).toEqual([]);
  });
});

it('output is marked where it was written', () => {
  const { stdout, stderr } = view(crawler(), { pixels: 1000 });
  const counts = (pairs: readonly number[]): number => pairs.reduce((sum, value, index) => sum + (index % 2 === 1 ? value : 0), 0);
  expect([counts(stdout), counts(stderr)]).toEqual([9, 3]);
});

it('tells what is under the pointer', () => {
  const state = crawler();
  const shown = view(state);
  const blocking = shown.lanes.items.findIndex(({ label }) => label === 'worker-3');
  const at = shown.end * 0.55;
  expect(view(state, { pointer: { lane: blocking, at } }).pointed).toMatchObject({ label: 'worker-3', state: 'running', longest: 160 * MS });
  const { begin, end } = view(state, { pointer: { lane: blocking, at } }).pointed!;
  expect(end! - begin!).toBe(160 * MS);
  expect(view(state, { pointer: { lane: blocking + 1, at } }).pointed).toMatchObject({ label: 'worker-4', state: 'queued', end });
  expect(view(state, { pointer: { lane: 99, at } }).pointed).toBeNull();
});

it.each([[1], [2], [3]])('in any run the lanes add up to the time that tasks ran, seed %d', (seed) => {
  const state = folded(randomProgram(seed, 2000));
  const shown = view(state);
  const steps = shown.lanes.items.filter(({ task }) => task !== null);
  expect(steps.reduce((sum, { busy }) => sum + busy, 0)).toBeCloseTo(state.tasks.all.reduce((sum, task) => sum + (task?.busy ?? 0), 0), -2);
  expect(steps.reduce((sum, one) => sum + one.steps, 0)).toBe(state.tasks.all.reduce((sum, task) => sum + (task?.steps ?? 0), 0));
  for (const { task, longest } of steps) expect(longest).toBe(state.tasks.find(task!)!.longest);
  for (const { lived, busy, queued } of steps) expect(busy + queued).toBeLessThanOrEqual(lived + 1);
});

it('the times of a task are those of its steps, also as it goes on', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'counted' });
  for (let i = 1; i <= 100; i++) stream.iteration().step(task, { ms: i });
  const state = folded(stream);
  const times = taskTimes(state, 1)!;
  expect(times.steps).toMatchObject({ count: 100, max: 100 * MS });
  expect(times.steps.bars.reduce((sum, bar) => sum + bar, 0)).toBe(100);
  for (const [share, found] of [[0.5, times.steps.p50], [0.9, times.steps.p90], [0.99, times.steps.p99]] as const) {
    expect(found / MS / (100 * share)).toBeGreaterThanOrEqual(1);
    expect(found / MS / (100 * share)).toBeLessThan(1.1);
  }
  expect(taskTimes(state, 1)).toEqual(times);
  expect(taskTimes(state, 2)).toBeNull();
});

it('an answer has the shape of one', () => {
  const state = crawler();
  const snapshot = answered(state, { ...ALL, pointer: { lane: 1, at: 5 } }, 1, {}, 1);
  expect(snapshot.timeline?.pointed).not.toBeNull();
  expect(snapshot.taskTimes).not.toBeNull();
  expect(isSnapshot(snapshot)).toBe(true);
  expect(isSnapshot({ ...snapshot, timeline: { ...snapshot.timeline!, utilisation: ['x'] } })).toBe(false);
  expect(isSnapshot({ ...snapshot, taskTimes: {} })).toBe(false);
});
