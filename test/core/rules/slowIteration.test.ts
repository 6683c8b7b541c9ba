import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import type { WarningView } from '../../../src/core/snapshot/protocol';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const { returned } = Outcome;

const found = (stream: StreamBuilder, slowMs = 100): readonly WarningView[] => snapshot(stream.state(slowMs)).warnings.filter(({ code }) => code !== 'starved');

/** One iteration: `parse` 3 × 20 ms, `load` 2 × 25 ms, the callback `tidy` 2 × 10 ms, `rest` 1 × 5 ms: 135 ms in 8 handles. */
function mixed(stream = new StreamBuilder().start()): StreamBuilder {
  const codes = { parse: stream.site(3, 'parse'), load: stream.site(7, 'load'), rest: stream.site(9, 'rest') };
  const tasks = (['parse', 'load', 'parse', 'rest', 'load', 'parse'] as const).map((name) => ({ name, task: stream.task({ name, code: codes[name] }) }));
  stream.iteration({ arrivals: 2 });
  stream.callback('tidy', { ms: 10 });
  const ms = { parse: 20, load: 25, rest: 5 };
  for (const { name, task } of tasks) stream.step(task, { ms: ms[name], outcome: returned });
  return stream.callback('tidy', { ms: 10 });
}

describe('slow-iteration', () => {
  it('names the three biggest contributors, the biggest first, at whose definition it is', () => {
    expect(found(mixed().iteration())).toMatchObject([
      {
        code: 'slow-iteration',
        severity: 'warning',
        location: { line: 3 },
        count: 1,
        task: null,
        message:
          'One iteration of the loop took 135 ms for 8 handles, though none of them blocked: 60 ms in 3 steps of parse, 50 ms in 2 steps of load, 20 ms in 2 runs of tidy. What became ready meanwhile had to wait.',
      },
    ]);
    expect(found(mixed().iteration())[0]?.duration).toBeCloseTo(135);
  });

  it('has no line if a callback is the biggest', () => {
    const stream = new StreamBuilder().start().iteration({ arrivals: 3 });
    for (let i = 0; i < 3; i++) stream.callback('tidy', { ms: 50 });
    expect(found(stream.iteration())).toMatchObject([{ code: 'slow-iteration', location: null }]);
  });

  it('counts iterations and shows the longest', () => {
    const stream = mixed(mixed());
    stream.iteration({ arrivals: 2 }).callback('tidy', { ms: 10 }).callback('tidy', { ms: 10 });
    mixed(stream).overhead(1);
    const [first, ...others] = found(stream.stop());
    expect([first?.count, others]).toEqual([3, []]);
    expect(first?.message).toContain('This was so in 3 iterations; the longest is shown.');
  });

  it('is a matter of the threshold that the user has set', () => {
    expect(found(mixed().iteration(), 136)).toEqual([]);
    expect(found(mixed().iteration(), 134)).toHaveLength(1);
  });

  it('is not said before the iteration is over', () => {
    expect(found(mixed())).toEqual([]);
  });

  it('leaves out a step that blocked, and is not said if little else is left', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 5 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration().step(tasks[0]!, { ms: 300, outcome: returned });
    for (const task of tasks.slice(1)) stream.step(task, { ms: 20, outcome: returned });
    expect(found(stream.iteration()).map(({ code }) => code)).toEqual(['slow-callback']);
  });

  it('is said beside it if the rest is slow too', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 7 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration().step(tasks[0]!, { ms: 300, outcome: returned });
    for (const task of tasks.slice(1)) stream.step(task, { ms: 20, outcome: returned });
    const warnings = found(stream.iteration());
    expect(warnings.map(({ code }) => code)).toEqual(['slow-callback', 'slow-iteration']);
    expect(warnings[1]?.duration).toBeCloseTo(120);
  });

  it('does not count time in select, nor the inspector’s own', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 4 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration({ idleMs: 500 });
    for (const task of tasks) stream.overhead(50).step(task, { ms: 20, outcome: returned });
    expect(found(stream.iteration({ idleMs: 500 }))).toEqual([]);
  });

  it('is not said of one handle that is just below the threshold', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    for (let i = 0; i < 3; i++) stream.iteration().step(task, { ms: 99 });
    expect(found(stream.iteration())).toEqual([]);
  });
});
