import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

describe('the ready queue', () => {
  it('is rebuilt: who queued what, since when', () => {
    const stream = new StreamBuilder().start();
    const main = stream.task({ name: 'main' });
    stream.iteration();
    stream.task({ number: 2, creator: main });
    stream.step(main, { ms: 1 }); // itself again
    stream.iteration({ arrivals: 1 });
    const state = stream.state();
    const { ready, running } = snapshot(state, {}, 7);
    expect(running).toMatchObject({ label: 'handle queued by main', task: null });
    expect(running?.elapsed).toBeCloseTo(7);
    expect(ready.total).toBe(2);
    expect(ready.items.map(({ queuedBy }) => queuedBy)).toEqual(['main', 'I/O']);
    expect(ready.items[0]?.waiting).toBeCloseTo(7);
    expect(state.resyncs).toBe(0);
  });

  it('names what is in it from a sample, also after some have run', () => {
    const stream = new StreamBuilder().start();
    const tasks = [1, 2, 3].map((number) => stream.task({ number }));
    const handle = stream.address();
    stream.iteration({ arrivals: 1 });
    stream.readySample([...tasks.map((task) => ({ task })), { handle, name: 'Client.on_data' }]);
    const labels = (): unknown => {
      const { running, ready } = snapshot(stream.state());
      return [running?.label ?? null, ...ready.items.map(({ label }) => label)];
    };
    expect(labels()).toEqual(['Task-1', 'Task-2', 'Task-3', 'Client.on_data']);
    stream.step(tasks[0]!);
    expect(labels()).toEqual(['Task-2', 'Task-3', 'Client.on_data', 'handle']);
    stream.row({ kind: 'handleSkipped', handle: stream.address(), ready: 3 });
    expect(labels(), 'a sample that was proved wrong is given up').toEqual(['handle queued by I/O', 'handle', 'handle']);
  });

  it('is right when the sample was taken in the middle of a step', () => {
    const stream = new StreamBuilder().start();
    const [a, b] = [stream.task({ number: 1 }), stream.task({ number: 2 })];
    stream.iteration();
    stream.readySample([{ task: b }]).row({ kind: 'running', t: stream.now, handle: a, name: 0 });
    const { running, ready } = snapshot(stream.state());
    expect([running?.label, ...ready.items.map(({ label }) => label)]).toEqual(['Task-1', 'Task-2']);
    stream.step(a, { parkOn: stream.address() });
    expect(snapshot(stream.state()).running?.label).toBe('Task-2');
  });

  it('marks parked tasks in a sample as ready', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    const other = stream.task({ number: 2 });
    stream.iteration().step(task, { parkOn: stream.address() }).wakes(1).step(other, { parkOn: stream.address() });
    stream.readySample([{ task }]);
    const state = stream.state();
    expect(taskRow(state, 'Task-1').state).toBe('ready');
    expect(snapshot(state).running).toBeNull();
    expect(snapshot(state).futures.total).toBe(1);
  });

  it('says which handles came through call_soon_threadsafe', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().row({ kind: 'threadsafe', thread: stream.name('worker-7'), t: stream.now });
    stream.step(task, { queues: 1 });
    expect(snapshot(stream.state()).ready.items.map(({ queuedBy }) => queuedBy)).toEqual(['Task-1', 'thread worker-7']);
  });

  it('is taken from the stream again when it is shorter than it should be', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration({ arrivals: 5 });
    stream.row({ kind: 'step', t: stream.now + 1000, task, w: 0, ready: 2 });
    const state = stream.state();
    expect(state.resyncs).toBe(1);
    expect(snapshot(state).ready.total).toBe(1); // one of the two runs now
    stream.row({ kind: 'step', t: stream.now + 2000, task, w: 0, ready: 2 ** 52 });
    expect(stream.state().loop(1).queue.length).toBeLessThan(10);
  });

  it('shows the handle that a stack sample says is running', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    stream.iteration().advance(120).sample(stream.stack(stream.librarySite(1, 'sleep'), stream.site(8, 'greedy')), task);
    const state = stream.state();
    expect(snapshot(state, {}, 30).running).toMatchObject({ label: 'greedy', task: 1, elapsed: 150, location: { line: 8 } });
    expect(taskRow(state, 'greedy', 30)).toMatchObject({ state: 'running', longestStep: 150, busy: 150 });
    expect(snapshot(state).idle).toBe(false);
    stream.step(task, { outcome: Outcome.returned });
    const after = snapshot(stream.state());
    expect(after.running).toBeNull();
    expect(after.idle).toBe(true);
  });
});

describe('timers', () => {
  it('are shown by due time; sleeps by who sleeps', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration();
    stream.timer(500, 'Timeout._on_timeout');
    const sleep = stream.future({ creator: task });
    stream.timer(30, sleep);
    stream.step(task, { ms: 1, parkOn: sleep });
    const cancelled = stream.timer(20, 'late');
    stream.row({ kind: 'timerCancelled', handle: cancelled });
    const { timers, futures } = snapshot(stream.state(), {}, 9);
    expect(timers.total).toBe(2);
    expect(timers.items).toMatchObject([{ label: 'Task-1', task: 1 }, { label: 'Timeout._on_timeout', task: null }]);
    expect(timers.items[0]?.dueIn).toBeCloseTo(20);
    expect(futures.total, 'a sleep’s future is no pending future').toBe(0);
  });

  it('come in order and go, however they leave', () => {
    const stream = new StreamBuilder().start();
    const handles: number[] = [];
    for (let i = 0; i < 300; i++) handles.push(stream.timer(((i * 7919) % 300) + 1, `t${(i * 7919) % 300}`));
    for (let i = 0; i < 300; i += 3) stream.row({ kind: 'timerCancelled', handle: handles[i]! });
    const { timers } = snapshot(stream.state());
    const left = handles.map((_, i) => i).filter((i) => i % 3 !== 0).map((i) => (i * 7919) % 300).sort((a, b) => a - b);
    expect(timers.total).toBe(200);
    expect(timers.items.map(({ label }) => label)).toEqual(left.slice(0, 20).map((n) => `t${n}`));
  });
});

describe('futures', () => {
  it('are shown while they pend, the oldest first', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration();
    const made = stream.site(4, 'main');
    const [a, b, c] = [stream.future({ creator: task, site: made }), stream.future({ creator: task }), stream.future({ creator: task })];
    stream.step(task, { ms: 1, parkOn: c });
    stream.row({ kind: 'futureDone', future: a, outcome: 1, t: stream.now }).row({ kind: 'futureGone', future: b, t: stream.now });
    expect(snapshot(stream.state()).futures).toMatchObject({ total: 1, items: [{ id: 3, waiterCount: 1, waiters: [{ task: 1, name: 'Task-1' }] }] });
    stream.future({ creator: task, address: c });
    expect(snapshot(stream.state()).futures.items.map(({ id }) => id), 'another one at the same address').toEqual([4]);
  });

  it('name five waiters and count them all', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 8 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration();
    const gate = stream.address();
    for (const task of tasks) stream.step(task, { parkOn: gate });
    const { items } = snapshot(stream.state()).futures;
    expect(items[0]?.waiters).toHaveLength(5);
    expect(items[0]?.waiterCount).toBe(8);
  });
});

describe('several loops', () => {
  it('have queues of their own and share the serial numbers of tasks', () => {
    const stream = new StreamBuilder().start();
    const a = stream.task({ name: 'a' });
    stream.iteration().flush().use(2).start();
    const b = stream.task({ name: 'b' });
    stream.task({ name: 'c' });
    stream.iteration().step(b, { ms: 5, outcome: Outcome.returned }).flush().use(1).step(a, { ms: 20, parkOn: stream.address() });
    const state = stream.state();
    const { totals, ready, tasks, idle } = snapshot(state);
    expect(totals).toMatchObject({ loops: 2, tasks: 3, iterations: 2 });
    expect(ready.total).toBe(0);
    expect(idle).toBe(false);
    expect(tasks.rows.map(({ name, loop, id }) => [name, loop, id])).toEqual([['a', 1, 1], ['b', 2, 2], ['c', 2, 3]]);
  });
});

describe('what is driven by hand', () => {
  it('shows its values and how it ended', () => {
    const stream = new StreamBuilder().use(0);
    const code = stream.site(1, 'countdown');
    const from = stream.site(20, '<module>');
    const yields = stream.site(3, 'countdown');
    stream.row({ kind: 'drivenStarted', object: 1, drivenKind: 1, code, site: from });
    stream.row({ kind: 'driven', object: 1, action: 2, name: stream.name('3'), site: yields });
    stream.row({ kind: 'driven', object: 1, action: 1, name: 0, site: yields });
    stream.row({ kind: 'driven', object: 1, action: 2, name: stream.name('2'), site: yields });
    const row = { id: 1, name: 'countdown', kind: 'generator', definedAt: { line: 1 }, drivenFrom: { line: 20 }, resumes: 2, at: { line: 3 } };
    expect(snapshot(stream.state()).driven).toMatchObject([{ ...row, state: 'suspended', lastValue: '2' }]);
    stream.row({ kind: 'driven', object: 1, action: 3, name: stream.name("'done'"), site: yields });
    expect(snapshot(stream.state()).driven).toMatchObject([{ ...row, state: 'returned', lastValue: "'done'" }]);
    expect(snapshot(stream.state()).totals.loops).toBe(0);
  });
});

describe('the rates', () => {
  it('are those of the last second', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().step(task, { ms: 5000 });
    for (let i = 0; i < 100; i++) stream.iteration().step(task, { ms: 10 });
    const state = stream.state(10_000);
    const { totals } = snapshot(state);
    expect(totals.eventsPerSecond).toBeGreaterThan(190);
    expect(totals.eventsPerSecond).toBeLessThan(210);
    expect(totals.utilisation).toBeCloseTo(100);
    expect(snapshot(state, {}, 3000).totals.eventsPerSecond).toBe(0);
  });

  it('tell how much of it the loop waited in select', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().step(task, { parkOn: stream.address() });
    stream.iteration({ idleMs: 3000, arrivals: 1 }).step(task, { ms: 500, parkOn: stream.address() });
    const state = stream.state(10_000);
    expect(snapshot(state).totals.utilisation).toBeGreaterThan(45);
    expect(snapshot(state).totals.utilisation).toBeLessThan(56);
    expect(snapshot(state, {}, 250).totals.utilisation).toBeGreaterThan(45);
    expect(snapshot(state, {}, 750).totals.utilisation).toBeLessThan(30);
    expect(snapshot(state, {}, 1600).totals.utilisation).toBe(0);
    endState(state, 'finished');
    // of the whole run
    expect(snapshot(state, {}, 1600).totals.utilisation).toBeCloseTo(100 * (500 / 3500), 0);
  });
});
