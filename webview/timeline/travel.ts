/** From the lanes to a moment of the history, and back. */
import type { Destination } from '../../src/core/history/destination';
import type { HistoryView } from '../../src/core/snapshot/historyView';

const NANOS = 1e6;

/** The moment, ns since the run's start; null: the present is shown, at the right end of all lanes. */
export const momentShown = ({ live, shown }: HistoryView): number | null => (live ? null : shown.time * NANOS);

/** What shows the page as it was `at` ns after the run's start; null: no history is kept. */
export function destinationOf(at: number, { end, limit }: HistoryView): Destination | null {
  if (limit === 0) return null;
  const time = Math.max(0, at) / NANOS;
  return time >= end.time ? { to: 'live' } : { to: 'time', time };
}
