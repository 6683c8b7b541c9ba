/** Time that a loop is held is nobody's: not the program's, not a cost, and no reason to warn. */
import { describe, expect, it } from 'vitest';
import { OverheadCause } from '../../../src/core/events/schema';
import { overheadPercent } from '../../../src/core/snapshot/totals';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

/** The loop is held for so long. */
function hold(stream: StreamBuilder, ms: number): void {
  const since = stream.now;
  stream.row({ kind: 'pause', t: since, task: 0, ready: 1 });
  stream.advance(ms);
  stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now, cause: OverheadCause.paused });
}

describe('a pause before a handle', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'worker' });
  stream.iteration();
  hold(stream, 5_000);
  stream.step(task, { ms: 2 });
  const state = stream.state();

  it('is no time of the step', () => {
    const [loop] = [...state.loops.values()].filter(({ serial }) => serial === 1);
    expect(loop!.busy / 1e6).toBeCloseTo(2);
    expect(loop!.held / 1e6).toBeCloseTo(5_000);
  });

  it('warns of nothing and costs nothing', () => {
    expect(state.warnings).toEqual([]);
    expect(overheadPercent(state, stream.now)).toBe(0);
  });
});

it('timers are put off by a pause', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'sleeper' });
  stream.iteration();
  const future = stream.future();
  stream.row({ kind: 'timerScheduled', handle: stream.address(), when: 10_000_000, what: future });
  stream.step(task, { parkOn: future });
  const left = snapshot(stream.state()).timers.items[0]!.dueIn;
  hold(stream, 700);
  expect(snapshot(stream.state(), {}, 700).timers.items[0]!.dueIn).toBeCloseTo(left);
});

describe('while it is held', () => {
  it('nothing runs, and what comes next is still in the queue', () => {
    const stream = new StreamBuilder().start();
    stream.task({ name: 'first' });
    stream.iteration();
    stream.row({ kind: 'pause', t: stream.now, task: 0, ready: 1 });
    const view = snapshot(stream.state());
    expect([view.running, view.ready.total]).toEqual([null, 1]);
  });
});
