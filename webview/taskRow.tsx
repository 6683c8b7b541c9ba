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
  /** Otherwise it is another task's, which was in its place before: nobody sees it, but its elements are there for the next. */
  readonly known: boolean;
  /** Place in the whole table, from 0. */
  readonly index: number;
  readonly columns: readonly Column[];
  readonly active: boolean;
  /** Its detail is on show. */
  readonly selected: boolean;
  readonly onActivate: (row: Row, index: number) => void;
  readonly onMenu: (row: Row, index: number, at: { readonly x: number; readonly y: number }) => void;
}

/** A task's row. Only the active row's links are in the tab order: a table of a hundred rows is one stop, not two hundred. */
export function TaskRow({ row, known, index, columns, active, selected, onActivate, onMenu }: TaskRowProps): VNode {
  return (
    <div
      role="row"
      id={known ? rowId(row) : undefined}
      class={`row${known ? '' : ' missing'}${active ? ' active' : ''}${selected && known ? ' selected' : ''}`}
      aria-hidden={known ? undefined : true}
      aria-rowindex={index + 2}
      aria-selected={active}
      onClick={() => known && onActivate(row, index)}
      onContextMenu={(event) => {
        event.preventDefault();
        if (known) onMenu(row, index, { x: event.clientX, y: event.clientY });
      }}
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

const ID_PREFIX = 'task-';
export const rowId = ({ id }: Row): string => `${ID_PREFIX}${id}`;

/** The task whose row an element is in. */
export function taskOf(element: Element): Row['id'] | null {
  const id = element.closest('[role="row"]')?.id ?? '';
  return id.startsWith(ID_PREFIX) ? Number(id.slice(ID_PREFIX.length)) : null;
}

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
    case 'wokenBy':
      return <Waker row={row} tabIndex={tabIndex} />;
    case 'busy':
    case 'queued':
    case 'parked':
    case 'age':
      return formatDuration(row[key]);
  }
}

const Waker = ({ row: { wokenBy, wokenAt }, tabIndex }: { readonly row: Row; readonly tabIndex: number }): VNode | null =>
  wokenBy === null && wokenAt === null ? null : (
    <span class="waker" title={wokenBy ?? undefined}>
      <span class="waker-name">{wokenBy}</span>
      {wokenAt !== null && <LocationLink to={wokenAt} tabIndex={tabIndex} />}
    </span>
  );

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
