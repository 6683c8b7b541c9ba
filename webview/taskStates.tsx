/** Chips that show or hide tasks by their state, each with how many there are. */
import type { VNode } from 'preact';
import type { TasksView, TaskState } from '../src/core/snapshot/protocol';
import { STATE_ORDER } from '../src/core/snapshot/stateOrder';
import { useActions } from './actions';
import { formatCount } from './format';
import { StateMark } from './taskState';

const HINTS: Readonly<Record<TaskState, string>> = {
  running: 'Its step is under way',
  ready: 'In the ready queue, waits for its turn',
  created: 'Has not had its first step',
  parked: 'Suspended at an await',
  failed: 'Ended by an exception',
  destroyed: 'Garbage-collected before its end',
  cancelled: 'Ended by a cancellation',
  done: 'Returned',
};

interface TaskStatesProps {
  readonly counts: TasksView['counts'];
  /** Those that are shown; empty: all. */
  readonly chosen: readonly TaskState[];
}

/** Of states that no task is in there is a chip only while it is chosen, or while a task may get there. */
export function TaskStates({ counts, chosen }: TaskStatesProps): VNode {
  const { dispatch } = useActions();
  const ended: readonly TaskState[] = ['failed', 'destroyed', 'cancelled'];
  const offered = STATE_ORDER.filter((state) => counts[state] > 0 || chosen.includes(state) || !ended.includes(state));
  return (
    <div class="states" role="group" aria-label="Show tasks by state">
      {offered.map((state) => (
        <button
          key={state}
          type="button"
          class="state-chip"
          aria-pressed={chosen.includes(state)}
          title={`${HINTS[state]}. ${chosen.includes(state) ? 'Press to show other states too' : 'Press to show only this state; several can be chosen'}`}
          onClick={() => dispatch({ type: 'toggleState', state })}
        >
          <StateMark state={state} />
          <span class="state-count">{formatCount(counts[state])}</span>
        </button>
      ))}
    </div>
  );
}
