import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../src/core/events/definitions';
import { Outcome, RowKind, SCHEMA_VERSION } from '../../../src/core/events/schema';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const hello = (rowNs: number, clockNs: number, platform = 'linux'): readonly Definition[] => [
  ['hello', { schema: SCHEMA_VERSION, python: '3.13.0', implementation: 'CPython', platform, epoch: 1_700_000_000_000_000_000, clock: 5_000_000_000 }],
  ['speed', rowNs, clockNs],
];

/** What the stream leads to, with that greeting. */
function folded(stream: StreamBuilder, greeting: readonly Definition[]): InspectorState {
  const state = createState({ slowCallbackMs: 100 });
  for (const frame of stream.frames()) foldFrame(state, frame.kind === 'definitions' ? { ...frame, definitions: [...frame.definitions, ...greeting] } : frame);
  return state;
}

/** What is shown as overhead of `rounds` iterations of ten steps of 10 ms, with a greeting that says what a row takes. */
function shown(greeting: readonly Definition[], rounds = 10): number {
  const stream = new StreamBuilder().start();
  const tasks = Array.from({ length: 10 }, (_, i) => stream.task({ number: i + 1 }));
  for (let round = 0; round < rounds; round++) {
    stream.iteration();
    for (const task of tasks) stream.step(task, { ms: 10, outcome: Outcome.yielded });
  }
  return snapshot(folded(stream, greeting)).totals.overheadPercent;
}

describe('what recording costs', () => {
  it('is estimated from what a row and the clock take there', () => {
    expect(shown(hello(0, 0))).toBe(0);
    const cheap = shown(hello(1000, 500));
    expect(cheap).toBeGreaterThan(0.05);
    expect(shown(hello(2000, 1000))).toBeCloseTo(2 * cheap, 5);
    expect(shown(hello(1000, 500, 'emscripten'))).not.toBeCloseTo(cheap, 5);
  });

  it('counts what I/O has queued, and not the length of a queue that cannot be', () => {
    const recording = (ready: number): number => {
      const state = folded(new StreamBuilder().start(), hello(100, 50));
      const [loop] = state.loops.values();
      foldFrame(state, { kind: 'rows', loop: loop!.serial, words: Uint32Array.of(0, 2, RowKind.iteration, 0, 0, 0, ready, 0) });
      return loop!.recording.total;
    };
    expect(recording(1000)).toBeGreaterThan(recording(1) + 500 * 100);
    expect(recording(2 ** 32 - 1)).toBeLessThan(recording(1));
  });

  it('counts with the speed that was told last', () => {
    const state = folded(new StreamBuilder().start(), hello(100, 50));
    const [loop] = state.loops.values();
    const iteration = (ready: number): number => {
      foldFrame(state, { kind: 'rows', loop: loop!.serial, words: Uint32Array.of(0, 2, RowKind.iteration, 0, 0, 0, ready, 0) });
      return loop!.recording.total;
    };
    const first = iteration(1000);
    expect(first).toBeGreaterThan(0);
    foldFrame(state, { kind: 'definitions', definitions: [['speed', 0, 0]] });
    expect(iteration(2000)).toBe(first);
    foldFrame(state, { kind: 'definitions', definitions: [['speed', 100, 50]] });
    expect(iteration(3000)).toBeGreaterThan(first);
  });

  it('is less where the loop need not ask for I/O', () => {
    const watching = (total: number, platform?: string): number => {
      const stream = new StreamBuilder().start().row({ kind: 'ioSample', t: 0, total, count: 0 });
      for (let i = 0; i < 10; i++) stream.iteration();
      return folded(stream, hello(100, 50, platform)).loops.get(1)!.recording.total;
    };
    expect(watching(0)).toBeLessThan(0);
    expect(watching(1)).toBeGreaterThan(0);
    expect(watching(0, 'darwin')).toBe(watching(1, 'darwin'));
  });

  it('is more where events are far from each other, also within a step, but only so much', () => {
    const each = (ms: number, futures = 0): number => {
      const steps = 100;
      const stream = new StreamBuilder().start();
      const task = stream.task({ number: 1 });
      for (let step = 0; step < steps; step++) {
        for (let i = 0; i < futures; i++) stream.row({ kind: 'futureCreated', future: 0x900000 + 64 * i, creator: task, site: 0 });
        stream.step(task, { ms, outcome: Outcome.yielded });
      }
      return folded(stream, hello(50, 45)).loops.get(1)!.recording.total / (steps * (futures + 1));
    };
    const close = each(0.001);
    const far = each(0.02);
    expect(far).toBeGreaterThan(2 * close);
    expect(each(2)).toBeLessThan(10 * close);
    expect(each(2)).toBeCloseTo(each(20), 3);
    expect(each(0.1, 100)).toBeLessThan(0.5 * each(0.1, 1));
  });

  it('is never more than the time there was', () => {
    expect(shown(hello(1e9, 1e9))).toBe(100);
  });
});
