/** The warnings of a run as views show them. */
import { message } from '../rules/messages';
import type { Warning } from '../rules/warningLog';
import type { InspectorState } from '../state/state';
import { locationOf } from './locations';
import type { WarningView } from './protocol';

const cache = new WeakMap<InspectorState, { readonly version: number; readonly views: readonly WarningView[] }>();

/** All warnings so far, the first found first. The same array as long as nothing changed. */
export function warningViews(state: InspectorState): readonly WarningView[] {
  const known = cache.get(state);
  if (known?.version === state.warningsVersion) return known.views;
  const views = state.warnings.map(warningView);
  cache.set(state, { version: state.warningsVersion, views });
  return views;
}

function warningView({ serial, code, severity, evidence, count }: Warning): WarningView {
  return {
    id: serial,
    code,
    severity,
    message: message(evidence, count),
    location: locationOf(evidence.location),
    duration: evidence.duration,
    count,
    task: evidence.task,
    stack: evidence.stack,
    victims: [...evidence.victims],
  };
}
