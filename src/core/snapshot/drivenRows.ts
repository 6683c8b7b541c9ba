/** The coroutines and generators driven by hand, as views show them. */
import { DrivenAction } from '../events/schema';
import type { Driven } from '../state/driven';
import type { InspectorState } from '../state/state';
import { locationOf } from './locations';
import type { DrivenRow } from './protocol';

/** The latest `count`, in order of their first appearance. */
export const drivenRows = (state: InspectorState, count: number): DrivenRow[] => state.driven.kept.slice(-count).map((driven) => drivenRow(state, driven));

function drivenRow({ definitions }: InspectorState, driven: Driven): DrivenRow {
  const code = definitions.site(driven.code);
  return {
    id: driven.serial,
    name: code?.qualname ?? `${driven.coroutine ? 'coroutine' : 'generator'} #${driven.serial}`,
    kind: driven.coroutine ? 'coroutine' : 'generator',
    definedAt: locationOf(code),
    drivenFrom: locationOf(definitions.site(driven.from)),
    resumes: driven.resumes,
    state: driven.last === DrivenAction.returned ? 'returned' : driven.last === DrivenAction.raised ? 'raised' : 'suspended',
    at: locationOf(definitions.site(driven.at)),
    lastValue: driven.value === 0 ? '' : definitions.name(driven.value),
    lastSent: definitions.name(driven.sent),
  };
}
