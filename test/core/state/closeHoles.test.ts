import { expect, it } from 'vitest';
import { HALVES } from '../../../src/core/events/rows';
import { closeHoles } from '../../../src/core/state/closeHoles';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { randomProgram } from '../randomProgram';
import { snapshot } from '../views';

const OPTIONS = { slowCallbackMs: 100, finishedTasksKept: 3 };

/** What is shown of a state, and who waits for whom. */
const shown = (state: InspectorState): unknown => [
  snapshot(state, { taskCount: 1000 }, 3),
  snapshot(state, { taskSort: 'name', taskFilter: 'work' }),
  state.tasks.all.flatMap((task) => (task === null ? [] : [[task.serial, task.waitsOn?.serial, task.firstWaiter?.serial, task.nextWaiter?.serial, task.waiterCount]])),
];

it('nothing changes for anybody when rows of tasks that were let go are closed up, at any moment', () => {
  let closed = 0;
  let waits = 0;
  for (let seed = 1; seed <= 15; seed++) {
    const left = createState(OPTIONS);
    const tidied = createState(OPTIONS);
    for (const frame of randomProgram(seed, 200).frames()) {
      if (frame.kind !== 'rows') {
        for (const state of [left, tidied]) foldFrame(state, frame);
        continue;
      }
      for (let at = 0; at < frame.words.length; at += 7 * HALVES) {
        const piece = { ...frame, words: frame.words.subarray(at, at + 7 * HALVES) };
        for (const state of [left, tidied]) foldFrame(state, piece);
        const rows = tidied.tasks.columns.length;
        closeHoles(tidied);
        closed += rows - tidied.tasks.columns.length;
        waits += tidied.tasks.all.filter((task) => task?.waitsOn?.isTask).length;
        if (at % (70 * HALVES) === 0) expect(shown(tidied), `seed ${seed} at ${at}`).toEqual(shown(left));
      }
    }
    expect(tidied.tasks.columns.length - 1, 'rows').toBe(tidied.tasks.kept);
    expect(shown(tidied), `seed ${seed}`).toEqual(shown(left));
  }
  expect(closed).toBeGreaterThan(100);
  expect(waits).toBeGreaterThan(100);
});
