/** What a person chose of the timeline, and how it changes. Times are ns since the run's start. */
import type { Serial } from '../../src/core/snapshot/protocol';
import { MAX_COLLAPSED, MAX_LANES, MAX_PIXELS, type TimelineRange, type TimelineView, type TimelineWindow } from '../../src/core/snapshot/timelineProtocol';

export interface TimelineChoices {
  readonly range: TimelineRange;
  readonly firstLane: number;
  readonly laneCount: number;
  /** Width of the lanes; 0: not measured yet. */
  readonly pixels: number;
  readonly collapsed: readonly Serial[];
  readonly pointer: TimelineWindow['pointer'];
  readonly asTable: boolean;
}

export const DEFAULT_TIMELINE: TimelineChoices = { range: { kind: 'all' }, firstLane: 0, laneCount: 40, pixels: 0, collapsed: [], pointer: null, asTable: false };

/** What to ask the inspector for. */
export const timelineWindow = ({ range, firstLane, laneCount, pixels, collapsed, pointer }: TimelineChoices): TimelineWindow => ({
  range,
  firstLane,
  laneCount: Math.min(MAX_LANES, laneCount),
  pixels: Math.min(MAX_PIXELS, Math.max(1, Math.round(pixels))),
  collapsed,
  pointer,
});

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A microsecond in the whole width. */
const SHORTEST = 1000;

/** The time that is on show: what was chosen, as far as the answer tells where that is. */
export function shownSpan(range: TimelineRange, view: TimelineView): Span {
  switch (range.kind) {
    case 'all':
      return { from: 0, to: Math.max(SHORTEST, view.end) };
    case 'last':
      return { from: view.end - range.length, to: view.end };
    case 'fixed':
      return range;
  }
}

/** `span` with `factor` times its length, so that the moment at `share` of its width stays there. */
export function zoomed(range: TimelineRange, view: TimelineView, factor: number, share: number): TimelineRange {
  const { from, to } = shownSpan(range, view);
  const length = Math.min(Math.max(SHORTEST, (to - from) * factor), Math.max(SHORTEST, 4 * view.end));
  const at = from + share * (to - from);
  return within({ from: at - share * length, to: at + (1 - share) * length }, view);
}

/** What is `by` ns later. */
export function panned(range: TimelineRange, view: TimelineView, by: number): TimelineRange {
  const { from, to } = shownSpan(range, view);
  return within({ from: from + by, to: to + by }, view);
}

/** At least a tenth of the width stays on the run. */
function within({ from, to }: Span, { end }: TimelineView): TimelineRange {
  const length = to - from;
  const first = Math.min(Math.max(from, -0.9 * length), Math.max(0, end - 0.1 * length));
  return { kind: 'fixed', from: first, to: first + length };
}

/** What follows the run from now on, at the present zoom. */
export const live = (range: TimelineRange, view: TimelineView): TimelineRange => {
  if (range.kind !== 'fixed') return range;
  const length = range.to - range.from;
  return length >= view.end ? { kind: 'all' } : { kind: 'last', length };
};

export function toggled(collapsed: readonly Serial[], task: Serial): readonly Serial[] {
  return collapsed.includes(task) ? collapsed.filter((one) => one !== task) : [...collapsed.slice(-(MAX_COLLAPSED - 1)), task];
}
