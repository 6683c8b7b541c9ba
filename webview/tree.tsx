import type { VNode } from 'preact';
import type { Serial, Snapshot } from '../src/core/snapshot/protocol';
import type { TreeCycle } from '../src/core/snapshot/treeProtocol';
import { useActions } from './actions';
import { SearchField } from './controls';
import { formatCount } from './format';
import { Icon } from './icon';
import { momentOf } from './moment';
import { Nothing, Section } from './section';
import { TaskName } from './taskName';
import { TreeRows } from './treeRows';
import type { TreeState } from './treeState';

/** As long as the messages' check allows. */
const MAX_FILTER = 1000;

interface TreeProps {
  readonly snapshot: Snapshot;
  readonly state: TreeState;
  readonly selected: Serial | null;
}

/** The tab that shows who waits for whom. */
export function Tree({ snapshot, state, selected }: TreeProps): VNode {
  const { dispatch } = useActions();
  const { tree } = snapshot;
  const filter = (
    <SearchField
      label="Filter the tree"
      placeholder="Filter by name, coroutine or state"
      value={state.filter}
      maxLength={MAX_FILTER}
      onChange={(text) => dispatch({ type: 'tree', change: { kind: 'filter', text } })}
    />
  );
  return (
    <Section id="tree" title="Await tree" {...(tree === null ? {} : { count: tree.tasks })} hint="Who waits for whom: what a task waits for stands below it" tools={filter}>
      <Legend />
      {tree?.cycles.map((cycle) => <Cycle key={cycle.tasks.map(({ task }) => task).join(' ')} cycle={cycle} />)}
      {tree !== null && !tree.pending && tree.total > 0 ? <TreeRows view={tree} state={state} selected={selected} /> : <Nothing>{whyEmpty(snapshot, state.filter.trim())}</Nothing>}
    </Section>
  );
}

const Legend = (): VNode => (
  <p class="tree-legend">
    <span class="tree-sample" aria-hidden="true" />
    <span>
      <strong>One bar is one task.</strong> The coroutines in it await each other and run as part of it: <code>await coroutine()</code> alone gives no control away.
    </span>
    <span>
      <strong>A bar of its own is another task.</strong> <code>await task</code> gives control back to the loop until that task is done.
    </span>
  </p>
);

function Cycle({ cycle: { tasks, text } }: { readonly cycle: TreeCycle }): VNode {
  const { dispatch } = useActions();
  const [first] = tasks;
  return (
    <p class="tree-cycle">
      <Icon name="error" />
      <span>
        <strong>Deadlock: </strong>
        {text}
      </span>
      {first !== undefined && (
        <button type="button" class="link" onClick={() => dispatch({ type: 'tree', change: { kind: 'find', task: first.task } })}>
          Show <TaskName task={first.task} name={first.name} plain />
        </button>
      )}
    </p>
  );
}

function whyEmpty(snapshot: Snapshot, filter: string): string {
  const { tree, totals } = snapshot;
  if (tree === null || tree.pending) return `Looking at ${formatCount(totals.liveTasks)} tasks…`;
  if (filter !== '') return `No task that lives matches “${filter}” by name, coroutine or state.`;
  if (momentOf(snapshot) === 'end') return totals.tasks > 0 ? 'No task was left: all have ended.' : totals.loops > 0 ? 'The program made no task.' : 'There was no event loop, and so no task.';
  return totals.loops > 0 ? 'No task lives at this moment.' : 'Tasks appear once the program starts an event loop.';
}
