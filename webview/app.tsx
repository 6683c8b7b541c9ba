import type { VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { Driven } from './driven';
import { NothingYet } from './empty';
import { Header } from './header';
import { Now } from './now';
import { SlowCallback } from './slowCallback';
import { shownSnapshot, type PageState } from './store';
import { Tasks } from './tasks';
import { Warnings } from './warnings';

/** The whole page. */
export function App({ state }: { readonly state: PageState }): VNode {
  const snapshot = shownSnapshot(state);
  return (
    <>
      {snapshot === null ? (
        <NothingYet connecting={state.content.kind === 'connecting'} />
      ) : (
        <SlowCallback.Provider value={snapshot.run.slowCallback}>
          <Page snapshot={snapshot} state={state} />
        </SlowCallback.Provider>
      )}
      <p class="for-screen-readers" role="status">
        {state.announcement}
      </p>
    </>
  );
}

function Page({ snapshot, state }: { readonly snapshot: Snapshot; readonly state: PageState }): VNode {
  const ended = snapshot.run.phase === 'ended';
  // Before its end a program may still start a loop; after it, an empty table tells nothing.
  const neverHadLoop = ended && snapshot.totals.loops === 0;
  const now = <Now key="now" snapshot={snapshot} />;
  const warnings = <Warnings key="warnings" warnings={snapshot.warnings} ended={ended} />;
  return (
    <div class="page">
      <Header snapshot={snapshot} />
      <main class={snapshot.driven.length > 0 ? 'views has-driven' : 'views'}>
        {/* What was found comes first once nothing moves any more. */}
        {ended && snapshot.warnings.length > 0 ? [warnings, now] : [now, warnings]}
        {!neverHadLoop && <Tasks snapshot={snapshot} state={state} />}
        {snapshot.driven.length > 0 && <Driven rows={snapshot.driven} />}
      </main>
    </div>
  );
}
