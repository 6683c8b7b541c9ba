import type { VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { SearchField } from './controls';
import { plural } from './format';
import { Loops } from './loopBar';
import { momentOf } from './moment';
import { Nothing, Section } from './section';
import type { PageState } from './store';
import { ALL_COLUMNS, OVERVIEW_COLUMNS } from './columns';
import { TaskStates } from './taskStates';
import { TasksTable } from './tasksTable';

/** As long as the messages' check allows. */
const MAX_FILTER = 1000;

interface TasksProps {
  readonly snapshot: Snapshot;
  readonly state: PageState;
  /** It has the page for itself. */
  readonly full?: boolean;
}

/** The task table with its filter. */
export function Tasks({ snapshot, state, full = false }: TasksProps): VNode {
  const { dispatch } = useActions();
  const { tasks, totals } = snapshot;
  const filter = (
    <SearchField
      label="Filter tasks"
      placeholder="Filter by name, coroutine or state"
      value={state.filter}
      maxLength={MAX_FILTER}
      onChange={(text) => dispatch({ type: 'filter', text })}
    />
  );
  return (
    <Section id="tasks" title="Tasks" count={tasks.total} hint="Coroutines on a loop: each runs until it parks at an await" tools={filter}>
      {full && <Loops loops={snapshot.loops} shown={state.loop} />}
      {full && <TaskStates counts={tasks.counts} chosen={state.states} />}
      <TasksTable key={full ? 'full' : 'short'} tasks={tasks} moment={momentOf(snapshot)} columns={full ? ALL_COLUMNS : OVERVIEW_COLUMNS} state={state} />
      {tasks.total === 0 && <Nothing>{whyEmpty(snapshot, state)}</Nothing>}
      {(totals.tasksLetGo ?? 0) > 0 && <p class="note">{`${plural(totals.tasksLetGo ?? 0, 'finished task')} no longer kept, the oldest. The setting loopInspector.finishedTasksKept says how many are.`}</p>}
    </Section>
  );
}

function whyEmpty(snapshot: Snapshot, { filter: text, states, loop }: PageState): string {
  const filter = text.trim();
  if (states.length > 0) return `No task ${filter === '' ? '' : `that matches “${filter}” `}is ${states.join(' or ')}.`;
  if (filter !== '') return `No task's name, coroutine or state matches “${filter}”.`;
  if (loop !== null) return 'No task on this loop.';
  const { totals } = snapshot;
  if (momentOf(snapshot) === 'end') return totals.loops > 0 ? 'The program made no task.' : 'There was no event loop, and so no task.';
  if (totals.loops > 0) return 'No task yet: create_task and gather make them, and asyncio.run makes the first.';
  return 'Tasks appear once the program starts an event loop.';
}
