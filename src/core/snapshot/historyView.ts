/** How far back a view can go, and where it is. */
import type { Millis } from '../../base/brand';

/** A moment of a run. */
export interface HistoryPoint {
  /** Events before it: exact. */
  readonly position: number;
  /** Since the program's first line: for people. */
  readonly time: Millis;
}

/** When a warning was found for the first time. */
export interface HistoryMark {
  /** Of the warning. */
  readonly id: number;
  readonly time: Millis;
  readonly severity: 'error' | 'warning' | 'information';
}

export interface HistoryView {
  /** What is shown is the present. */
  readonly live: boolean;
  /** From here on there is history; older events were let go, or there never was any. */
  readonly begin: HistoryPoint;
  /** The present. */
  readonly end: HistoryPoint;
  readonly shown: HistoryPoint;
  /** What the history takes and what it may take, in bytes; limit 0: none is kept. */
  readonly memory: number;
  readonly limit: number;
  readonly marks: readonly HistoryMark[];
}

const BEGINNING: HistoryPoint = { position: 0, time: 0 };

export const NO_HISTORY: HistoryView = { live: true, begin: BEGINNING, end: BEGINNING, shown: BEGINNING, memory: 0, limit: 0, marks: [] };
