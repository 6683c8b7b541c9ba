/** Where the time of a task went: it ran, stood in the queue, or was parked. */
import { describe, expect, it } from 'vitest';
import { Complaint, Outcome } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

const times = (state: Parameters<typeof taskRow>[0], name: string, laterMs = 0): number[] => {
  const { busy, queued, parked } = taskRow(state, name, laterMs);
  return [busy, queued, parked].map((ms) => Math.round(ms));
};

describe('the time of a task', () => {
  it('before its first step is spent in the queue', () => {
    const stream = new StreamBuilder().start();
    const [first] = [stream.task({ name: 'first' }), stream.task({ name: 'second' })];
    stream.iteration().step(first, { ms: 30, outcome: Outcome.returned });
    const state = stream.state();
    expect(times(state, 'second')).toEqual([0, 30, 0]);
    expect(times(state, 'first')).toEqual([30, 0, 0]);
  });

  it('is parked until it is woken, and then queued until its turn', () => {
    const stream = new StreamBuilder().start();
    const [sleeper, waker, hog] = [stream.task({ name: 'sleeper' }), stream.task({ name: 'waker' }), stream.task({ name: 'hog' })];
    stream.iteration();
    const future = stream.future({ creator: sleeper });
    stream.step(sleeper, { ms: 1, parkOn: future });
    stream.step(waker, { ms: 1, outcome: Outcome.yielded }).step(hog, { ms: 1, outcome: Outcome.yielded });
    stream.iteration({ idleMs: 50 });
    stream.row({ kind: 'futureDone', future, outcome: Outcome.returned, t: stream.now });
    stream.step(waker, { ms: 5, outcome: Outcome.returned, queues: 1 });
    stream.step(hog, { ms: 40, outcome: Outcome.returned });
    const woken = stream.state();
    // the step that woke it had 5 ms; the wake-up itself was at its end
    expect(times(woken, 'sleeper')).toEqual([1, 45, 52]);
    stream.iteration().step(sleeper, { ms: 2, outcome: Outcome.returned });
    const ended = stream.state();
    expect(times(ended, 'sleeper')).toEqual([3, 40, 57]);
    expect(times(ended, 'sleeper', 1000)).toEqual([3, 40, 57]);
  });

  it('goes on while it is parked', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'parked' });
    stream.iteration().step(task, { ms: 1, parkOn: stream.address() });
    const state = stream.state();
    expect(times(state, 'parked', 250)).toEqual([1, 0, 250]);
  });

  it('has no hole while it runs, and none before it is lost', () => {
    const stream = new StreamBuilder().start();
    const [task, other] = [stream.task({ name: 'lost' }), stream.task({ name: 'other' })];
    stream.iteration().step(task, { ms: 1, outcome: Outcome.yielded }).step(other, { ms: 10, parkOn: stream.address() });
    stream.iteration().advance(100).sample(stream.stack(stream.site(7, 'lost')), task);
    const blocking = stream.state();
    expect(times(blocking, 'lost')).toEqual([101, 10, 0]);
    expect(snapshot(blocking, { taskSort: 'busy', taskDescending: true }).tasks.rows.map(({ name }) => name)).toEqual(['lost', 'other']);
    stream.step(task, { ms: 1, parkOn: stream.address() }).advance(500);
    stream.row({ kind: 'complaint', object: task, message: Complaint.destroyedPending, t: stream.now });
    expect(times(stream.state(), 'lost', 1000)).toEqual([102, 10, 500]);
  });

  it('begins when it was made, as far as that is told', () => {
    const stream = new StreamBuilder().start();
    stream.iteration().callback('first', { ms: 1 }).stop().advance(2000).row({ kind: 'time', t: stream.now });
    stream.task({ name: 'late' });
    const state = stream.state();
    expect([taskRow(state, 'late', 10).age, ...times(state, 'late', 10)]).toEqual([10, 0, 10, 0]);
  });

  it('goes on to the end of the run', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'left' });
    stream.iteration().step(task, { ms: 1, parkOn: stream.address() });
    const state = stream.state();
    endState(state, 'stopped', stream.now + 3e9);
    expect([taskRow(state, 'left').age, ...times(state, 'left', 5000)]).toEqual([3001, 1, 0, 3000]);
  });

  it('is never less than none, whatever of it turns out to be the inspector’s', () => {
    const stream = new StreamBuilder().start();
    const tasks = ['a', 'b'].map((name) => stream.task({ name }));
    stream.iteration();
    // told once it is over, as a sample's is
    stream.row({ kind: 'overhead', tBegin: stream.now, tEnd: stream.now + 15e6, cause: 2 });
    for (const task of tasks) stream.step(task, { ms: 1, parkOn: stream.address() });
    const state = stream.state();
    for (const name of ['a', 'b']) for (const time of times(state, name)) expect(time).toBeGreaterThanOrEqual(0);
  });

  it('sorts the table', () => {
    const stream = new StreamBuilder().start();
    const tasks = ['a', 'b', 'c'].map((name) => stream.task({ name }));
    stream.iteration();
    for (const task of tasks) stream.step(task, { ms: 10, parkOn: stream.address() });
    const state = stream.state();
    const order = (taskSort: 'queued' | 'parked'): string[] => snapshot(state, { taskSort, taskDescending: true }, 5).tasks.rows.map(({ name }) => name);
    expect(order('queued')).toEqual(['c', 'b', 'a']);
    expect(order('parked')).toEqual(['a', 'b', 'c']);
  });
});

describe('the states of tasks', () => {
  const stream = new StreamBuilder().start();
  const tasks = Array.from({ length: 6 }, (_, i) => stream.task({ name: `${i % 2 === 0 ? 'even' : 'odd'}-${i}` }));
  stream.iteration();
  stream.step(tasks[0]!, { parkOn: stream.address() }).step(tasks[1]!, { outcome: Outcome.failed }).step(tasks[2]!, { outcome: Outcome.returned }).step(tasks[3]!, { parkOn: stream.address() });
  const state = stream.state();

  it('are counted, of those that match the text', () => {
    const { running, ...others } = snapshot(state).tasks.counts;
    expect(others).toEqual({ ready: 0, created: 2 - running, parked: 2, failed: 1, destroyed: 0, cancelled: 0, done: 1 });
    expect(snapshot(state, { taskFilter: 'odd' }).tasks.counts).toMatchObject({ parked: 1, failed: 1, done: 0 });
  });

  it('filter the table, together with the text', () => {
    const shown = (window: Parameters<typeof snapshot>[1]): string[] => snapshot(state, window).tasks.rows.map(({ name }) => name);
    expect(shown({ taskStates: ['parked', 'done'] })).toEqual(['even-0', 'even-2', 'odd-3']);
    expect(shown({ taskStates: ['parked', 'done'], taskFilter: 'even' })).toEqual(['even-0', 'even-2']);
    expect(snapshot(state, { taskStates: ['failed'] }).tasks).toMatchObject({ total: 1, counts: { parked: 2 } });
  });
});

it('keeps as many finished tasks as it is told to', () => {
  for (const kept of [0, 1, 7]) {
    const stream = new StreamBuilder().start();
    for (let i = 1; i <= 20; i++) {
      const task = stream.task({ number: i });
      stream.iteration().step(task, { outcome: Outcome.returned });
    }
    const { totals, tasks } = snapshot(stream.state(100, kept));
    expect(tasks.rows.map(({ name }) => name)).toEqual(Array.from({ length: kept }, (_, i) => `Task-${21 - kept + i}`));
    expect(totals.tasksLetGo).toBe(20 - kept);
  }
});
