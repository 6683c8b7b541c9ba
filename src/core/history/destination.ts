/** Where a person wants to go in the history of a run. */
import type { Millis } from '../../base/brand';

export type Destination =
  /** The present, and on with it. */
  | { readonly to: 'live' }
  /** So long after the program's first line; before its beginning the history has its beginning. */
  | { readonly to: 'time'; readonly time: Millis }
  /** After so many events. */
  | { readonly to: 'position'; readonly position: number }
  /** To where the next handle has run, or the next turn of the loop begins, or the one before. */
  | { readonly to: 'step'; readonly unit: 'handle' | 'iteration'; readonly direction: 1 | -1 };
