/** A table of any length: only the rows in sight are drawn, and only those near them are known. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Snapshot, TaskRow as Row } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { COLUMNS } from './columns';
import type { PageState } from './store';
import { TableHead } from './tableHead';
import { rowsInSight, scrollTopFor, tableLayout } from './tableWindow';
import { rowId, TaskRow } from './taskRow';

/** Rows drawn beyond either edge, so that a scrolled row is there at once. */
const OVERSCAN = 4;

interface TasksTableProps {
  readonly tasks: Snapshot['tasks'];
  readonly state: PageState;
}

export function TasksTable({ tasks: { total, start, rows }, state: { sort, descending, filter, sight, active } }: TasksTableProps): VNode {
  const { dispatch, reveal } = useActions();
  const scroller = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState(tableLayout(Infinity));
  const { rowHeight } = layout;
  // Several keys may come before the next frame draws where the first has led to.
  const current = useRef(active);
  current.current = active;
  // As it is before the rows are drawn anew.
  const hadFocus = scroller.current?.contains(scroller.current.ownerDocument.activeElement) ?? false;

  const look = (): void => {
    const element = scroller.current;
    if (element === null) return;
    dispatch({ type: 'sight', sight: rowsInSight(element.scrollTop, bodyHeight(element), rowHeight) });
  };

  useLayoutEffect(() => {
    const element = scroller.current!;
    element.scrollTop = sight.first * rowHeight;
    const measured = new ResizeObserver(() => {
      setLayout(tableLayout(element.clientWidth));
      look();
    });
    measured.observe(element);
    return () => measured.disconnect();
    // The row that was first in sight stays so when rows change their height.
  }, [layout]);

  const order = `${sort} ${descending} ${filter}`;
  const lastOrder = useRef(order);
  useLayoutEffect(() => {
    if (order !== lastOrder.current) scroller.current!.scrollTop = 0;
    lastOrder.current = order;
  }, [order]);

  useLayoutEffect(() => {
    // A row that is moved or goes away takes the focus of its link with it.
    const element = scroller.current!;
    if (hadFocus && element.ownerDocument.activeElement === element.ownerDocument.body) element.focus({ preventScroll: true });
  });

  const rowAt = (index: number): Row | undefined => rows[index - start];
  const activate = (index: number): void => {
    current.current = { id: rowAt(index)?.id ?? null, index };
    dispatch({ type: 'activate', row: current.current });
  };

  const press = (event: KeyboardEvent): void => {
    const element = scroller.current!;
    if (event.key === 'Enter' && event.target === element) {
      const row = current.current === null ? undefined : rowAt(current.current.index);
      const place = row?.parkedAt ?? row?.createdAt ?? row?.definedAt;
      if (place) reveal(place);
      return;
    }
    const index = destination(event.key, current.current?.index ?? null, total, Math.max(1, sight.count - 2));
    if (index === null) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.scrollTop = scrollTopFor(index, element.scrollTop, bodyHeight(element), rowHeight);
    activate(index);
  };

  const first = Math.max(0, Math.min(sight.first, total) - OVERSCAN);
  const last = Math.min(total, sight.first + sight.count + OVERSCAN);
  const activeRow = active === null || active.index < first || active.index >= last ? undefined : rowAt(active.index);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);

  return (
    <div
      ref={scroller}
      class={`table ${layout.name}${layout.stacked ? ' stacked' : ''}${total === 0 ? ' empty' : ''}`}
      role="grid"
      aria-label="Tasks"
      aria-rowcount={total + 1}
      aria-activedescendant={activeRow && rowId(activeRow)}
      tabIndex={0}
      style={{ '--row-height': `${rowHeight}px` }}
      onScroll={look}
      onKeyDown={press}
    >
      <TableHead columns={COLUMNS} sort={sort} descending={descending} />
      <div role={total === 0 ? 'presentation' : 'rowgroup'} class="table-body" style={{ height: `${total * rowHeight}px` }}>
        <div role="presentation" class="table-rows" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {shown.map((index) => {
            const row = rowAt(index);
            if (row === undefined) return <div key={`missing ${index}`} class="row missing" aria-hidden="true" />;
            return <TaskRow key={row.id} row={row} index={index} columns={COLUMNS} active={row === activeRow} onActivate={(_, at) => activate(at)} />;
          })}
        </div>
      </div>
    </div>
  );
}

/** Height of the scroller's part that shows rows: what the titles, which stay in sight, leave. */
const bodyHeight = (scroller: HTMLElement): number => Math.max(0, scroller.clientHeight - ((scroller.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0));

/** The row that a key leads to; null: none. */
function destination(key: string, from: number | null, total: number, page: number): number | null {
  if (total === 0) return null;
  const within = (index: number): number => Math.min(total - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(from === null ? 0 : from + 1);
    case 'ArrowUp':
      return within(from === null ? 0 : from - 1);
    case 'PageDown':
      return within((from ?? 0) + page);
    case 'PageUp':
      return within((from ?? 0) - page);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}
