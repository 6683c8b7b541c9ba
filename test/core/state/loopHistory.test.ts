import { describe, expect, it } from 'vitest';
import { BUCKET_NS, BUCKETS_SHOWN, LoopHistory } from '../../../src/core/state/loopHistory';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const H = BUCKET_NS;
const list = (values: Float64Array): number[] => [...values];

describe('the last minute of a loop', () => {
  it('is empty until a whole half second has passed', () => {
    const history = new LoopHistory();
    expect(list(history.recent(99 * H, null).busy)).toEqual([]);
    history.turn(10.5 * H, 0, 3);
    expect(list(history.recent(11.9 * H, null).busy)).toEqual([]);
    expect(list(history.recent(12 * H, null).busy)).toEqual([1]);
  });

  it('counts turns, keeps the longest queue, and spreads a wait over the time that it took', () => {
    const history = new LoopHistory();
    history.turn(10.5 * H, 0, 1);
    history.turn(11.1 * H, 0, 4);
    history.turn(11.2 * H, 0, 9);
    history.turn(13.5 * H, 11.5 * H, 2);
    const { last, iterations, ready, busy } = history.recent(14.2 * H, null);
    expect(last).toBe(13);
    expect([list(iterations), list(ready), list(busy)]).toEqual([[2, 0, 1], [9, 0, 2], [0.5, 0, 0.5]]);
  });

  it('is idle while a wait goes on, and busy while a step does', () => {
    const history = new LoopHistory();
    history.turn(10 * H, 0, 1);
    expect(list(history.recent(14 * H, 12 * H).busy)).toEqual([1, 0, 0]);
    expect(list(history.recent(14 * H, null).busy)).toEqual([1, 1, 1]);
  });

  it('does not count as busy the time in which the loop did not run', () => {
    const history = new LoopHistory();
    history.turn(10 * H, 0, 1);
    history.rest(11 * H, 13 * H);
    expect(list(history.recent(13 * H, null).busy)).toEqual([0, 0]);
  });

  it('leaves out the time in which the loop stood', () => {
    const history = new LoopHistory();
    history.turn(10 * H, 0, 1);
    history.addPaused(11.5 * H, 13 * H, false);
    history.addPaused(13.25 * H, 13.5 * H, true);
    history.turn(14 * H, 13 * H, 1);
    expect(list(history.recent(14 * H, null).busy)).toEqual([1, 0, 0]);
    expect(list(history.recent(200 * H, 14 * H).busy)).toEqual(new Array(BUCKETS_SHOWN).fill(0));
  });

  it('holds a minute, whatever went before', () => {
    const history = new LoopHistory();
    for (let bucket = 0; bucket < 500; bucket++) for (let turn = 0; turn <= bucket % 7; turn++) history.turn((bucket + 0.1) * H, 0, bucket);
    const { last, iterations, ready } = history.recent(500 * H, null);
    expect(last).toBe(499);
    expect(list(ready)).toEqual(Array.from({ length: BUCKETS_SHOWN }, (_, i) => 380 + i));
    expect(list(iterations)).toEqual(Array.from({ length: BUCKETS_SHOWN }, (_, i) => 1 + ((380 + i) % 7)));
    expect(list(history.recent(2000 * H, 501 * H).busy)).toEqual(new Array(BUCKETS_SHOWN).fill(0));
  });
});

describe('several loops', () => {
  const stream = new StreamBuilder().start();
  const one = stream.task({ name: 'one' });
  stream.iteration().step(one, { ms: 10, parkOn: stream.address() });
  stream.use(2).start(1_000_000, { name: 'OtherLoop' });
  const two = stream.task({ name: 'two' });
  stream.task({ name: 'three' });
  stream.iteration().step(two, { ms: 2000, parkOn: stream.address() });
  const state = stream.state(10_000);

  it('are listed, and seen apart', () => {
    const all = snapshot(state);
    expect(all.loops).toMatchObject([
      { serial: 1, name: 'EventLoop', isRunning: true, ready: 0 },
      { serial: 2, name: 'OtherLoop', isRunning: true, busy: 100, ready: 0 },
    ]);
    expect(all.tasks.rows.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    const first = snapshot(state, { loop: 1 });
    expect(first.tasks.rows.map(({ name }) => name)).toEqual(['one']);
    expect(first).toMatchObject({ running: null, idle: true, futures: { total: 1 }, loops: all.loops });
    expect(snapshot(state, { loop: 2, taskFilter: 't' }).tasks.rows.map(({ name }) => name)).toEqual(['two', 'three']);
    expect(first.activity?.busy.every((busy) => busy < 5)).toBe(true);
    expect(snapshot(state, { loop: 2 }).activity?.busy).toEqual([100, 100, 100]);
  });
});
