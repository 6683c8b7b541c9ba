import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/core/events/frames';
import { buildReport } from '../../../src/core/report/buildReport';
import { endState } from '../../../src/core/state/endState';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { random } from '../random';
import { randomProgram } from '../randomProgram';
import { RUN, snapshot } from '../views';

const fold = (frames: readonly Frame[], slowCallbackMs = 100): InspectorState => {
  const state = createState({ slowCallbackMs });
  for (const frame of frames) foldFrame(state, frame);
  return state;
};

/** Everything that a view or a report can show of a state. */
function shown(state: InspectorState): unknown {
  const live = snapshot(state, { taskCount: 1000 }, 3);
  endState(state, 'finished');
  const exit = { code: 0, reason: 'finished', message: 'Finished with exit code 0' } as const;
  return { live, last: snapshot(state, { taskSort: 'busy' }), report: buildReport(state, { program: RUN.path, runtime: RUN.runtime, exit, elapsed: 1 }), resyncs: state.resyncs };
}

/** The same rows in other frames. */
function cutAnew(frames: readonly Frame[], next: () => number): Frame[] {
  return frames.flatMap((frame): Frame[] => {
    if (frame.kind !== 'rows') return [frame];
    const pieces: Frame[] = [];
    for (let at = 0; at < frame.words.length; ) {
      const end = Math.min(frame.words.length, at + 8 * (1 + Math.floor(next() * 7)));
      pieces.push({ ...frame, words: frame.words.slice(at, end) });
      at = end;
    }
    return pieces;
  });
}

describe('the fold', () => {
  it('gives the same state however the rows are cut into frames', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const frames = randomProgram(seed, 300).frames();
      const whole = shown(fold(frames));
      expect(shown(fold(cutAnew(frames, random(seed)))), `seed ${seed}`).toEqual(whole);
      expect(shown(fold(frames)), `seed ${seed} again`).toEqual(whole);
    }
  });

  it('follows the queue of every made-up program without a slip', () => {
    let steps = 0;
    let warnings = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const state = fold(randomProgram(seed, 200).frames());
      expect(state.resyncs, `seed ${seed}`).toBe(0);
      expect(state.unknownRows).toBe(0);
      const tasks = state.tasks.all.filter((task) => task !== null);
      expect(tasks.filter((task) => !task.ended)).toHaveLength(state.tasks.live);
      for (const task of tasks) {
        steps += task.steps;
        // Everyone who waits is on the list of what they wait for, exactly once.
        if (task.waitsOn === null) continue;
        let found = 0;
        for (let waiter = task.waitsOn.firstWaiter; waiter !== null; waiter = waiter.nextWaiter) if (waiter === task) found++;
        expect(found).toBe(1);
      }
      warnings += state.warnings.length;
    }
    expect(steps).toBeGreaterThan(2500);
    expect(warnings).toBeGreaterThan(50);
  });

  it('does not change when it is looked at', () => {
    const frames = randomProgram(7, 300).frames();
    const state = createState({ slowCallbackMs: 100 });
    for (const frame of cutAnew(frames, random(1))) {
      foldFrame(state, frame);
      snapshot(state, { taskSort: 'name', taskFilter: 'work' });
      snapshot(state, { taskSort: 'coroutine', taskDescending: false });
    }
    expect(shown(state)).toEqual(shown(fold(frames)));
  });

  it('survives any rows', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed);
      const frames = [...randomProgram(seed, 30).frames()];
      const words = Uint32Array.from({ length: 8 * 60 }, (_, i) => {
        const half = i % 2;
        if (i % 8 === 2) return Math.floor(next() * (next() < 0.8 ? 30 : 2 ** 32));
        if (half === 1) return next() < 0.7 ? 0 : Math.floor(next() * 2 ** 32);
        return Math.floor(next() * (next() < 0.5 ? 10 : 2 ** 32));
      });
      const state = fold([...frames, { kind: 'rows', loop: seed % 3, words }, ...frames], 1);
      expect(() => shown(state), `seed ${seed}`).not.toThrow();
    }
  });

  it('counts rows of kinds that it does not know', () => {
    const state = fold([{ kind: 'rows', loop: 1, words: Uint32Array.of(0, 0, 60, 0, 0, 0, 0, 0) }]);
    expect([state.unknownRows, state.events]).toEqual([1, 1]);
  });

  it('counts output', () => {
    expect(fold([{ kind: 'output', stream: 'stdout', t: 1 as never, bytes: new Uint8Array(5) }]).outputBytes).toBe(5);
  });
});
