import type { VNode } from 'preact';
import { useActions } from './actions';
import { Button } from './controls';
import { Icon } from './icon';

/** Before there is a run to show. */
export const NothingYet = ({ connecting }: { readonly connecting: boolean }): VNode => (
  <main class="nothing-yet">
    <Icon name={connecting ? 'loading' : 'debug-alt'} class="nothing-yet-icon" />
    <h1>Loop Inspector</h1>
    {connecting ? <p>Waiting for the inspector…</p> : <HowToBegin />}
  </main>
);

function HowToBegin(): VNode {
  const { openExample } = useActions();
  return (
    <>
      <p>
        Nothing has run yet. Open a Python file and choose <strong>Run with loop inspector</strong> in the command palette.
      </p>
      <p>The panel then shows the event loop while the program runs: who has a turn, who is ready for one, and what everybody else waits for.</p>
      <Button icon="beaker" primary title="Choose an example to open and run" onPress={openExample}>
        Open an example
      </Button>
    </>
  );
}
