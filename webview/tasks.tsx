import type { VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { missingTasks } from './arrange';
import { SearchField } from './controls';
import { formatCount, plural } from './format';
import { Nothing, Section } from './section';
import type { PageState } from './store';
import { TasksTable } from './tasksTable';

/** As long as the messages' check allows. */
const MAX_FILTER = 1000;

interface TasksProps {
  readonly snapshot: Snapshot;
  readonly state: PageState;
}

/** The task table with its filter. */
export function Tasks({ snapshot, state }: TasksProps): VNode {
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
      <TasksTable tasks={tasks} state={state} />
      {tasks.total === 0 && <Nothing>{whyEmpty(snapshot, state.filter.trim())}</Nothing>}
      {(totals.tasksLetGo ?? 0) > 0 && <p class="note">{`${plural(totals.tasksLetGo ?? 0, 'ended task')} no longer kept, the oldest.`}</p>}
      <Missing snapshot={snapshot} />
    </Section>
  );
}

function whyEmpty({ totals }: Snapshot, filter: string): string {
  if (filter !== '') return `No task's name, coroutine or state matches “${filter}”.`;
  if (totals.loops > 0) return 'No task yet: create_task and gather make them, and asyncio.run makes the first.';
  return 'Tasks appear once the program starts an event loop.';
}

function Missing({ snapshot }: { readonly snapshot: Snapshot }): VNode | null {
  const missing = missingTasks(snapshot);
  return missing === 0 ? null : <p class="note">{`The run has ended: ${formatCount(missing)} more tasks were not in sight then and are not shown.`}</p>;
}
