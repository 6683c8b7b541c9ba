/** Whether coroutines and generators that are driven by hand can be seen at all. */
import type { InspectorState } from '../state/state';

/** The Python whose `sys.monitoring` tells what is driven by hand (PEP 669). */
const FIRST_MINOR = 12;

/** Whether what is driven by hand can be seen on this run's Python; true as long as that is not known. */
export function seesDriven({ definitions: { hello } }: InspectorState): boolean {
  const minor = /^3\.(\d+)/.exec(hello?.python ?? '')?.[1];
  return minor === undefined || Number(minor) >= FIRST_MINOR;
}

/** What a reader has to know of a program without a loop if it cannot. */
export const DRIVEN_UNSEEN = `What a program resumes by hand, with send or next, is seen from Python 3.${FIRST_MINOR} on, and on the embedded interpreter`;
