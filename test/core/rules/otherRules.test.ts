import { describe, expect, it } from 'vitest';
import { Complaint, Outcome } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import type { Exit } from '../../../src/core/events/exit';
import type { WarningView } from '../../../src/core/snapshot/protocol';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

function warningsOf(stream: StreamBuilder, reason?: Exit['reason']): readonly WarningView[] {
  const state = stream.state();
  if (reason !== undefined) endState(state, reason);
  return snapshot(state).warnings;
}

describe('never-awaited', () => {
  const dropped = (site: number, code: number) => ({ kind: 'neverAwaited', t: 1, site, code }) as const;

  it('points at the call and names the coroutine', () => {
    const stream = new StreamBuilder().use(0);
    stream.row(dropped(stream.site(14, 'main'), stream.site(3, 'fetch')));
    expect(warningsOf(stream)).toMatchObject([
      { code: 'never-awaited', severity: 'warning', location: { line: 14 }, count: 1, duration: null, task: null, message: 'The coroutine fetch was never awaited: calling it only makes a coroutine object, none of its code ran.' },
    ]);
  });

  it('counts a line’s, and keeps lines and coroutines apart', () => {
    const stream = new StreamBuilder().start();
    const [line14, line15, fetch, push] = [stream.site(14, 'main'), stream.site(15, 'main'), stream.site(3, 'fetch'), stream.site(5, 'push')];
    for (const [site, code] of [[line14, fetch], [line14, fetch], [line14, push], [line15, fetch]] as const) stream.row(dropped(site, code));
    expect(warningsOf(stream).map(({ location, count, message }) => [location?.line, count, message.slice(0, 50)])).toEqual([
      [14, 2, 'The coroutine fetch was never awaited (2 times): c'],
      [14, 1, 'The coroutine push was never awaited: calling it o'],
      [15, 1, 'The coroutine fetch was never awaited: calling it '],
    ]);
  });

  it('points at the definition when a library dropped it', () => {
    const stream = new StreamBuilder().use(0);
    stream.row(dropped(stream.librarySite(700, 'run'), stream.site(3, 'fetch')));
    expect(warningsOf(stream)[0]?.location).toMatchObject({ line: 3 });
  });
});

describe('exception-never-retrieved', () => {
  function failing(complain: boolean, exception = 'ValueError: no'): StreamBuilder {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'job', site: stream.site(9, 'main'), code: stream.site(2, 'work') });
    stream.iteration().row({ kind: 'taskOutcome', task, name: stream.name(exception), outcome: Outcome.failed }).step(task, { outcome: Outcome.failed });
    if (complain) stream.row({ kind: 'complaint', object: task, message: Complaint.exceptionNeverRetrieved, t: stream.now });
    return stream;
  }

  it('tells who failed with what, at the line that made it', () => {
    expect(warningsOf(failing(true))).toMatchObject([
      { code: 'exception-never-retrieved', severity: 'error', task: 'job', location: { line: 9 }, message: 'Task job failed with ValueError: no, and nobody asked how it ended. Await the task, or ask for its exception when it is done.' },
    ]);
  });

  it('is one sentence, of an exception with several lines too', () => {
    expect(warningsOf(failing(true, 'ValueError: one\n  two'))[0]?.message).toContain('failed with ValueError: one two, and nobody asked');
  });

  it('is not said of a failure that somebody asked for', () => {
    expect(warningsOf(failing(false), 'finished')).toEqual([]);
  });

  it.each([['at once', false], ['after a sample has seen it done', true]])('is said of a future, at the line that made it, %s', (_, sampled) => {
    const stream = new StreamBuilder().start();
    const future = stream.future({ site: stream.site(4, 'main') });
    if (sampled) stream.row({ kind: 'futureDone', future, outcome: Outcome.failed, t: stream.now });
    stream.row({ kind: 'complaint', object: future, message: stream.name('ValueError: no'), t: stream.now });
    expect(warningsOf(stream)).toMatchObject([{ task: null, location: { line: 4 }, message: 'A future failed with ValueError: no, and nobody asked how it ended. Await it, or ask for its exception when it is done.' }]);
  });

  it('blames no line of another future that was at the same address', () => {
    const stream = new StreamBuilder().start();
    const address = stream.future({ site: stream.site(4, 'main') });
    stream.row({ kind: 'futureDone', future: address, outcome: Outcome.failed, t: stream.now });
    stream.future({ address });
    stream.row({ kind: 'complaint', object: address, message: stream.name('ValueError: no'), t: stream.now });
    expect(warningsOf(stream)).toMatchObject([{ location: null }]);
  });

  it('is said of futures of which nothing is known', () => {
    const stream = new StreamBuilder().start().row({ kind: 'complaint', object: 2 ** 41, message: Complaint.exceptionNeverRetrieved, t: 1 });
    expect(warningsOf(stream)).toMatchObject([{ task: null, location: null, message: 'A future failed, and nobody asked how it ended. Await it, or ask for its exception when it is done.' }]);
  });
});

describe('destroyed-pending', () => {
  it('names the task and where it was made', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 7, site: stream.site(9, 'main'), code: stream.site(2, 'work') });
    stream.iteration().step(task, { parkOn: stream.address() }).row({ kind: 'complaint', object: task, message: Complaint.destroyedPending, t: stream.now });
    // Its end is known: it is not pending at exit as well.
    expect(warningsOf(stream, 'finished')).toMatchObject([{ code: 'destroyed-pending', severity: 'warning', task: 'Task-7', location: { line: 9 }, message: expect.stringMatching(/^Task-7 was garbage-collected while pending: /) as string }]);
    expect(snapshot(stream.state()).tasks.rows[0]?.state).toBe('destroyed');
  });

  it('is not said of tasks that ended', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 7 });
    stream.iteration().step(task, { outcome: Outcome.cancelled });
    stream.task({ number: 8, address: task });
    expect(warningsOf(stream)).toEqual([]);
  });
});

describe('pending-at-exit', () => {
  function pending(count: number): StreamBuilder {
    const stream = new StreamBuilder().start();
    const [made, code, line] = [stream.site(9, 'main'), stream.site(2, 'work'), stream.site(4, 'work')];
    const tasks = Array.from({ length: count }, (_, i) => stream.task({ number: i + 1, site: made, code }));
    stream.iteration();
    const chain = stream.chain(line);
    for (const task of tasks) stream.step(task, { parkOn: stream.address() }).parked(task, chain);
    return stream.stop();
  }

  it('tells where the task is parked, for what, and where it was made', () => {
    expect(warningsOf(pending(1), 'finished')).toMatchObject([
      { code: 'pending-at-exit', severity: 'warning', task: 'Task-1', location: { line: 4 }, message: 'Task-1 was still pending when the program ended, waiting for future #1. It was created at main.py:9.' },
    ]);
  });

  it('is one warning for all tasks of a line', () => {
    expect(warningsOf(pending(12), 'exit')).toMatchObject([{ count: 12, message: '12 tasks of work were still pending when the program ended, the first waiting for future #1. They were created at main.py:9.' }]);
  });

  it('is not said before the end, nor of programs that did not end by themselves', () => {
    expect(warningsOf(pending(1))).toEqual([]);
    for (const reason of ['stopped', 'interrupted', 'crashed'] as const) expect(warningsOf(pending(1), reason)).toEqual([]);
  });

  it('is not said of tasks that asyncio.run cancelled', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().step(task, { parkOn: stream.address() }).iteration({ arrivals: 1 }).step(task, { outcome: Outcome.cancelled }).stop();
    expect(warningsOf(stream, 'finished')).toEqual([]);
  });

  it('is not said of a loop that a daemon thread runs to the very end', () => {
    const stream = new StreamBuilder().start();
    for (const loop of [1, 2]) {
      const task = stream.use(loop).start().task({ name: `in loop ${loop}` });
      stream.iteration().step(task, { parkOn: stream.address() });
    }
    expect(warningsOf(stream.use(1).stop(), 'finished').map(({ task }) => task)).toEqual(['in loop 1']);
  });

  it('is said once', () => {
    const state = pending(1).state();
    endState(state, 'finished');
    endState(state, 'finished');
    expect(state.warnings.map(({ count }) => count)).toEqual([1]);
  });
});

describe('deadlock', () => {
  it('names who waits for what when nothing can wake the loop', () => {
    const stream = new StreamBuilder().start();
    const first = stream.task({ name: 'first' });
    const second = stream.task({ name: 'second' });
    const chain = stream.chain(stream.site(5, 'first'));
    const [left, right] = [stream.address(), stream.address()];
    stream.iteration().step(first, { parkOn: left }).step(second, { parkOn: right });
    stream.row({ kind: 'parked', task: first, chain, waitsFor: 0 });
    expect(snapshot(stream.state()).warnings).toEqual([]);
    stream.row({ kind: 'stuck', t: stream.now }).row({ kind: 'stuck', t: stream.now });
    expect(snapshot(stream.state()).warnings).toMatchObject([
      {
        code: 'deadlock',
        severity: 'error',
        location: { line: 5 },
        message: 'Nothing can wake the event loop any more: no handle is ready, no timer is set, no I/O is awaited. Still waiting: Task first for future #1 at main.py:5, Task second for future #2.',
      },
    ]);
  });

  it('is no matter of a loop that has no task', () => {
    const stream = new StreamBuilder().start();
    stream.row({ kind: 'stuck', t: stream.now });
    expect(snapshot(stream.state()).warnings).toEqual([]);
  });
});

describe('starved', () => {
  const starvedOf = (stream: StreamBuilder): readonly WarningView[] => warningsOf(stream).filter(({ code }) => code === 'starved');

  /**
   * Two iterations of nine steps of `ms` each. The first step of the first queues four new tasks besides its own, which come before
   * those that the next four steps queue: the last of them waits for four steps of the first iteration and for eight of the second.
   */
  function crowd(ms: number, rounds = 1): StreamBuilder {
    const stream = new StreamBuilder().start();
    for (let round = 0; round < rounds; round++) {
      const tasks = Array.from({ length: 9 }, (_, i) => stream.task({ name: `task-${i + 1}` }));
      stream.iteration();
      const added = Array.from({ length: 4 }, () => stream.task({ number: 10 }));
      stream.step(tasks[0]!, { ms });
      for (const task of tasks.slice(1, 5)) stream.step(task, { ms });
      for (const task of tasks.slice(5)) stream.step(task, { ms, outcome: Outcome.returned });
      stream.iteration();
      for (const task of [...added, ...tasks.slice(0, 5)]) stream.step(task, { ms, outcome: Outcome.returned });
    }
    return stream;
  }

  it('is information about many steps that are too much together', () => {
    const stream = crowd(10).iteration();
    expect(starvedOf(stream)).toMatchObject([
      { code: 'starved', severity: 'information', location: null, count: 1, message: '7 handles waited up to 120 ms for a turn, task-1 longest, though no single step blocked: more was ready than the loop could run.' },
    ]);
    expect(starvedOf(stream)[0]?.duration).toBeCloseTo(120);
    expect(warningsOf(stream)).toHaveLength(1);
  });

  it('is counted by iteration', () => {
    expect(starvedOf(crowd(10, 3).iteration())).toMatchObject([{ count: 3 }]);
  });

  it('is not said when nobody waited for so long', () => {
    expect(starvedOf(crowd(5).iteration())).toEqual([]);
  });

  it('is not said when the iteration itself was slow', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 20 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration();
    for (const task of tasks) stream.step(task, { ms: 10 });
    stream.iteration();
    for (const task of tasks) stream.step(task, { ms: 0.1 });
    expect(warningsOf(stream.iteration()).map(({ code }) => code)).toEqual(['slow-iteration']);
  });

  it('is not said when a single blocking step is to blame', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 20 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration().step(tasks[0]!, { ms: 300 });
    for (const task of tasks.slice(1)) stream.step(task);
    expect(warningsOf(stream.iteration()).map(({ code }) => code)).toEqual(['slow-callback']);
  });

  it('does not count time in which the loop did not run', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().step(task).stop().advance(5000).start().iteration().step(task).iteration();
    expect(warningsOf(stream, 'stopped')).toEqual([]);
  });

  it('is reported when the loop stops', () => {
    expect(starvedOf(crowd(10).stop())).toHaveLength(1);
  });
});
