import type { Snapshot } from '../src/core/snapshot/protocol';

/** Which moment of its run a snapshot shows: how the program is, how it was, or how it was when it ended. */
export type Moment = 'present' | 'past' | 'end';

export function momentOf({ run, history }: Snapshot): Moment {
  if (!history.live) return 'past';
  return run.phase === 'ended' ? 'end' : 'present';
}
