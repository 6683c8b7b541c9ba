import type { Millis } from '../src/base/brand';

/** A step or callback that takes so long blocks everybody else: shown in red. As asyncio's `slow_callback_duration`. */
export const BLOCKING: Millis = 100;
