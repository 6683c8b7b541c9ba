import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { assert } from '../src/base/assert';
import type { ControlCommand } from '../src/core/control';
import type { RuleCode } from '../src/core/snapshot/protocol';
import type { Location } from '../src/core/events/location';
import type { Destination } from '../src/core/history/destination';
import type { Action } from './store';

/** What a click or a key can do. */
export interface Actions {
  readonly dispatch: (action: Action) => void;
  /** Opens the source there. */
  readonly reveal: (location: Location) => void;
  readonly stop: () => void;
  readonly restart: () => void;
  readonly control: (command: ControlCommand) => void;
  /** Shows another moment of the run. */
  readonly travel: (destination: Destination) => void;
  /** Asks what the program is to run on. */
  readonly changeInterpreter: () => void;
  readonly openExample: () => void;
  readonly copy: (text: string) => void;
  readonly explainRule: (code: RuleCode) => void;
  readonly muteRule: (code: RuleCode, muted: boolean) => void;
  /** Makes a connection that was closed anew. */
  readonly connectAgain: () => void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  assert(actions !== null, 'a component is drawn outside of the page');
  return actions;
}
