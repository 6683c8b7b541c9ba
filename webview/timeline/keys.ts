/** What the keys do while the lanes have the focus. */
import type { TimelineRange, TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { live, panned, shownSpan, zoomed } from './state';

export type KeyAction =
  | { readonly kind: 'range'; readonly range: TimelineRange }
  | { readonly kind: 'lane'; readonly by: number }
  | { readonly kind: 'select' }
  /** To the moment in the middle, in the history. */
  | { readonly kind: 'travel'; readonly at: number };

const ZOOM = 1.5;
const PAN = 0.1;
const LANES_A_PAGE = 10;

/** null: the key means nothing here. */
export function keyAction({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent, range: TimelineRange, view: TimelineView): KeyAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  const { from, to } = shownSpan(range, view);
  const pan = (share: number): KeyAction => ({ kind: 'range', range: panned(range, view, share * (shiftKey ? 5 : 1) * (to - from)) });
  switch (key) {
    case 'ArrowLeft':
      return pan(-PAN);
    case 'ArrowRight':
      return pan(PAN);
    case 'ArrowUp':
      return { kind: 'lane', by: -1 };
    case 'ArrowDown':
      return { kind: 'lane', by: 1 };
    case 'PageUp':
      return { kind: 'lane', by: -LANES_A_PAGE };
    case 'PageDown':
      return { kind: 'lane', by: LANES_A_PAGE };
    case '+':
    case '=':
      return { kind: 'range', range: zoomed(range, view, 1 / ZOOM, 0.5) };
    case '-':
    case '_':
      return { kind: 'range', range: zoomed(range, view, ZOOM, 0.5) };
    case 'Home':
      return { kind: 'range', range: { kind: 'fixed', from: 0, to: to - from } };
    case 'End':
    case 'l':
    case 'L':
      return { kind: 'range', range: live(range, view) };
    case 'f':
    case 'F':
    case '0':
      return { kind: 'range', range: { kind: 'all' } };
    case 't':
    case 'T':
      return { kind: 'travel', at: (from + to) / 2 };
    case 'Enter':
    case ' ':
      return { kind: 'select' };
    default:
      return null;
  }
}
