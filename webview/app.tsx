import type { VNode } from 'preact';
import { Driven } from './driven';
import { NothingYet } from './empty';
import { Header } from './header';
import { Now } from './now';
import { shownSnapshot, type PageState } from './store';
import { Tasks } from './tasks';
import { Warnings } from './warnings';

/** The whole page. */
export function App({ state }: { readonly state: PageState }): VNode {
  const snapshot = shownSnapshot(state);
  // Before its end a program may still start a loop; after it, an empty table tells nothing.
  const neverHadLoop = snapshot?.run.phase === 'ended' && snapshot.totals.loops === 0;
  return (
    <>
      {snapshot === null ? (
        <NothingYet connecting={state.content.kind === 'connecting'} />
      ) : (
        <div class="page">
          <Header snapshot={snapshot} />
          <main class={snapshot.driven.length > 0 ? 'views has-driven' : 'views'}>
            <Now snapshot={snapshot} />
            <Warnings warnings={snapshot.warnings} ended={snapshot.run.phase === 'ended'} />
            {!neverHadLoop && <Tasks snapshot={snapshot} state={state} />}
            {snapshot.driven.length > 0 && <Driven rows={snapshot.driven} />}
          </main>
        </div>
      )}
      <p class="for-screen-readers" role="status">
        {state.announcement}
      </p>
    </>
  );
}
