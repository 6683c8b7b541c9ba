/** The end of a stream. */
import { pendingAtExit } from '../rules/pendingAtExit';
import type { Exit } from '../events/exit';
import { endOngoing } from './blocking';
import { taskName, waitsForText } from './labels';
import type { InspectorState } from './state';
import { endTurn } from './slowIterations';

/**
 * To be called once, when no frame will come any more. What is pending when a program comes to its own
 * end was forgotten; when it was stopped, interrupted or crashed, everything is pending and says nothing.
 * @param at when the program ended, ns of the stream's clock
 */
export function endState(state: InspectorState, reason: Exit['reason'], at = state.time): void {
  if (state.ended) return;
  state.ended = true;
  for (const loop of state.loops.values()) {
    endTurn(state, loop);
    endOngoing(state, loop);
  }
  state.told = Math.max(state.told, at);
  if (reason === 'finished' || reason === 'exit' || reason === 'exception') reportPending(state);
}

function reportPending(state: InspectorState): void {
  const { definitions } = state;
  for (const task of state.tasks.all) {
    // a loop that runs to the very end, in a daemon thread, has forgotten nobody
    if (task === null || task.ended || state.loopOf(task).isRunning) continue;
    state.warningLog.apply(pendingAtExit, {
      task: taskName(state, task),
      waitsFor: waitsForText(state, state.loopOf(task), task, null),
      parkedAt: definitions.site(task.parkedSite),
      createdAt: definitions.site(task.createdSite),
      definedAt: definitions.site(task.code),
    });
  }
}
