/** Time that a loop is held is nobody's: not the program's, not a cost, and no reason to warn. */
import { describe, expect, it } from 'vitest';
import { HALVES } from '../../../src/core/events/rows';
import { Outcome, OverheadCause } from '../../../src/core/events/schema';
import { loadState, saveState } from '../../../src/core/history/segment';
import { overheadPercent } from '../../../src/core/snapshot/totals';
import { foldFrame } from '../../../src/core/state/fold';
import type { LoopState } from '../../../src/core/state/loopState';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

/** The loop is held for so long. */
function hold(stream: StreamBuilder, ms: number): void {
  const since = stream.now;
  stream.row({ kind: 'pause', t: since, task: 0, ready: 1 });
  stream.advance(ms);
  stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now, cause: OverheadCause.paused });
}

/** The loop waits in select for `idleMs`, is paused, and finds `arrivals` after `restMs` more; it is let go `heldMs` later. */
function pauseInSelect(stream: StreamBuilder, { idleMs, restMs, heldMs, arrivals }: { idleMs: number; restMs: number; heldMs: number; arrivals: number }): void {
  const since = stream.now + idleMs * 1e6;
  stream.row({ kind: 'pause', t: since, task: 0, ready: 0 });
  stream.iteration({ idleMs: idleMs + restMs, arrivals });
  stream.row({ kind: 'pause', t: since, task: 0, ready: arrivals });
  stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now + heldMs * 1e6, cause: OverheadCause.paused });
}

const onlyLoop = (state: InspectorState): LoopState => state.loop(1);

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
  expect(snapshot(stream.state()).timers.items[0]!.dueIn).toBeCloseTo(left);
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

describe('a pause in select, which returns before it ends', () => {
  /** Begins with a task that parks. */
  function parked(): StreamBuilder {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'sleeper' });
    return stream.iteration().step(task, { ms: 1, parkOn: stream.address() });
  }

  it('is no time of the handle that arrived', () => {
    const stream = parked();
    pauseInSelect(stream, { idleMs: 200, restMs: 800, heldMs: 400, arrivals: 1 });
    stream.advance(400).callback('blocks', { ms: 300 });
    const state = stream.state();
    const { busy, idle, held } = onlyLoop(state);
    expect([busy, idle, held].map((ns) => ns / 1e6)).toEqual([301, 200, 1200]);
    expect(overheadPercent(state, stream.now)).toBe(0);
    expect(state.warnings.map(({ evidence }) => [evidence.code, evidence.duration])).toEqual([['slow-callback', 300]]);
  });

  it('is neither idle time nor a cost if nothing arrived', () => {
    const stream = parked();
    pauseInSelect(stream, { idleMs: 200, restMs: 400, heldMs: 800, arrivals: 0 });
    expect(overheadPercent(stream.state(), stream.now + 800e6)).toBe(0);
    stream.iteration({ idleMs: 1200, arrivals: 1 }).callback('wakes');
    const state = stream.state();
    expect(onlyLoop(state).idle / 1e6).toBe(600);
    expect(overheadPercent(state, stream.now)).toBe(0);
    expect(snapshot(state).loops[0]!.busy).toBeLessThan(1);
  });

  it('does not count as waiting for a turn', () => {
    const stream = parked();
    pauseInSelect(stream, { idleMs: 200, restMs: 800, heldMs: 400, arrivals: 2 });
    stream.advance(400).callback('first', { ms: 5 }).callback('second', { ms: 5 }).iteration();
    expect(stream.state().warnings).toEqual([]);
  });

  it('leaves timers the time that they have left', () => {
    const stream = parked();
    stream.timer(600, 'due');
    pauseInSelect(stream, { idleMs: 200, restMs: 400, heldMs: 800, arrivals: 0 });
    expect(snapshot(stream.state()).timers.items[0]!.dueIn).toBeCloseTo(400);
  });

  it('begins anew with a loop that was interrupted in it', () => {
    const stream = parked();
    const since = stream.now + 100e6;
    stream.row({ kind: 'pause', t: since, task: 0, ready: 0 });
    stream.advance(500).stop().start().wakes(1).iteration();
    stream.row({ kind: 'pause', t: since, task: 0, ready: 1 });
    stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now + 400e6, cause: OverheadCause.paused });
    stream.advance(400).callback('cleans up', { ms: 50 });
    const { busy, held } = onlyLoop(stream.state());
    expect([busy, held].map((ns) => ns / 1e6)).toEqual([51, 400]);
  });

  it('costs nothing if the loop was interrupted in it and runs no more', () => {
    const stream = parked();
    const since = stream.now + 100e6;
    stream.row({ kind: 'pause', t: since, task: 0, ready: 0 });
    stream.advance(500).stop();
    stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now + 400e6, cause: OverheadCause.paused });
    expect(overheadPercent(stream.state(), stream.now + 400e6)).toBe(0);
  });

  it('is the same in a past moment', () => {
    const stream = parked();
    pauseInSelect(stream, { idleMs: 200, restMs: 400, heldMs: 800, arrivals: 0 });
    stream.iteration({ idleMs: 1200 });
    pauseInSelect(stream, { idleMs: 200, restMs: 800, heldMs: 400, arrivals: 1 });
    stream.advance(400).callback('blocks', { ms: 300 }).iteration({ idleMs: 100 });
    const live = createState({ slowCallbackMs: 100 });
    let past = live;
    for (const frame of stream.frames()) {
      for (let at = 0; at < (frame.kind === 'rows' ? frame.words.length : 1); at += HALVES) {
        const row = frame.kind === 'rows' ? { ...frame, words: frame.words.slice(at, at + HALVES) } : frame;
        foldFrame(live, row);
        if (past !== live) foldFrame(past, row);
        expect(snapshot(past)).toEqual(snapshot(live));
        past = loadState(saveState(past), live);
      }
    }
  });
});

it('a pause in select stays one when the loop is roused to cancel a task', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'sleeper' });
  stream.timer(10_000, 'due');
  stream.iteration().step(task, { ms: 1, parkOn: stream.address() });
  const since = stream.now + 200e6;
  stream.row({ kind: 'pause', t: since, task: 0, ready: 0 });
  stream.iteration({ idleMs: 5000 });
  stream.row({ kind: 'cancelAsked', task, ready: 1 });
  stream.wakes(1).iteration();
  stream.row({ kind: 'pause', t: since, task: 0, ready: 1 });
  stream.row({ kind: 'overhead', tBegin: since, tEnd: stream.now + 400e6, cause: OverheadCause.paused });
  stream.advance(400).step(task, { ms: 1, outcome: Outcome.cancelled }).iteration();
  const state = stream.state();
  const { idle, held, busy } = onlyLoop(state);
  expect([idle, held, busy].map((ns) => ns / 1e6)).toEqual([200, 5200, 2]);
  expect(snapshot(state).timers.items[0]!.dueIn).toBeCloseTo(10_000 - 202);
  expect(state.warnings).toEqual([]);
});

it('a pause in select stays one when a task is cancelled in it, who waits for its turn from then on', () => {
  const stream = new StreamBuilder().start();
  const task = stream.task({ name: 'sleeper' });
  stream.iteration().step(task, { ms: 1, parkOn: stream.address() });
  const since = stream.now + 2000e6;
  stream.row({ kind: 'pause', t: since, task: 0, ready: 0 });
  stream.row({ kind: 'cancelAsked', task, ready: 1 });
  stream.row({ kind: 'pause', t: since, task: 0, ready: 1 });
  stream.row({ kind: 'overhead', tBegin: since, tEnd: since + 500e6, cause: OverheadCause.paused });
  stream.iteration({ idleMs: 2500, arrivals: 1 }).step(task, { ms: 1, outcome: Outcome.cancelled }).iteration();
  const { idle, held, idleOverhead } = onlyLoop(stream.state());
  expect([idle, held, idleOverhead].map((ns) => ns / 1e6)).toEqual([2000, 0, 500]);
  expect(stream.state().warnings).toEqual([]);
});

describe('in the last minute', () => {
  /** A loop that is busy for 5 % of the time. */
  function work(stream: StreamBuilder, ms: number): void {
    for (let passed = 0; passed < ms; passed += 100) stream.iteration({ idleMs: 95, arrivals: 1 }).callback('works', { ms: 5 });
  }
  const busy = (stream: StreamBuilder): number[] => snapshot(stream.state()).activity!.busy.map(Math.round);

  it('a pause before a handle is no busy time', () => {
    const stream = new StreamBuilder().start();
    work(stream, 1200);
    stream.iteration({ idleMs: 95, arrivals: 1 });
    hold(stream, 5_000);
    stream.callback('works', { ms: 5 });
    work(stream, 1200);
    for (const share of busy(stream)) expect(share).toBeLessThan(10);
  });

  it('one in select neither, and no idle time', () => {
    const stream = new StreamBuilder().start();
    work(stream, 1000);
    // a tenth of the half second is left, and half of that busy
    pauseInSelect(stream, { idleMs: 25, restMs: 100, heldMs: 350, arrivals: 1 });
    stream.advance(350).callback('works', { ms: 25 });
    work(stream, 500);
    expect(busy(stream)).toEqual([5, 50, 5]);
  });
});
