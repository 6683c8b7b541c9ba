/** What a person can ask of a program that runs, besides input and its end. */
import type { Serial } from './snapshot/protocol';

export type ControlCommand =
  /** Stop the loops between two handles; their clocks stand still. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** While paused: run one more handle, or up to the end of the iteration. */
  | { readonly kind: 'step'; readonly unit: 'handle' | 'iteration' }
  /** At most so many handles a second, for those who want to watch; null: as fast as it goes. */
  | { readonly kind: 'speed'; readonly handlesPerSecond: number | null }
  /** As `task.cancel()` does. */
  | { readonly kind: 'cancelTask'; readonly task: Serial };

export const MAX_SPEED = 1000;
