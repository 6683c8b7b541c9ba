import type { VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { Driven } from './driven';
import { NothingYet } from './empty';
import { Header } from './header';
import { momentOf } from './moment';
import { NoticeBar, NoticePage } from './notice';
import { Now } from './now';
import { SourceDialog } from './sourceDialog';
import { Scrubber } from './scrubber';
import { SlowCallback } from './slowCallback';
import { TaskDetailPane } from './taskDetailPane';
import { Tree } from './tree';
import { shownSnapshot, type PageState } from './store';
import { TAB_PANEL, tabId, Tabs } from './tabs';
import { Tasks } from './tasks';
import { shownWarnings, worstSeverity } from './warningGroups';
import { Timeline } from './timeline/timeline';
import { Warnings } from './warnings';
import { WarningsView } from './warningsView';

/** The whole page. */
export function App({ state }: { readonly state: PageState }): VNode {
  const snapshot = shownSnapshot(state);
  const { notice, source } = state.aside;
  return (
    <>
      {notice !== null && snapshot !== null && <NoticeBar notice={notice} />}
      {source !== null && <SourceDialog source={source} />}
      {snapshot === null && notice !== null ? (
        <NoticePage notice={notice} />
      ) : snapshot === null ? (
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
  return (
    <div class={state.selected === null ? 'page' : 'page with-detail'}>
      <Header snapshot={snapshot} />
      <Scrubber history={snapshot.history} sequence={snapshot.sequence} ended={snapshot.run.phase === 'ended'} paused={snapshot.control?.mode === 'paused'} />
      <nav aria-label="Views">
        <Tabs shown={state.tab} counts={{ tasks: snapshot.totals.tasks, warnings: shownWarnings(snapshot.warnings, state.rules).length }} worst={worstSeverity(snapshot.warnings, state.rules)} />
      </nav>
      <main>
        <div id={TAB_PANEL} role="tabpanel" aria-labelledby={tabId(state.tab)} class={`views view-${state.tab}${snapshot.driven.length > 0 ? ' has-driven' : ''}`}>
          <View snapshot={snapshot} state={state} />
        </div>
        {state.selected !== null && <TaskDetailPane task={state.selected} detail={snapshot.detail} times={snapshot.taskTimes} moment={momentOf(snapshot)} />}
      </main>
    </div>
  );
}

function View({ snapshot, state }: { readonly snapshot: Snapshot; readonly state: PageState }): VNode {
  const ended = momentOf(snapshot) === 'end';
  switch (state.tab) {
    case 'tasks':
      return <Tasks snapshot={snapshot} state={state} full />;
    case 'warnings':
      return <WarningsView warnings={snapshot.warnings} rules={state.rules} ended={ended} />;
    case 'tree':
      return <Tree snapshot={snapshot} state={state.tree} selected={state.selected} />;
    case 'timeline':
      return <Timeline snapshot={snapshot} state={state} />;
    case 'overview':
      return <Overview snapshot={snapshot} state={state} ended={ended} />;
  }
}

function Overview({ snapshot, state, ended }: { readonly snapshot: Snapshot; readonly state: PageState; readonly ended: boolean }): VNode {
  // Before its end a program may still start a loop; after it, an empty table tells nothing.
  const neverHadLoop = ended && snapshot.totals.loops === 0;
  const now = <Now key="now" snapshot={snapshot} loop={state.loop} />;
  const warnings = <Warnings key="warnings" warnings={snapshot.warnings} rules={state.rules} ended={ended} />;
  return (
    <>
      {/* What was found comes first once nothing moves any more. */}
      {ended && shownWarnings(snapshot.warnings, state.rules).length > 0 ? [warnings, now] : [now, warnings]}
      {!neverHadLoop && <Tasks snapshot={snapshot} state={state} />}
      {snapshot.driven.length > 0 && <Driven rows={snapshot.driven} />}
    </>
  );
}
