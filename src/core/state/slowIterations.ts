/** An iteration of the loop took too long though none of its handles blocked. */
import { CONTRIBUTORS_NAMED, slowIteration } from '../rules/slowIteration';
import { callbackName } from './labels';
import type { LoopState } from './loopState';
import type { InspectorState } from './state';

/** The iteration is over. */
export function reportSlowIteration(state: InspectorState, loop: LoopState): void {
  const { shares } = loop;
  state.warningLog.apply(slowIteration, {
    threshold: state.options.slowCallbackMs,
    duration: shares.total / 1e6,
    handles: shares.handles,
    contributors: shares.biggest(CONTRIBUTORS_NAMED).map(({ who, length, handles }) => {
      const site = who > 0 ? state.definitions.site(who) : null;
      return { label: who < 0 ? callbackName(state, -who) : (site?.qualname ?? 'a coroutine'), isTask: who >= 0, site, duration: length / 1e6, handles };
    }),
  });
}
