import type { VNode } from 'preact';
import type { Serial } from '../../src/core/snapshot/protocol';
import type { TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { useActions } from '../actions';
import { formatCount, plural } from '../format';
import { Icon } from '../icon';
import { TaskName } from '../taskName';
import { LANE_HEIGHT } from './layout';
import { type TimelineChoices, toggled } from './state';

interface LaneNamesProps {
  readonly view: TimelineView;
  readonly scrollTop: number;
  readonly selected: Serial | null;
  readonly collapsed: readonly Serial[];
  readonly change: (next: Partial<TimelineChoices>) => void;
}

/** Deeper ones are not moved in any further. */
const DEEPEST = 6;
const INDENT = 12;

/** The names of the lanes in sight, each beside its lane. */
export function LaneNames({ view, scrollTop, selected, collapsed, change }: LaneNamesProps): VNode {
  const { dispatch } = useActions();
  return (
    <>
      {view.lanes.items.map(({ task, label, depth, children, collapsed: isCollapsed }, index) => {
        const lane = view.lanes.first + index;
        return (
          <div
            key={index}
            class={`timeline-name${task !== null && task === selected ? ' selected' : ''}`}
            style={{ top: `${lane * LANE_HEIGHT - scrollTop}px`, height: `${LANE_HEIGHT}px`, paddingInlineStart: `${Math.min(DEEPEST, depth) * INDENT}px` }}
          >
            {task !== null && children > 0 ? (
              <button
                type="button"
                class="timeline-toggle"
                aria-expanded={!isCollapsed}
                aria-label={`${plural(children, 'task')} made by ${label}`}
                title={`${isCollapsed ? 'Show' : 'Hide'} ${plural(children, 'task')} made by ${label}`}
                onClick={() => change({ collapsed: toggled(collapsed, task) })}
              >
                <Icon name={isCollapsed ? 'chevron-right' : 'chevron-down'} />
              </button>
            ) : (
              <span class="timeline-toggle" />
            )}
            <button type="button" class="timeline-task" aria-pressed={task !== null && task === selected} disabled={task === null} onClick={() => dispatch({ type: 'select', task })}>
              <TaskName task={task} name={label} plain />
            </button>
            {isCollapsed && <span class="dim">{`+${formatCount(children)}`}</span>}
          </div>
        );
      })}
    </>
  );
}
