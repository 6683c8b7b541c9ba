import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

/** A task `greedy` that runs for `ms` milliseconds, sampled every 20 ms from 50 ms on at the lines given. */
function greedy(ms: number, lines: readonly number[], { stream = new StreamBuilder().start(), library = '' } = {}): { stream: StreamBuilder; task: number } {
  const task = stream.task({ name: 'greedy', code: stream.site(1, 'fetch') });
  stream.iteration();
  let spent = 0;
  for (const line of lines) {
    const wait = spent === 0 ? 50 : 20;
    spent += wait;
    const user = stream.site(line, 'fetch');
    const caller = stream.site(90, 'main');
    stream.advance(wait).sample(library === '' ? stream.stack(user, caller) : stream.stack(stream.librarySite(11, library), user, caller), task);
  }
  stream.step(task, { ms: ms - spent, parkOn: stream.address() });
  return { stream, task };
}

const warningsOf = (stream: StreamBuilder, slowMs?: number): ReturnType<typeof snapshot>['warnings'] => snapshot(stream.state(slowMs)).warnings;

describe('slow-callback', () => {
  it('names the line that was running, not where the task went on', () => {
    const { stream } = greedy(301, [8, 8, 8], { library: 'sleep' });
    const [warning, ...others] = warningsOf(stream);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      id: 1,
      code: 'slow-callback',
      severity: 'warning',
      message: 'Task greedy blocked the event loop for 301 ms in fetch, calling sleep.',
      location: { path: '/app/main.py', line: 8, column: 5 },
      count: 1,
      task: 'greedy',
    });
    expect(warning?.duration).toBeCloseTo(301);
    expect(warning?.stack.map(({ qualname, user }) => [qualname, user])).toEqual([['sleep', false], ['fetch', true], ['main', true]]);
  });

  it('is found while the step still blocks, and is the same warning when it has ended', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const sample = (line: number): StreamBuilder => stream.sample(stream.stack(stream.site(line, 'fetch')), task);
    stream.iteration().advance(60);
    expect(warningsOf(sample(7))).toEqual([]);
    stream.advance(60);
    expect(warningsOf(sample(7))).toMatchObject([{ id: 1, count: 1, message: 'Task greedy blocks the event loop in fetch, for 120 ms so far.', location: { line: 7 } }]);
    for (let more = 0; more < 3; more++) sample(9).advance(20);
    expect(warningsOf(sample(9))).toMatchObject([{ count: 1, message: 'Task greedy blocks the event loop in fetch, for 160 ms so far. This line was running in 3 of 5 looks.', location: { line: 9 } }]);
    expect(warningsOf(stream.step(task, { ms: 100 }))).toMatchObject([{ count: 1, message: 'Task greedy blocked the event loop for 280 ms in fetch. This line was running in 4 of 6 looks.', location: { line: 9 } }]);
  });

  it('stays known when the program is stopped in the middle', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    stream.iteration().advance(150).sample(stream.stack(stream.site(7, 'fetch')), task);
    const state = stream.state();
    endState(state, 'stopped');
    expect(snapshot(state).warnings).toMatchObject([{ count: 1, message: 'Task greedy blocked the event loop for 150 ms in fetch.' }]);
  });

  it('takes the line that most samples show', () => {
    const { stream } = greedy(200, [5, 6, 6, 5, 6, 7]);
    expect(warningsOf(stream)[0]).toMatchObject({ location: { line: 6 }, message: 'Task greedy blocked the event loop for 200 ms in fetch. This line was running in 3 of 6 looks.' });
  });

  it('needs the threshold, and no more', () => {
    expect(warningsOf(greedy(99.9, []).stream)).toEqual([]);
    expect(warningsOf(greedy(100, []).stream)).toHaveLength(1);
    expect(warningsOf(greedy(100, []).stream, 101)).toEqual([]);
    expect(warningsOf(greedy(21, []).stream, 20)).toHaveLength(1);
  });

  it('does not count the inspector’s own time', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().advance(60).overhead(400, 1).step(task, { ms: 30 });
    expect(warningsOf(stream)).toEqual([]);
  });

  it('is one warning a line, with a count and the longest', () => {
    const stream = new StreamBuilder().start();
    for (const ms of [150, 400, 220]) greedy(ms, [8, 8], { stream, library: 'sleep' });
    const [warning, ...others] = warningsOf(stream);
    expect(others).toEqual([]);
    expect(warning?.count).toBe(3);
    expect(warning?.duration).toBeCloseTo(400);
    expect(warning?.message).toBe('The event loop was blocked 3 times in fetch, calling sleep, longest for 400 ms by Task greedy.');
  });

  it('falls back on where the task went on from, then on its definition, and says so', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1, code: stream.site(1, 'fetch') });
    stream.iteration().step(task, { ms: 150 });
    stream.parked(task, stream.chain(stream.site(5, 'fetch')));
    stream.iteration().row({ kind: 'ceded', t: stream.now, site: stream.site(6, 'fetch'), task }).step(task, { ms: 160, outcome: Outcome.returned });
    expect(warningsOf(stream)).toMatchObject([
      { location: { line: 1 }, message: 'Task-1 blocked the event loop for 150 ms. No stack was taken meanwhile; the line is where its coroutine is defined.' },
      { location: { line: 5 }, message: 'Task-1 blocked the event loop for 160 ms. No stack was taken meanwhile; the line is where the task went on from.' },
    ]);
  });

  it('is said of callbacks too', () => {
    const stream = new StreamBuilder().start().iteration({ arrivals: 1 }).callback('Client.on_data', { ms: 1500 });
    expect(warningsOf(stream)).toMatchObject([{ task: null, location: null, message: 'Callback Client.on_data blocked the event loop for 1.5 s. No stack was taken meanwhile, so the line is not known.' }]);
  });

  it('does not mistake samples of an earlier step for this one’s', () => {
    const { stream } = greedy(90, [8]);
    const other = stream.task({ number: 2, code: stream.site(40, 'other') });
    stream.iteration().step(other, { ms: 120 });
    expect(warningsOf(stream)).toMatchObject([{ location: { line: 40 } }]);
  });

  it('shows whom it held up: the ready ones, as they get their turn, and timers', () => {
    const stream = new StreamBuilder().start();
    const sleeper = stream.task({ name: 'sleeper' });
    stream.iteration();
    const sleep = stream.future({ creator: sleeper });
    const timer = stream.timer(60, sleep);
    stream.timer(1000, 'later');
    stream.step(sleeper, { ms: 1, parkOn: sleep });
    const task = stream.task({ name: 'greedy' });
    const waiting = stream.task({ name: 'waiting' });
    stream.iteration({ arrivals: 1 }).step(task, { ms: 259 });
    expect(warningsOf(stream)[0]?.victims).toMatchObject([{ label: 'sleeper' }]);
    expect(warningsOf(stream)[0]?.victims[0]?.delay).toBeCloseTo(200);
    const before = stream.state().warningsVersion;
    stream.step(waiting, { outcome: Outcome.returned }).callback('Client.on_data').iteration({ arrivals: 1 }).step(task).callback('_set_result_unless_cancelled', { handle: timer });
    const state = stream.state();
    expect(state.warningsVersion).toBeGreaterThan(before);
    const [warning] = snapshot(state).warnings;
    expect(warning?.victims.map(({ label, delay }) => [label, Math.round(delay)])).toEqual([['waiting', 259], ['Client.on_data', 259], ['sleeper', 200]]);
    expect(warning?.message).toContain('Held up meanwhile: waiting, Client.on_data, sleeper.');
  });

  it('keeps the five worst victims', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const others = Array.from({ length: 30 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration().step(task, { ms: 200, outcome: Outcome.returned });
    for (const other of others) stream.step(other, { outcome: Outcome.returned });
    expect(warningsOf(stream)[0]?.victims.map(({ label }) => label)).toEqual(['Task-1', 'Task-2', 'Task-3', 'Task-4', 'Task-5']);
  });
});
