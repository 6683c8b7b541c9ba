/** The loops of a run, and the last minute of the one on show: what a view's selector and charts need. */
import type { Millis } from '../../base/brand';

export interface LoopView {
  /** 1, 2, 3, … in order of appearance. */
  readonly serial: number;
  /** Its class. */
  readonly name: string;
  readonly isRunning: boolean;
  /** Share of the last second that it was not waiting in select, in percent; null: a loop written in C does not tell. */
  readonly busy: number | null;
  /** Its turns so far. */
  readonly iterations: number;
  /** Handles in its ready queue. */
  readonly ready: number;
}

/** Figures of equal lengths, one for each step of time, the oldest first. Of several loops the sums, and the busiest one's share. */
export interface ActivityView {
  /** Number of the last step; rises by one with each. */
  readonly last: number;
  /** Length of a step. */
  readonly step: Millis;
  /** How long the last step has been over. */
  readonly age: Millis;
  readonly iterationsPerSecond: readonly number[];
  /** The longest ready queue. */
  readonly ready: readonly number[];
  /** In percent. */
  readonly busy: readonly number[];
}
