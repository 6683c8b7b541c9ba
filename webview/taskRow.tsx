import type { ComponentChildren, VNode } from 'preact';
import type { Millis } from '../src/base/brand';
import type { TaskRow as Row } from '../src/core/snapshot/protocol';
import type { Column } from './columns';
import { formatCount, formatDuration } from './format';
import { LocationLink } from './location';
import { useSlowCallback } from './slowCallback';
import { StateMark } from './taskState';
import { TaskName } from './taskName';

interface TaskRowProps {
  readonly row: Row;
  /** Place in the whole table, from 0. */
  readonly index: number;
  readonly columns: readonly Column[];
  readonly active: boolean;
  readonly onActivate: (row: Row, index: number) => void;
}

/** A task's row. Only the active row's links are in the tab order: a table of a hundred rows is one stop, not two hundred. */
export function TaskRow({ row, index, columns, active, onActivate }: TaskRowProps): VNode {
  return (
    <div
      role="row"
      id={rowId(row)}
      class={active ? 'row active' : 'row'}
      aria-rowindex={index + 2}
      aria-selected={active}
      onClick={() => onActivate(row, index)}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" class={`cell c-${column.key}${column.isNumber ? ' number' : ''}`}>
          {column.isNumber && <span class="cell-label">{column.label} </span>}
          {cell(row, column.key, active ? 0 : -1)}
        </div>
      ))}
    </div>
  );
}

export const rowId = ({ id }: Row): string => `task-${id}`;

function cell(row: Row, key: Column['key'], tabIndex: number): ComponentChildren {
  switch (key) {
    case 'state':
      return <StateMark state={row.state} />;
    case 'name':
      return <TaskName task={row.id} name={row.name} />;
    case 'coroutine':
      return row.definedAt === null ? (
        <span title={row.coroutine}>{row.coroutine}</span>
      ) : (
        <LocationLink to={row.definedAt} tabIndex={tabIndex}>
          {row.coroutine}
        </LocationLink>
      );
    case 'parkedAt':
      return row.parkedAt === null ? null : <LocationLink to={row.parkedAt} tabIndex={tabIndex} />;
    case 'waitsFor':
      return row.state === 'cancelled' ? (
        <CancelOrigin row={row} tabIndex={tabIndex} />
      ) : row.outcome === null ? (
        <span title={row.waitsFor}>{row.waitsFor}</span>
      ) : (
        <Outcome row={row} outcome={row.outcome} />
      );
    case 'steps':
      return formatCount(row.steps);
    case 'longestStep':
      return <LongestStep length={row.longestStep} />;
    case 'busy':
    case 'age':
      return formatDuration(row[key]);
  }
}

const LongestStep = ({ length }: { readonly length: Millis }): VNode => (
  <span class={length >= useSlowCallback() ? 'too-long' : undefined}>{formatDuration(length)}</span>
);

const CancelOrigin = ({ row: { cancelledBy, cancelledAt }, tabIndex }: { readonly row: Row; readonly tabIndex: number }): VNode | null =>
  cancelledBy === null ? null : (
    <span class="outcome outcome-cancelled">
      <span class="dim">by </span>
      {cancelledBy}
      {cancelledAt !== null && <span class="dim"> at </span>}
      {cancelledAt !== null && <LocationLink to={cancelledAt} tabIndex={tabIndex} />}
    </span>
  );

const Outcome = ({ row: { state }, outcome }: { readonly row: Row; readonly outcome: string }): VNode => (
  <span class={`outcome outcome-${state}`} title={outcome}>
    {state === 'done' && <span class="dim">returned </span>}
    {state === 'failed' && <span class="dim">raised </span>}
    {outcome}
  </span>
);
