import type { VNode } from 'preact';
import { Icon } from './icon';

/** Before there is a run to show. */
export const NothingYet = ({ connecting }: { readonly connecting: boolean }): VNode => (
  <main class="nothing-yet">
    <Icon name={connecting ? 'loading' : 'debug-alt'} class="nothing-yet-icon" />
    <h1>Loop Inspector</h1>
    {connecting ? (
      <p>Waiting for the inspector…</p>
    ) : (
      <p>
        Nothing has run yet. Open a Python file and choose <strong>Run with loop inspector</strong> in the command palette.
      </p>
    )}
  </main>
);
