/** Which moment of its run a snapshot shows. */
import type { Snapshot } from '../src/core/snapshot/protocol';

/** How the program was when it ended, and no earlier moment. */
export const showsEnd = ({ run, history }: Snapshot): boolean => run.phase === 'ended' && history.live;
