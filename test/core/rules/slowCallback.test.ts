import { describe, expect, it } from 'vitest';
import { Outcome, StackSeen } from '../../../src/core/events/schema';
import { endState } from '../../../src/core/state/endState';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

/** A task `greedy` that runs for `ms` milliseconds, sampled every 20 ms from 50 ms on at the lines given, then at the last of them. */
function greedy(ms: number, lines: readonly number[], { stream = new StreamBuilder().start(), library = '' } = {}): { stream: StreamBuilder; task: number } {
  const task = stream.task({ name: 'greedy', code: stream.site(1, 'fetch') });
  stream.iteration();
  let spent = 0;
  for (let look = 0; look < lines.length || (lines.length > 0 && ms - spent > 20); look++) {
    const line = lines[Math.min(look, lines.length - 1)]!;
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
      message: 'Task greedy blocked the event loop for 301 ms in sleep, main.py:8; called from main, main.py:90.',
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
    expect(warningsOf(sample(7))).toMatchObject([{ id: 1, count: 1, message: 'Task greedy blocks the event loop, for 120 ms so far, in fetch, main.py:7.', location: { line: 7 } }]);
    for (let more = 0; more < 3; more++) sample(9).advance(20);
    expect(warningsOf(sample(9))).toMatchObject([{ count: 1, message: 'Task greedy blocks the event loop, for 160 ms so far: 75 % in fetch, main.py:7.', location: { line: 7 } }]);
    for (let more = 0; more < 5; more++) sample(9).advance(20);
    expect(warningsOf(stream.step(task, { ms: 0 }))).toMatchObject([{ id: 1, count: 1, message: 'Task greedy blocked the event loop for 280 ms in fetch, main.py (line 9: 57 %, line 7: 43 %).', location: { line: 9 } }]);
  });

  it('keeps to its line while lines of a loop are close together', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const sample = (line: number, ms: number): StreamBuilder => stream.advance(ms).sample(stream.stack(stream.site(line, 'fetch')), task);
    stream.iteration();
    expect(warningsOf(sample(7, 110))).toMatchObject([{ id: 1, location: { line: 7 } }]);
    expect(warningsOf(sample(8, 130))).toMatchObject([{ id: 1, location: { line: 7 }, message: 'Task greedy blocks the event loop, for 240 ms so far, in fetch, main.py (line 8: 54 %, line 7: 46 %).' }]);
    expect(warningsOf(sample(8, 130))).toMatchObject([{ id: 1, location: { line: 8 } }]);
  });

  it('is one warning with those before, as soon as it is known to be the same', () => {
    const { stream } = greedy(150, [8, 8]);
    const task = stream.task({ name: 'again' });
    const sample = (line: number): StreamBuilder => stream.advance(70).sample(stream.stack(stream.site(line, 'fetch'), stream.site(90, 'main')), task);
    stream.iteration();
    sample(9);
    expect(warningsOf(sample(9)).map(({ id, count, location }) => [id, count, location?.line])).toEqual([[1, 1, 8], [2, 1, 9]]);
    for (let more = 0; more < 8; more++) sample(8);
    expect(warningsOf(stream).map(({ id, count, location }) => [id, count, location?.line])).toEqual([[1, 2, 8]]);
    expect(warningsOf(stream.step(task))).toMatchObject([{ id: 1, count: 2, location: { line: 8 } }]);
  });

  it('tells of the step before again when the one that still blocks turns out to be another matter', () => {
    const stream = new StreamBuilder().start();
    const one = stream.task({ name: 'one' });
    const [first, second] = [3, 4].map((line) => stream.stack(stream.site(line, 'handler')));
    const told = (): unknown[] => warningsOf(stream).map(({ id, count, message }) => [id, count, message]);
    stream.iteration().advance(200).sample(first!, one).step(one, { ms: 0, outcome: Outcome.returned });
    const two = stream.task({ name: 'two' });
    stream.iteration();
    const before = [1, 1, 'Task one blocked the event loop for 200 ms in handler, main.py:3.'];
    expect(told()).toEqual([before]);
    stream.advance(250).sample(first!, two);
    expect(told()).toEqual([[1, 2, 'Task two blocks the event loop, for 250 ms so far, in handler, main.py:3.']]);
    stream.advance(70).sample(first!, two);
    expect(told()).toEqual([[1, 2, 'Task two blocks the event loop, for 320 ms so far, in handler, main.py:3.']]);
    stream.advance(180).sample(second!, two);
    expect(told()).toEqual([before, [2, 1, 'Task two blocks the event loop, for 500 ms so far, in handler, main.py (line 3: 64 %, line 4: 36 %).']]);
    stream.advance(1800).sample(second!, two);
    expect(told()).toEqual([before, [2, 1, 'Task two blocks the event loop, for 2.3 s so far: 86 % in handler, main.py:4.']]);
    stream.step(two, { ms: 0 });
    expect(told()).toEqual([before, [2, 1, 'Task two blocked the event loop for 2.3 s: 86 % in handler, main.py:4.']]);
  });

  it('does not tell of the step before again once a longer one of its kind has ended', () => {
    const { stream } = greedy(150, [8, 8]);
    const [longer, other] = [stream.task({ name: 'longer' }), stream.task({ name: 'other' })];
    const sample = (task: number, line: number, ms: number): StreamBuilder => stream.advance(ms).sample(stream.stack(stream.site(line, 'fetch')), task);
    stream.iteration();
    sample(longer, 8, 300).step(longer, { ms: 0, parkOn: stream.address() });
    sample(other, 8, 400);
    for (let more = 0; more < 4; more++) sample(other, 9, 800);
    expect(warningsOf(stream)).toMatchObject([{ id: 1, count: 2, task: 'longer', duration: 300 }, { count: 1, task: 'other' }]);
  });

  it('keeps steps apart that block in two loops at once', () => {
    const stream = new StreamBuilder();
    const begin = (loop: number): number => {
      const task = stream.use(loop).start().task({ name: `in loop ${loop}` });
      stream.iteration().flush();
      return task;
    };
    const sample = (loop: number, task: number, line: number): StreamBuilder => stream.use(loop).sample(stream.stack(stream.site(line, 'fetch')), task).flush();
    const two = begin(2);
    stream.advance(100);
    const one = begin(1);
    stream.advance(110);
    sample(1, one, 8);
    sample(2, two, 8).use(1).step(one, { ms: 10 }).flush();
    expect(warningsOf(stream)).toMatchObject([{ count: 2, task: 'in loop 2', duration: 210 }]);
    stream.advance(2000);
    sample(2, two, 9);
    expect(warningsOf(stream)).toMatchObject([
      { count: 1, message: 'Task in loop 1 blocked the event loop for 120 ms in fetch, main.py:8.' },
      { count: 1, task: 'in loop 2', location: { line: 9 } },
    ]);
  });

  it('stays known when the program is stopped in the middle', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    stream.iteration().advance(150).sample(stream.stack(stream.site(7, 'fetch')), task);
    const state = stream.state();
    endState(state, 'stopped');
    expect(snapshot(state).warnings).toMatchObject([{ count: 1, message: 'Task greedy blocked the event loop for 150 ms in fetch, main.py:7.' }]);
  });

  it('takes the line where most of the time went', () => {
    const { stream } = greedy(200, [6, 5, 6, 5, 6, 7]);
    expect(warningsOf(stream)[0]).toMatchObject({ location: { line: 6 }, message: 'Task greedy blocked the event loop for 200 ms in fetch, main.py (line 6: 45 %, line 7: 35 %, line 5: 20 %); called from main, main.py:90.' });
  });

  it('names what the line had called as the source does, and who called it', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const sleeps = stream.stackCalling('time.sleep', stream.site(41, 'read', { path: '/app/worker.py' }), stream.site(58, 'handle', { path: '/app/worker.py' }), stream.site(9, 'main'));
    const other = stream.stack(stream.site(7, 'log'), stream.site(9, 'main'));
    stream.iteration().advance(92).sample(sleeps, task).advance(8).sample(other, task).step(task, { ms: 0 });
    expect(warningsOf(stream)[0]?.message).toBe('Task greedy blocked the event loop for 100 ms: 92 % in time.sleep, worker.py:41; called from handle, worker.py:58.');
  });

  it.each([
    ['two that took about as long', [60, 40], 'in receipt'],
    ['one that took twice as long', [80, 40], 'in sha1'],
  ])('names of a line that has called %s no more than is known', (_, [longer, shorter], place) => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const [one, other] = ['sha1', 'order.encode'].map((calling) => stream.stackCalling(calling, stream.site(5, 'receipt')));
    stream.iteration().advance(longer!).sample(one!, task).advance(shorter!).sample(other!, task).step(task, { ms: 0 });
    expect(warningsOf(stream)[0]?.message).toBe(`Task greedy blocked the event loop for ${longer! + shorter!} ms ${place}, main.py:5.`);
  });

  it('names the lines of different functions that share the time', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const [one, two, short] = [stream.stackCalling('time.sleep', stream.site(5, 'one')), stream.stack(stream.site(9, 'two')), stream.stack(stream.site(11, 'three'))];
    stream.iteration().advance(120).sample(one, task).advance(76).sample(two, task).advance(4).sample(short, task).step(task, { ms: 0 });
    expect(warningsOf(stream)[0]?.message).toBe('Task greedy blocked the event loop for 200 ms: 60 % in time.sleep, main.py:5; 38 % in two, main.py:9.');
  });

  it('counts a loop’s lines as one warning, whichever was worst', () => {
    const stream = new StreamBuilder().start();
    greedy(200, [5, 6, 5, 6, 5, 6, 6], { stream });
    greedy(190, [6, 5, 6, 5, 6, 5, 5], { stream });
    expect(warningsOf(stream).map(({ count }) => count)).toEqual([2]);
  });

  it('takes a comprehension for the function around it', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    const stack = stream.stack(stream.site(5, 'load.<locals>.<listcomp>'), stream.site(5, 'load'), stream.site(9, 'main'));
    stream.iteration().advance(120).sample(stack, task).step(task, { ms: 0 });
    expect(warningsOf(stream)[0]?.message).toBe('Task greedy blocked the event loop for 120 ms in load, main.py:5; called from main, main.py:9.');
  });

  it('says that C code held the lock, and between which lines if that is open', () => {
    const held = (other: (stream: StreamBuilder) => number): string | undefined => {
      const stream = new StreamBuilder().start();
      const task = stream.task({ name: 'greedy' });
      const stack = stream.stack(stream.site(5, 'compute'));
      stream.iteration().advance(150).sample(stack, task, { seen: StackSeen.lockHeld, other: other(stream) }).step(task, { ms: 0 });
      return warningsOf(stream)[0]?.message;
    };
    const sentence = 'It was C code that holds the interpreter’s lock: no other thread could run either.';
    expect(held(() => 0)).toBe(`Task greedy blocked the event loop for 150 ms in compute, main.py:5. ${sentence}`);
    expect(held((stream) => stream.site(5, 'compute', { column: 20 }))).toBe(`Task greedy blocked the event loop for 150 ms in compute, main.py:5. ${sentence}`);
    expect(held((stream) => stream.site(7, 'compute'))).toBe(`Task greedy blocked the event loop for 150 ms in compute, main.py:5 or 7. ${sentence}`);
  });

  it('says that the line was seen only after', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    stream.iteration().advance(150).sample(stream.stack(stream.site(5, 'compute')), task, { seen: StackSeen.tooLate }).step(task, { ms: 0 });
    expect(warningsOf(stream)[0]?.message).toBe('Task greedy blocked the event loop for 150 ms in compute, main.py:5. Nobody could look for 150 ms of it, as while C code runs on the embedded interpreter: the line is the first one seen then.');
  });

  it('says that nobody could look at its end', () => {
    const message = (ms: number, seenLast: 'compute' | 'nothing' = 'compute'): string | undefined => {
      const stream = new StreamBuilder().start();
      const task = stream.task({ name: 'greedy' });
      stream.iteration().advance(60).sample(stream.stack(stream.site(5, 'compute')), task);
      if (seenLast === 'nothing') {
        // the function had returned, but its step had not ended
        stream.advance(ms).sample(stream.stack(), task, { seen: StackSeen.lockHeld }).step(task, { ms: 0 });
      } else stream.step(task, { ms });
      return warningsOf(stream)[0]?.message;
    };
    const end = ', as while C code runs on the embedded interpreter: which line took these is not known.';
    expect(message(74)).toBe('Task greedy blocked the event loop for 134 ms in compute, main.py:5.');
    expect(message(140)).toBe(`Task greedy blocked the event loop for 200 ms: 30 % in compute, main.py:5. Nobody could look during the last 140 ms of it${end}`);
    expect(message(140, 'nothing')).toBe(message(140));
  });

  it('tells of garbage collection from a fifth of the time on, and that nothing else held the lock if it was most', () => {
    const message = (collectedMs: number): string | undefined => {
      const stream = new StreamBuilder().start();
      const task = stream.task({ name: 'greedy' });
      stream.iteration().row({ kind: 'collected', tBegin: stream.now, tEnd: stream.now + collectedMs * 1e6 });
      stream.advance(200).sample(stream.stack(stream.site(5, 'compute')), task, { seen: StackSeen.lockHeld }).step(task, { ms: 0 });
      return warningsOf(stream)[0]?.message;
    };
    const first = 'Task greedy blocked the event loop for 200 ms in compute, main.py:5.';
    const held = 'It was C code that holds the interpreter’s lock: no other thread could run either.';
    expect(message(39)).toBe(`${first} ${held}`);
    expect(message(40)).toBe(`${first} Garbage collection took 40 ms of it. ${held}`);
    expect(message(150)).toBe(`${first} Garbage collection took 150 ms of it.`);
  });

  it('does not take an earlier step’s garbage for this one’s', () => {
    const stream = new StreamBuilder().start();
    const [quick, slow] = [stream.task({ name: 'quick' }), stream.task({ name: 'slow' })];
    stream.iteration().row({ kind: 'collected', tBegin: stream.now, tEnd: stream.now + 50e6 }).step(quick, { ms: 50 }).step(slow, { ms: 150 });
    expect(warningsOf(stream)[0]?.message).not.toContain('Garbage');
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
    expect(warning?.message).toBe('The event loop was blocked 3 times, longest for 400 ms by Task greedy, in sleep, main.py:8; called from main, main.py:90.');
  });

  it('falls back on where the task went on from, then on its definition, and says so', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1, code: stream.site(1, 'fetch') });
    stream.iteration().step(task, { ms: 150 });
    stream.parked(task, stream.chain(stream.site(5, 'fetch')));
    stream.iteration().row({ kind: 'ceded', t: stream.now, site: stream.site(6, 'fetch'), task }).step(task, { ms: 160, outcome: Outcome.returned });
    expect(warningsOf(stream)).toMatchObject([
      { location: { line: 1 }, message: 'Task-1 blocked the event loop for 150 ms. No stack was taken meanwhile, as while C code runs on the embedded interpreter; the line is where its coroutine is defined.' },
      { location: { line: 5 }, message: 'Task-1 blocked the event loop for 160 ms. No stack was taken meanwhile, as while C code runs on the embedded interpreter; the line is where the task went on from.' },
    ]);
  });

  it('is said of callbacks too', () => {
    const stream = new StreamBuilder().start().iteration({ arrivals: 1 }).callback('Client.on_data', { ms: 1500 });
    expect(warningsOf(stream)).toMatchObject([{ task: null, location: null, message: 'Callback Client.on_data blocked the event loop for 1.5 s. No stack was taken meanwhile, as while C code runs on the embedded interpreter, so the line is not known.' }]);
  });

  it('has no line where the callback is written in C', () => {
    const stream = new StreamBuilder().start().iteration({ arrivals: 1 });
    const handle = stream.address();
    stream.advance(60).sample(stream.stack(), handle).callback('sleep', { handle, ms: 130 });
    expect(warningsOf(stream)).toMatchObject([{ location: null, message: 'Callback sleep blocked the event loop for 190 ms. It is written in C: no line of the program ran in it.' }]);
  });

  it('does not mistake samples of an earlier step for this one’s', () => {
    const { stream } = greedy(90, [8]);
    const other = stream.task({ number: 2, code: stream.site(40, 'other') });
    stream.iteration().step(other, { ms: 120 });
    expect(warningsOf(stream)).toMatchObject([{ location: { line: 40 } }]);
  });

  it('does not hold itself up, where a loop keeps its timers to itself', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'greedy' });
    stream.iteration();
    const sleep = stream.future({ creator: task });
    stream.timer(60, sleep);
    stream.step(task, { ms: 1, parkOn: sleep }).iteration({ arrivals: 1, idleMs: 60 }).advance(200).sample(stream.stack(stream.site(5, 'fetch')), task);
    expect(warningsOf(stream)).toMatchObject([{ message: 'Task greedy blocks the event loop, for 200 ms so far, in fetch, main.py:5.', victims: [] }]);
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
