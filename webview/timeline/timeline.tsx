/** When each task ran, was queued and was parked: the picture, or a table of the same for those who cannot see it. */
import type { VNode } from 'preact';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import type { TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { useActions } from '../actions';
import { Button } from '../controls';
import { formatCount, plural } from '../format';
import { Nothing, Section } from '../section';
import type { PageState } from '../store';
import { lengthText, momentText } from './axis';
import { Legend } from './legend';
import { TimelinePicture } from './picture';
import { live, shownSpan, type TimelineChoices, zoomed } from './state';
import { TimelineTable } from './table';

interface TimelineProps {
  readonly snapshot: Snapshot;
  readonly state: PageState;
}

export function Timeline({ snapshot, state }: TimelineProps): VNode {
  const { dispatch } = useActions();
  const { timeline: choices } = state;
  const change = (next: Partial<TimelineChoices>): void => dispatch({ type: 'timeline', change: next });
  const { timeline: view } = snapshot;
  const ended = snapshot.run.phase === 'ended';
  return (
    <Section id="timeline" title="Timeline" hint="One lane for each task, below the one that made it: when it ran, was ready to run, and waited" tools={view === null ? undefined : <Tools view={view} choices={choices} ended={ended} change={change} />}>
      {view !== null && <Summary view={view} choices={choices} />}
      {choices.asTable && view !== null ? <TimelineTable view={view} choices={choices} change={change} /> : <TimelinePicture view={view} choices={choices} selected={state.selected} history={snapshot.history} change={change} />}
      {view !== null && view.lanes.total === 0 && <Nothing>{view.end > 0 && choices.range.kind === 'fixed' ? 'No task lived in this time.' : ended ? 'The program made no task.' : 'Lanes appear once the program makes its first task.'}</Nothing>}
    </Section>
  );
}

interface PartProps {
  readonly view: TimelineView;
  readonly choices: TimelineChoices;
  readonly change: (next: Partial<TimelineChoices>) => void;
}

function Tools({ view, choices, ended, change }: PartProps & { readonly ended: boolean }): VNode {
  const { range, asTable } = choices;
  const zoom = (factor: number): void => change({ range: zoomed(range, view, factor, range.kind === 'fixed' ? 0.5 : 1) });
  return (
    <div class="timeline-tools" role="toolbar" aria-label="Timeline">
      {!ended && (
        <Button icon="debug-continue" primary={range.kind === 'fixed'} disabled={range.kind !== 'fixed'} title="Keep the present moment at the right edge (L)" onPress={() => change({ range: live(range, view) })}>
          {range.kind === 'fixed' ? 'Follow live' : 'Following live'}
        </Button>
      )}
      <Button icon="screen-full" title="Show the whole run (F)" onPress={() => change({ range: { kind: 'all' } })}>
        Fit all
      </Button>
      <Button icon="zoom-in" title="Show half the time (+)" onPress={() => zoom(0.5)}>
        In
      </Button>
      <Button icon="zoom-out" title="Show twice the time (−)" onPress={() => zoom(2)}>
        Out
      </Button>
      <Button icon={asTable ? 'graph-line' : 'table'} title={asTable ? 'Show the lanes as a picture' : 'Show the lanes as a table'} onPress={() => change({ asTable: !asTable, laneCount: 100 })}>
        {asTable ? 'As picture' : 'As table'}
      </Button>
    </div>
  );
}

function Summary({ view, choices }: Omit<PartProps, 'change'>): VNode {
  const span = shownSpan(choices.range, view);
  const { droppedSteps, begin, lanes } = view;
  return (
    <div class="timeline-summary">
      <p>
        <span>{`${momentText(Math.max(0, span.from), span, view.pixels)} – ${momentText(span.to, span, view.pixels)}`}</span>
        <span class="dim">{` (${lengthText(span.to - span.from)}), ${plural(lanes.total, 'lane')}`}</span>
        {droppedSteps > 0 && <span class="dim">{`. ${formatCount(droppedSteps)} steps up to ${lengthText(begin)} are no longer kept.`}</span>}
      </p>
      <Legend />
    </div>
  );
}
