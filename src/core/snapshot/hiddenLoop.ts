/** Loops written in C, of which only tasks are seen. */
import type { InspectorState } from '../state/state';

/** Class of the first loop of this run that hides its queue; null: none does. */
export function hiddenBy(state: InspectorState): string | null {
  if (state.retired.hiddenBy !== 0) return state.definitions.name(state.retired.hiddenBy);
  for (const loop of state.loops.values()) if (loop.hidesQueue) return state.definitions.name(loop.name);
  return null;
}

/** What a reader has to know of the picture then. `loop`: its class. */
export const hiddenSentence = (loop: string): string => `${loop} is written in C: its ready queue, its turns, its I/O and its idle time cannot be seen.`;
