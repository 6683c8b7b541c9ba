/** The lanes as text: what each task did in the time that is shown. */
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { Button } from '../controls';
import { formatCount } from '../format';
import { TaskName } from '../taskName';
import { lengthText } from './axis';
import type { TimelineChoices } from './state';

interface TimelineTableProps {
  readonly view: TimelineView;
  readonly choices: TimelineChoices;
  readonly change: (next: Partial<TimelineChoices>) => void;
}

export function TimelineTable({ view, choices, change }: TimelineTableProps): VNode {
  const { first, total, items } = view.lanes;
  const page = choices.laneCount;
  // Lanes become fewer when less time is shown: then it is the last page that there still is.
  const past = first > 0 && first >= total;
  useLayoutEffect(() => {
    if (past) change({ firstLane: Math.max(0, Math.ceil(total / page) - 1) * page });
  }, [past, first]);
  return (
    <>
      <div class="timeline-table-scroll" tabIndex={0} role="region" aria-label="Lanes as a table">
        <table class="timeline-table">
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col">Depth</th>
              <th scope="col">Running</th>
              <th scope="col">In the ready queue</th>
              <th scope="col">Parked</th>
              <th scope="col">Steps</th>
              <th scope="col">Longest step</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ task, label, depth, lived, busy, queued, steps, longest }) => (
              <tr key={task ?? label}>
                <th scope="row">
                  <TaskName task={task} name={label} />
                </th>
                <td>{depth}</td>
                <td>{lengthText(busy)}</td>
                <td>{task === null ? '–' : lengthText(queued)}</td>
                <td>{task === null ? '–' : lengthText(Math.max(0, lived - busy - queued))}</td>
                <td>{formatCount(steps)}</td>
                <td>{lengthText(longest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > items.length && !past && (
        <div class="timeline-pages">
          <span class="dim">{`Lanes ${formatCount(first + 1)} to ${formatCount(first + items.length)} of ${formatCount(total)}`}</span>
          <Button icon="chevron-left" title="The lanes before" disabled={first === 0} onPress={() => change({ firstLane: Math.max(0, first - page) })}>
            Before
          </Button>
          <Button icon="chevron-right" title="The lanes after" disabled={first + items.length >= total} onPress={() => change({ firstLane: first + page })}>
            After
          </Button>
        </div>
      )}
    </>
  );
}
