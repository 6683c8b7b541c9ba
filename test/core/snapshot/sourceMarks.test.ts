import { describe, expect, it } from 'vitest';
import { MarksFeed } from '../../../src/inspector/marksFeed';
import { Outcome } from '../../../src/core/events/schema';
import { buildSourceMarks } from '../../../src/core/snapshot/buildSourceMarks';
import type { FileMarks, YieldPointMark } from '../../../src/core/snapshot/sourceMarks';
import type { InspectorState } from '../../../src/core/state/state';
import { ENDED_TASKS_KEPT } from '../../../src/core/state/taskTable';
import { PROGRAM, StreamBuilder } from '../streamBuilder';

const marksOf = (state: InspectorState, path = PROGRAM, justMyCode = true): FileMarks => buildSourceMarks(state, { paths: [path], justMyCode })[0]!;

function pointAt(state: InspectorState, line: number, path = PROGRAM, justMyCode = true): YieldPointMark {
  const found = marksOf(state, path, justMyCode).points.find((point) => point.line === line);
  if (found === undefined) throw new Error(`nothing at line ${line}`);
  return found;
}

/** A worker that sleeps in `fetch`, line 30, which `worker` awaits in line 20. */
function sleeper() {
  const stream = new StreamBuilder().start();
  const code = stream.site(3, 'worker');
  const outer = stream.site(20, 'worker');
  const inner = stream.site(30, 'fetch');
  const library = stream.librarySite(700, 'sleep');
  const worker = stream.task({ name: 'worker-1', code });
  stream.iteration();
  const park = () => stream.step(worker, { ms: 5, parkOn: stream.future({ creator: worker }) });
  const wake = (idleMs: number) => stream.wakes(1).iteration({ idleMs });
  return { stream, worker, code, outer, inner, chain: stream.chain(outer, inner, library), park, wake };
}

describe('a yield point', () => {
  it('has each task that a sample found there, in all frames of the wait chain', () => {
    const { stream, worker, chain, park } = sleeper();
    park();
    stream.parked(worker, chain);
    const state = stream.state();
    for (const line of [20, 30]) expect(pointAt(state, line)).toMatchObject({ ceded: 1, waits: 0, parked: 1, tasks: [{ id: 1, name: 'worker-1' }] });
  });

  it('says since when, on the wall clock', () => {
    const { stream, worker, chain, park } = sleeper();
    park();
    stream.parked(worker, chain);
    // the builder's clock began at 5 s, when the wall clock said 1,700,000,000 s; one step took 5 ms
    expect(pointAt(stream.state(), 30).tasks[0]?.since).toBe(1_700_000_000_000);
  });

  it('tells the waits that are over, from the end of a step to the beginning of the next', () => {
    const { stream, worker, chain, park, wake } = sleeper();
    for (const idle of [120, 300]) {
      park();
      stream.parked(worker, chain);
      wake(idle);
    }
    stream.step(worker, { outcome: Outcome.returned });
    const mark = pointAt(stream.state(), 30);
    expect(mark).toMatchObject({ ceded: 2, waits: 2, parked: 0, tasks: [] });
    expect(mark.total).toBeCloseTo(420);
    expect(mark.longest).toBeCloseTo(300);
  });

  it('is not told of waits of which nobody saw the place', () => {
    const { stream, worker, chain, park, wake } = sleeper();
    park();
    stream.parked(worker, chain);
    wake(100);
    park();
    wake(1);
    stream.step(worker, { outcome: Outcome.returned });
    expect(pointAt(stream.state(), 30)).toMatchObject({ ceded: 1, waits: 1 });
  });

  it('is told of the wait that begins when it cedes for the first time', () => {
    const { stream, worker, inner, outer, park, wake } = sleeper();
    stream.row({ kind: 'ceded', t: stream.now, site: inner, task: worker });
    stream.row({ kind: 'ceded', t: stream.now, site: outer, task: worker });
    park();
    const waiting = stream.state();
    for (const line of [20, 30]) expect(pointAt(waiting, line)).toMatchObject({ ceded: 1, parked: 1 });
    wake(70);
    const next = stream.site(40, 'fetch');
    stream.row({ kind: 'ceded', t: stream.now, site: next, task: worker });
    park();
    const state = stream.state();
    for (const line of [20, 30]) expect(pointAt(state, line).total).toBeCloseTo(70);
    expect(pointAt(state, 40)).toMatchObject({ parked: 1, waits: 0 });
  });

  it('was reached, though it never ceded', () => {
    const { stream, inner, outer } = sleeper();
    stream.row({ kind: 'reached', t: stream.now, site: inner, visits: 1 });
    stream.row({ kind: 'reached', t: stream.now, site: inner, visits: 100 });
    const state = stream.state();
    expect(pointAt(state, 30)).toMatchObject({ reached: 100, ceded: 0 });
    expect(() => pointAt(state, 20)).toThrow();
    expect(outer).toBeGreaterThan(0);
  });

  it('is not said to be reached or not where Python does not tell', () => {
    const { stream, worker, chain, park } = sleeper();
    park();
    stream.parked(worker, chain);
    expect(pointAt(stream.state(), 30).reached).toBeNull();
  });

  it('of a library is counted, and shown if asked for', () => {
    const { stream, worker, chain, park } = sleeper();
    park();
    stream.parked(worker, chain);
    const state = stream.state();
    const library = '/lib/python3.14/asyncio/tasks.py';
    expect(marksOf(state, library).points).toEqual([]);
    expect(pointAt(state, 700, library, false)).toMatchObject({ parked: 1, reached: null });
  });

  it('names five of many tasks', () => {
    const stream = new StreamBuilder().start();
    const chain = stream.chain(stream.site(8, 'waits'));
    const tasks = Array.from({ length: 12 }, (_, i) => stream.task({ name: `waiter-${i}` }));
    stream.iteration();
    for (const task of tasks) stream.step(task, { parkOn: stream.future() });
    for (const task of tasks) stream.parked(task, chain);
    const mark = pointAt(stream.state(), 8);
    expect(mark.parked).toBe(12);
    expect(mark.tasks.map(({ name }) => name)).toEqual(['waiter-0', 'waiter-1', 'waiter-2', 'waiter-3', 'waiter-4']);
  });
});

describe('a line that blocks', () => {
  it('is told with its longest time', () => {
    const { stream, worker } = sleeper();
    const line = stream.site(12, 'worker');
    for (const ms of [150, 400]) {
      stream.advance(ms).sample(stream.stack(line), worker);
      stream.step(worker, { ms: 1 });
      stream.iteration();
    }
    const [blocked] = marksOf(stream.state()).blocked;
    expect(blocked).toMatchObject({ line: 12, count: 2 });
    expect(blocked?.longest).toBeCloseTo(401);
  });

  it('is one mark, also if it blocked alone and with others of its function', () => {
    const { stream, worker } = sleeper();
    const [line, other] = [stream.stack(stream.site(12, 'worker')), stream.stack(stream.site(14, 'worker'))];
    stream.advance(150).sample(line, worker).step(worker, { ms: 0 }).iteration();
    stream.advance(120).sample(line, worker).advance(80).sample(other, worker).step(worker, { ms: 0 });
    const state = stream.state();
    expect(state.warnings).toHaveLength(2);
    expect(marksOf(state).blocked).toEqual([{ line: 12, count: 2, longest: 200 }]);
  });
});

describe('a coroutine function', () => {
  it('is told what its tasks did', () => {
    const { stream, worker, park, wake } = sleeper();
    park();
    wake(120);
    stream.step(worker, { ms: 250, parkOn: stream.future() });
    wake(80);
    stream.step(worker, { ms: 1, outcome: Outcome.returned });
    const [coroutine] = marksOf(stream.state()).coroutines;
    expect(coroutine).toMatchObject({ line: 3, name: 'worker', tasks: 1, live: 0, steps: 3 });
    expect(coroutine?.longestStep).toBeCloseTo(250);
    expect(coroutine?.parked).toBeCloseTo(200);
  });

  it('is told of all its tasks, also of those that are not kept', () => {
    const stream = new StreamBuilder().start();
    const code = stream.site(3, 'brief');
    const many = ENDED_TASKS_KEPT + 500;
    for (let i = 0; i < many; i++) {
      const task = stream.task({ code });
      stream.iteration();
      stream.step(task, { outcome: Outcome.returned });
    }
    stream.task({ code });
    const state = stream.state();
    expect(state.tasks.letGo).toBe(500);
    expect(marksOf(state).coroutines).toMatchObject([{ tasks: many + 1, live: 1, steps: many }]);
  });
});

describe('the feed', () => {
  it('tells what there is in the files that are watched, then what changes', () => {
    const { stream, worker, chain, park, wake } = sleeper();
    park();
    stream.parked(worker, chain);
    const feed = new MarksFeed();
    const before = stream.state();
    expect(feed.news(before)).toEqual([]);
    feed.watch({ paths: [PROGRAM, '/app/other.py'], justMyCode: true });
    const [first, ...others] = feed.news(before);
    expect(others).toEqual([]);
    expect(first?.points.map(({ line }) => line).sort()).toEqual([20, 30]);
    expect(feed.news(before)).toEqual([]);
    wake(10);
    stream.parked(worker, chain).step(worker, { parkOn: stream.future() });
    stream.parked(worker, stream.chain(stream.site(40, 'other')));
    const [second] = feed.news(stream.state());
    expect(second?.points.map(({ line }) => line).sort()).toEqual([20, 30, 40]);
    expect(second?.coroutines).toMatchObject([{ steps: 2 }]);
  });

  it('takes back a line that turns out not to be the one that blocks, once', () => {
    const { stream, worker } = sleeper();
    const sample = (line: number, ms: number): StreamBuilder => stream.advance(ms).sample(stream.stack(stream.site(line, 'worker')), worker);
    const feed = new MarksFeed();
    feed.watch({ paths: [PROGRAM], justMyCode: true });
    const news = (): unknown => feed.news(stream.state())[0]?.blocked;
    sample(3, 300);
    expect(news()).toEqual([{ line: 3, count: 1, longest: 300 }]);
    sample(5, 2000);
    expect(news()).toEqual([{ line: 5, count: 1, longest: 2300 }, { line: 3, count: 0, longest: 0 }]);
    sample(5, 1000);
    expect(news()).toEqual([{ line: 5, count: 1, longest: 3300 }]);
    stream.step(worker, { ms: 0 }).iteration();
    sample(3, 150);
    expect(news()).toEqual([{ line: 3, count: 1, longest: 150 }]);
  });
});
