import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import { foldFrame } from '../../../src/core/state/fold';
import { createState } from '../../../src/core/state/state';
import { ENDED_TASKS_KEPT } from '../../../src/core/state/taskTable';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

/** `main` makes a worker and awaits it; the worker sleeps for 120 ms. */
function awaitingATask(): { stream: StreamBuilder; main: number; worker: number; sleep: number; timer: number } {
  const stream = new StreamBuilder();
  const mainCode = stream.site(10, 'main');
  const workerCode = stream.site(3, 'worker');
  const made = stream.site(12, 'main');
  stream.start();
  const main = stream.task({ number: 1, code: mainCode });
  stream.iteration();
  const worker = stream.task({ name: 'worker-1', code: workerCode, site: made, creator: main });
  stream.step(main, { ms: 2, parkOn: worker });
  stream.iteration();
  const sleep = stream.future({ creator: worker });
  const timer = stream.timer(120, sleep);
  stream.step(worker, { ms: 5, parkOn: sleep });
  return { stream, main, worker, sleep, timer };
}

it('stays when it has ended as long as somebody waits for it, however many ended later', () => {
  const stream = new StreamBuilder().start();
  const [waits, wanted, ...others] = Array.from({ length: 5 }, () => stream.task());
  stream.iteration().step(waits!, { parkOn: wanted! }).row({ kind: 'complaint', object: wanted!, message: 1, t: stream.now });
  for (const other of others) stream.step(other, { outcome: Outcome.returned });
  const state = createState({ slowCallbackMs: 100, finishedTasksKept: 1 });
  for (const frame of stream.frames()) foldFrame(state, frame);
  expect([1, 2, 3, 4, 5].filter((serial) => state.tasks.find(serial) !== null)).toEqual([1, 2]);
  expect([state.tasks.letGo, state.tasks.find(1)?.waitsOn?.serial]).toEqual([3, 2]);
});

describe('a task', () => {
  it('is known by name, coroutine, creation and parent', () => {
    const { stream } = awaitingATask();
    const state = stream.state();
    const main = taskRow(state, 'Task-1');
    const worker = taskRow(state, 'worker-1');
    expect(main).toMatchObject({ coroutine: 'main', state: 'parked', steps: 1, parent: null, definedAt: { path: '/app/main.py', line: 10, column: 5 } });
    expect(worker).toMatchObject({ coroutine: 'worker', state: 'parked', steps: 1, parent: main.id, createdAt: { line: 12 }, outcome: null });
    expect(main.longestStep).toBeCloseTo(2);
    expect(worker.busy).toBeCloseTo(5);
    expect(worker.age).toBeCloseTo(7);
  });

  it('has its default name also after millions of others', () => {
    const stream = new StreamBuilder().start();
    stream.task({ number: 999_999 });
    stream.row({ kind: 'taskNumbers', from: 16_777_000 });
    stream.task({ number: 1 });
    stream.task({ number: 216 });
    stream.task();
    expect(snapshot(stream.state()).tasks.rows.map(({ name }) => name).sort()).toEqual(['Task-16777001', 'Task-16777216', 'Task-999999', 'task #4']);
  });

  it('says what it waits for', () => {
    const { stream } = awaitingATask();
    const state = stream.state();
    expect(taskRow(state, 'Task-1').waitsFor).toBe('task worker-1');
    expect(taskRow(state, 'worker-1').waitsFor).toBe('sleep, 115 ms left');
    expect(taskRow(state, 'worker-1', 40).waitsFor).toBe('sleep, 75 ms left');
    expect(taskRow(state, 'worker-1', 160).waitsFor).toBe('sleep, overdue by 45 ms');
  });

  it('is woken by what resolved its future, and ends', () => {
    const { stream, main, worker, timer } = awaitingATask();
    stream.iteration({ idleMs: 115, arrivals: 1 });
    stream.callback('_set_result_unless_cancelled', { handle: timer, queues: 1 });
    expect(taskRow(stream.state(), 'worker-1').state).toBe('ready');
    stream.iteration().row({ kind: 'taskOutcome', task: worker, name: stream.name('42'), outcome: 1 }).step(worker, { outcome: Outcome.returned, queues: 1 });
    const state = stream.state();
    expect(taskRow(state, 'worker-1')).toMatchObject({ state: 'done', outcome: '42', steps: 2, waitsFor: '' });
    expect(taskRow(state, 'Task-1')).toMatchObject({ state: 'ready', waitsFor: '' });
    stream.iteration().step(main, { outcome: Outcome.failed }).stop();
    const ended = stream.state();
    expect(taskRow(ended, 'Task-1').state).toBe('failed');
    expect(ended.tasks.live).toBe(0);
    expect(ended.tasks.find(1)?.waker).toBe(2);
    expect(ended.tasks.find(2)?.waker).toBeLessThan(0);
    expect(ended.resyncs).toBe(0);
  });

  it('tells None from what was not recorded', () => {
    const stream = new StreamBuilder().start();
    const [nothing, something] = [stream.task({ name: 'nothing' }), stream.task({ name: 'something' })];
    stream.iteration().step(nothing, { outcome: Outcome.returned }).step(something, { outcome: Outcome.returnedUnrecorded });
    const state = stream.state();
    expect(taskRow(state, 'nothing')).toMatchObject({ state: 'done', outcome: null });
    expect(taskRow(state, 'something')).toMatchObject({ state: 'done', outcome: '(not recorded: too many results in a short time)' });
  });

  it('is shown where its innermost user frame is parked', () => {
    const { stream, worker } = awaitingATask();
    const outer = stream.site(20, 'worker');
    const inner = stream.site(30, 'fetch');
    const library = stream.librarySite(700, 'sleep');
    stream.parked(worker, stream.chain(outer, inner, library), 'sleep');
    expect(taskRow(stream.state(), 'worker-1').parkedAt).toEqual({ path: '/app/main.py', line: 30, column: 5 });
    const other = stream.librarySite(93, 'Server.serve', '/venv/site-packages/uvicorn/server.py');
    stream.parked(worker, stream.chain(stream.librarySite(1, 'run', '/venv/site-packages/uvicorn/server.py'), other, library), 'sleep');
    expect(taskRow(stream.state(), 'worker-1').parkedAt, 'asyncio’s own tells least').toMatchObject({ line: 93 });
    stream.parked(worker, stream.chain(library));
    expect(taskRow(stream.state(), 'worker-1').parkedAt).toMatchObject({ line: 700 });
  });

  it('is placed at the first yield point of a step that cedes', () => {
    const { stream, worker } = awaitingATask();
    const inner = stream.site(30, 'fetch');
    const outer = stream.site(20, 'worker');
    stream.row({ kind: 'ceded', t: stream.now, site: inner, task: worker });
    stream.row({ kind: 'ceded', t: stream.now, site: outer, task: worker });
    const state = stream.state();
    expect(taskRow(state, 'worker-1').parkedAt).toMatchObject({ line: 30 });
    expect(state.ceded.map(({ line }) => line)).toEqual([30, 20]);
  });

  it('has ceded at each user frame of the chain in which it is parked', () => {
    const { stream, worker } = awaitingATask();
    stream.parked(worker, stream.chain(stream.site(20, 'worker'), stream.site(30, 'fetch'), stream.librarySite(700, 'sleep')));
    expect(stream.state().ceded.map(({ line }) => line)).toEqual([20, 30]);
  });

  it('waits in a library call if that is known, else for a numbered future', () => {
    const stream = new StreamBuilder().start();
    const [a, b] = [stream.task({ number: 1 }), stream.task({ number: 2 })];
    stream.iteration();
    const known = stream.future({ creator: a });
    stream.step(a, { parkOn: known }).step(b, { parkOn: stream.address() });
    stream.parked(a, stream.chain(stream.librarySite(160, 'Queue.get')), 'Queue.get');
    const state = stream.state();
    expect(taskRow(state, 'Task-1').waitsFor).toBe('Queue.get');
    expect(taskRow(state, 'Task-2').waitsFor).toBe('future #2');
    expect(snapshot(state).futures).toMatchObject({ total: 2, items: [{ id: 1, createdBy: 'Task-1', waiterCount: 1 }, { id: 2, createdBy: null, waiters: [{ name: 'Task-2' }] }] });
  });

  it('that was never announced is taken in at its first step', () => {
    const stream = new StreamBuilder().start().iteration({ arrivals: 1 });
    const task = stream.address();
    stream.step(task, { ms: 3, parkOn: stream.address() });
    expect(taskRow(stream.state(), 'task #1')).toMatchObject({ state: 'parked', steps: 1, coroutine: '' });
  });

  it('is not made by a name', () => {
    const stream = new StreamBuilder().start();
    stream.row({ kind: 'taskNamed', task: stream.address(), name: stream.name('nobody') });
    stream.row({ kind: 'taskNamed', task: stream.future(), name: stream.name('future') });
    expect(snapshot(stream.state())).toMatchObject({ totals: { tasks: 0 }, futures: { total: 1 } });
  });

  it('takes over the address of one that ended', () => {
    const stream = new StreamBuilder().start();
    const address = stream.task({ number: 1 });
    stream.iteration().step(address, { outcome: Outcome.returned });
    stream.task({ number: 2, address });
    stream.iteration().step(address, { outcome: Outcome.cancelled });
    const state = stream.state();
    expect([taskRow(state, 'Task-1').state, taskRow(state, 'Task-2').state]).toEqual(['done', 'cancelled']);
  });

  it('whose address is used again while it was pending was destroyed', () => {
    const stream = new StreamBuilder().start();
    const address = stream.task({ number: 1 });
    stream.iteration().step(address, { parkOn: stream.address() });
    stream.task({ number: 2, address });
    const state = stream.state();
    expect(taskRow(state, 'Task-1').state).toBe('destroyed');
    expect(taskRow(state, 'Task-2').state).toBe('created');
    expect(state.tasks.live).toBe(1);
  });

  it('takes its future with it when it is destroyed', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration();
    const future = stream.future({ creator: task });
    stream.step(task, { parkOn: future }).row({ kind: 'complaint', object: task, message: 1, t: stream.now });
    expect(snapshot(stream.state()).futures.total).toBe(0);
  });

  it('keeps the latest that ended and counts those let go', () => {
    const stream = new StreamBuilder().start();
    const survivor = stream.task({ name: 'survivor' });
    const count = 3 * ENDED_TASKS_KEPT;
    for (let i = 1; i <= count; i++) {
      const task = stream.task({ number: i, creator: survivor });
      stream.iteration();
      if (i === 1) stream.step(survivor, { parkOn: stream.address() });
      stream.step(task, { outcome: Outcome.returned });
    }
    const state = stream.state();
    const { totals, tasks } = snapshot(state, { taskSort: 'name', taskCount: 2 });
    expect(totals).toMatchObject({ tasks: count + 1, liveTasks: 1, tasksLetGo: count - ENDED_TASKS_KEPT });
    expect(tasks.total).toBe(ENDED_TASKS_KEPT + 1);
    expect(tasks.rows.map(({ name }) => name)).toEqual([`survivor`, `Task-${count}`]);
    expect(state.tasks.find(1)?.ended).toBe(false);
    expect(state.tasks.find(5)).toBeNull();
    expect(state.tasks.find(count)?.serial).toBe(count);
  });
});

describe('an eager task', () => {
  it('runs inside of another step, whose own time excludes it', () => {
    const stream = new StreamBuilder().start();
    const main = stream.task({ number: 1 });
    stream.iteration().advance(1);
    const eager = stream.task({ number: 2, creator: main });
    stream.wakes(-1);
    const tBegin = stream.now;
    const inner = stream.task({ number: 3, creator: eager });
    stream.wakes(-1).advance(2).row({ kind: 'eagerStep', t: stream.now, task: inner, tBegin: stream.now - 2e6 }).row({ kind: 'eagerEnd', task: inner, w: Outcome.returned });
    stream.advance(4).row({ kind: 'eagerStep', t: stream.now, task: eager, tBegin }).row({ kind: 'eagerEnd', task: eager, w: stream.address() });
    stream.step(main, { ms: 8, parkOn: eager });
    const state = stream.state();
    expect(taskRow(state, 'Task-3').busy).toBeCloseTo(2);
    expect(taskRow(state, 'Task-2')).toMatchObject({ steps: 1, state: 'parked' });
    expect(taskRow(state, 'Task-2').busy).toBeCloseTo(4);
    expect(taskRow(state, 'Task-2').longestStep).toBeCloseTo(6);
    expect(taskRow(state, 'Task-1').busy).toBeCloseTo(9);
    expect(taskRow(state, 'Task-1').longestStep).toBeCloseTo(15);
    expect(state.loop(1).busy).toBeCloseTo(15e6);
  });

  it('is named after it has ended, too', () => {
    const stream = new StreamBuilder().start();
    const main = stream.task({ number: 1 });
    stream.iteration();
    const eager = stream.task({ number: 2, creator: main });
    stream.wakes(-1).row({ kind: 'eagerStep', t: stream.now, task: eager, tBegin: stream.now }).row({ kind: 'eagerEnd', task: eager, w: Outcome.returned });
    stream.step(main, { outcome: Outcome.returned }).row({ kind: 'taskNamed', task: eager, name: stream.name('quick') });
    const state = stream.stop().state();
    endState(state, 'finished');
    expect(taskRow(state, 'quick').state).toBe('done');
    expect(snapshot(state)).toMatchObject({ totals: { tasks: 2, liveTasks: 0 }, warnings: [] });
  });

  it.each([
    ['futureDone', (task: number) => ({ kind: 'futureDone', future: task, outcome: Outcome.failed, t: 0 }) as const, 'failed'],
    ['taskOutcome', (task: number) => ({ kind: 'taskOutcome', task, name: 64, outcome: Outcome.returned }) as const, 'done'],
    ['nothing', () => ({ kind: 'handleSkipped', handle: 1, ready: 0 }) as const, 'parked'],
  ])('whose end is told by %s', (_, end, state) => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().row({ kind: 'eagerStep', t: stream.now, task, tBegin: stream.now }).row(end(task));
    expect(taskRow(stream.state(), 'Task-1').state).toBe(state);
  });
});

describe('time', () => {
  it('of the inspector itself is not the step’s, inside of it and before it', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().overhead(500, 1).advance(3).overhead(700).step(task, { ms: 4 });
    const state = stream.state();
    expect(taskRow(state, 'Task-1').longestStep).toBeCloseTo(7);
    expect(state.warnings).toEqual([]);
    expect(snapshot(state).totals.overheadPercent).toBeCloseTo((100 * 1200) / 1207);
  });

  it('in select is idle, less what the inspector did meanwhile', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().step(task, { ms: 10, parkOn: stream.address() });
    stream.overhead(1);
    const selectStart = stream.now;
    stream.advance(5).overhead(2).advance(32);
    stream.row({ kind: 'iteration', due: 0, t: stream.now, selectStart, ready: 0 });
    const state = stream.state();
    expect(state.loop(1).idle / 1e6).toBeCloseTo(37);
    // Of the 3 ms only the first held the program up.
    expect(snapshot(state).totals.overheadPercent).toBeCloseTo(100 / 11);
  });

  it('of the inspector outside of loops is no share of theirs', () => {
    const stream = new StreamBuilder().use(0).overhead(90).use(1).start();
    const task = stream.task({ number: 1 });
    stream.iteration().overhead(1).step(task, { ms: 9 });
    expect(snapshot(stream.state()).totals.overheadPercent).toBeCloseTo(10);
  });
});
