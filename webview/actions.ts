import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { assert } from '../src/base/assert';
import type { Location } from '../src/core/events/location';
import type { Action } from './store';

/** What a click or a key can do. */
export interface Actions {
  readonly dispatch: (action: Action) => void;
  /** Opens the source there. */
  readonly reveal: (location: Location) => void;
  readonly stop: () => void;
  readonly restart: () => void;
  /** Asks what the program is to run on. */
  readonly changeInterpreter: () => void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  assert(actions !== null, 'a component is drawn outside of the page');
  return actions;
}
