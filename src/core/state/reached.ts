/** `await`s that were reached; those that were reached often and never gave up control. */
import { placeKey } from '../rules/evidence';
import { neverCedes } from '../rules/neverCedes';
import type { InspectorState } from './state';

export function noteReached(state: InspectorState, siteId: number, visits: number): void {
  const site = state.definitions.site(siteId);
  if (site === null) return;
  const key = placeKey(site);
  const place = state.reached.get(key) ?? { site, visits, warning: null };
  place.visits = Math.max(place.visits, visits);
  state.reached.set(key, place);
  if (place.warning === null && !state.hasCeded(site)) place.warning = state.warningLog.apply(neverCedes, { site, visits });
}
