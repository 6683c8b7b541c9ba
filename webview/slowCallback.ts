import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Millis } from '../src/base/brand';

/** The run's setting: a step or callback that takes so long blocks everybody else, and is shown in red. */
export const SlowCallback = createContext<Millis>(Infinity);

export const useSlowCallback = (): Millis => useContext(SlowCallback);
