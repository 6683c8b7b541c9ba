import type { ComponentChildren, VNode } from 'preact';
import type { Serial } from '../src/core/snapshot/protocol';
import type { FoldTreeRow, TaskTreeRow, TreeRow as Row } from '../src/core/snapshot/treeProtocol';
import { formatCount, plural } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';
import { taskColorClass } from './taskColor';
import { TaskName } from './taskName';
import { StateMark } from './taskState';

/** Deeper levels are not moved further in: their number says how deep they are. */
const DEEPEST = 12;

interface TreeRowProps {
  readonly row: Row;
  /** Place in the whole tree, from 0. */
  readonly index: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onPick: () => void;
  readonly onToggle: () => void;
  readonly onFind: (task: Serial) => void;
}

export const treeRowId = ({ key }: Row): string => `tree-${key}`;

/** A row of the tree. Only the active row's links are in the tab order. */
export function TreeRow({ row, index, active, selected, onPick, onToggle, onFind }: TreeRowProps): VNode {
  const tabIndex = active ? 0 : -1;
  const place = where(row, tabIndex);
  const inside = Math.min(row.level, DEEPEST);
  const classes = ['tree-row', `tree-${row.kind}`, taskColorClass(row.task), active && 'active', selected && 'selected', row.cycle && 'in-cycle'];
  return (
    <div
      role="row"
      id={treeRowId(row)}
      class={classes.filter(Boolean).join(' ')}
      aria-level={level(row)}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-expanded={'open' in row ? row.open : undefined}
      style={{ '--level': String(inside) }}
      onClick={onPick}
    >
      <div role="gridcell" class="tree-what">
        <span class="tree-bar" aria-hidden="true" />
        {'open' in row && row.kind !== 'gap' && <Twisty open={row.open} what={row.kind === 'fold' ? `${row.count} tasks` : row.name} onToggle={onToggle} />}
        {what(row, tabIndex, onToggle, onFind)}
        {row.level > DEEPEST && 'open' in row && <span class="dim">{`level ${formatCount(row.level)}`}</span>}
      </div>
      {place !== null && (
        <div role="gridcell" class="tree-where">
          {place}
        </div>
      )}
    </div>
  );
}

/** Coroutines are one level below their task, and so is what it waits for. */
const level = (row: Row): number => row.level + (row.kind === 'frame' || row.kind === 'gap' || row.kind === 'wait' ? 2 : 1);

const Twisty = ({ open, what: name, onToggle }: { readonly open: boolean; readonly what: string; readonly onToggle: () => void }): VNode => (
  <button
    type="button"
    class="twisty"
    tabIndex={-1}
    aria-label={`${open ? 'Close' : 'Open'} ${name}`}
    onClick={(event) => {
      event.stopPropagation();
      onToggle();
    }}
  >
    <Icon name={open ? 'chevron-down' : 'chevron-right'} />
  </button>
);

function what(row: Row, tabIndex: number, onToggle: () => void, onFind: (task: Serial) => void): ComponentChildren {
  switch (row.kind) {
    case 'task':
      return (
        <>
          <TaskName task={row.task} name={row.name} tabIndex={tabIndex} />
          <StateMark state={row.state} />
          <InCycle row={row} />
          {row.waitsFor !== '' && <span class="tree-text dim">{`waits for ${row.waitsFor}`}</span>}
        </>
      );
    case 'fold':
      return <Fold row={row} />;
    case 'frame':
      return (
        <>
          <Icon name="arrow-small-right" class="tree-arrow" />
          <span class={row.user ? 'code tree-text' : 'code tree-text dim'} title={row.qualname}>
            {row.qualname}
          </span>
        </>
      );
    case 'gap':
      return (
        <button type="button" class="link" tabIndex={tabIndex} aria-expanded={row.open} onClick={onToggle}>
          {row.open ? `Hide the ${formatCount(row.hidden)} coroutines in the middle` : `${plural(row.hidden, 'coroutine')} more in between`}
        </button>
      );
    case 'wait':
      return (
        <>
          <Icon name={row.text === '' ? 'list-ordered' : 'debug-pause'} class="tree-arrow" />
          <span class="tree-text" title={row.text}>
            {row.text === '' ? 'waits for its turn, or runs' : `gave control back, waits for ${row.text}`}
          </span>
          {row.sharedWith !== null && <Shared row={row} tabIndex={tabIndex} onFind={onFind} />}
        </>
      );
    case 'link':
      return (
        <button type="button" class="link tree-link" tabIndex={tabIndex} onClick={() => onFind(row.to.task)}>
          <Icon name="link" />
          <span>{row.cycle ? 'back to' : row.why === 'holds' ? 'held by' : 'also waits for'}</span>
          <TaskName task={row.to.task} name={row.to.name} plain />
          <StateMark state={row.state} />
          <span class="dim">see there</span>
        </button>
      );
    case 'more':
      return <span class="dim">{`and ${plural(row.hidden, 'task')} more that stand elsewhere`}</span>;
  }
}

const InCycle = ({ row: { cycle } }: { readonly row: TaskTreeRow }): VNode | null =>
  cycle ? (
    <span class="tree-deadlock">
      <Icon name="error" /> deadlock
    </span>
  ) : null;

function Fold({ row: { count, names, states } }: { readonly row: FoldTreeRow }): VNode {
  const [only, ...others] = states;
  return (
    <>
      <strong class="tree-times">{`×${formatCount(count)}`}</strong>
      <span class="tree-text" title={names.join(', ')}>
        {`${names.join(', ')}${count > names.length ? ', …' : ''}`}
      </span>
      {only !== undefined && others.length === 0 ? (
        <StateMark state={only.state} />
      ) : (
        <span class="tree-text dim">{states.map(({ state, count: how }) => `${formatCount(how)} ${state}`).join(', ')}</span>
      )}
    </>
  );
}

const Shared = ({ row: { sharedWith, waiters }, tabIndex, onFind }: { readonly row: Extract<Row, { kind: 'wait' }>; readonly tabIndex: number; readonly onFind: (task: Serial) => void }): VNode | null =>
  sharedWith === null ? null : (
    <button type="button" class="link" tabIndex={tabIndex} title={`${waiters} tasks wait for the same`} onClick={() => onFind(sharedWith.task)}>
      the same as {sharedWith.name}
    </button>
  );

function where(row: Row, tabIndex: number): ComponentChildren {
  switch (row.kind) {
    case 'task':
    case 'fold':
      return row.definedAt === null ? (
        <span class="code dim">{row.coroutine}</span>
      ) : (
        <LocationLink to={row.definedAt} tabIndex={tabIndex}>
          {row.coroutine}
        </LocationLink>
      );
    case 'frame':
      return row.at.path === '' ? null : <LocationLink to={row.at} tabIndex={tabIndex} />;
    default:
      return null;
  }
}
