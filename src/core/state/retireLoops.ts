/** Lets loops go of which nothing more is to be expected: each takes as much memory as hundreds of tasks. */
import type { LoopState } from './loopState';
import type { InspectorState } from './state';
import { dropTimer, resolve } from './taskLife';

/** How many loops that have stopped are kept. */
const STOPPED_KEPT = 64;

/** To be called before there is one loop more. */
export function retireLoops(state: InspectorState): void {
  const stopped = [...state.loops.values()].filter((loop) => loop.serial !== 0 && !loop.isRunning && loop.liveTasks === 0);
  for (const loop of stopped.slice(0, -STOPPED_KEPT)) {
    dropLeft(state, loop);
    state.retired.add(loop);
    state.loops.delete(loop.serial);
    state.timeline?.retire(loop.serial);
  }
}

/** Timers and futures that nobody waits for. */
function dropLeft(state: InspectorState, loop: LoopState): void {
  for (let [timer] = loop.timers.first(1); timer !== undefined; [timer] = loop.timers.first(1)) dropTimer(state, loop, timer.slot);
  for (let future = loop.pending.first; future !== null; future = loop.pending.first) resolve(state, loop, future.slot);
}
