/** An iteration of the loop took too long though none of its handles blocked. */
import { CONTRIBUTORS_NAMED, slowIteration } from '../rules/slowIteration';
import { callbackName } from './labels';
import type { LoopState } from './loopState';
import type { InspectorState } from './state';
import { excuseStarved, reportStarved } from './turns';

/** The iteration is over, if one was under way. */
export function endTurn(state: InspectorState, loop: LoopState): void {
  // where turns cannot be seen, all steps up to now are no iteration
  if (loop.shares.total >= state.slowNs && !loop.hidesQueue) reportSlowIteration(state, loop);
  loop.shares.clear();
  if (loop.starved > 0) reportStarved(state, loop);
}

function reportSlowIteration(state: InspectorState, loop: LoopState): void {
  const { shares } = loop;
  const found = state.warningLog.apply(slowIteration, {
    threshold: state.options.slowCallbackMs,
    duration: shares.total / 1e6,
    handles: shares.handles,
    contributors: shares.biggest(CONTRIBUTORS_NAMED).map(({ who, length, handles }) => {
      const site = who > 0 ? state.definitions.site(who) : null;
      return { label: who < 0 ? callbackName(state, -who) : (site?.qualname ?? 'a coroutine'), isTask: who >= 0, site, duration: length / 1e6, handles };
    }),
  });
  if (found !== null) excuseStarved(loop);
}
