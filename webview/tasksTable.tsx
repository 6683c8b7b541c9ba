/** A table of any length: only the rows in sight are drawn, and only those near them are known. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Snapshot, TaskRow as Row } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import type { Column } from './columns';
import { Menu } from './menu';
import type { Moment } from './moment';
import { destination } from './rowKeys';
import { RowSlots } from './rowSlots';
import type { PageState } from './store';
import { TableHead } from './tableHead';
import { rowsInSight, scrollTopFor, tableLayout } from './tableWindow';
import { taskMenu } from './taskMenu';
import { rowId, taskOf, TaskRow } from './taskRow';
import { rowsAsText } from './taskText';

/** Rows drawn beyond either edge, so that a scrolled row is there at once. */
const OVERSCAN = 2;
/** A table of more columns needs more room. */
const NARROW_COLUMNS = 9;
/** How far right of its row's edge a menu opens that a key opened, in pixels. */
const MENU_INDENT = 24;

interface TasksTableProps {
  readonly tasks: Snapshot['tasks'];
  readonly moment: Moment;
  readonly columns: readonly Column[];
  readonly state: PageState;
}

/** The menu that is open, and of which row. */
interface OpenMenu {
  readonly row: Row;
  readonly at: { readonly x: number; readonly y: number };
}

export function TasksTable({ tasks: { total, start, rows }, moment, columns, state: { sort, descending, filter, states, loop, sight, active, selected } }: TasksTableProps): VNode {
  const actions = useActions();
  const { dispatch, reveal, copy } = actions;
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState(tableLayout(Infinity, columns.length));
  const { rowHeight } = layout;
  // Several keys may come before the next frame draws where the first has led to.
  const current = useRef(active);
  current.current = active;
  const slots = useRef(new RowSlots());
  // As it is before the rows are drawn anew.
  const focused = scroller.current?.ownerDocument.activeElement ?? null;
  const hadFocus = scroller.current?.contains(focused) ?? false;

  const look = (): void => {
    const element = scroller.current;
    if (element === null) return;
    dispatch({ type: 'sight', sight: rowsInSight(element.scrollTop, bodyHeight(element), rowHeight) });
  };

  useLayoutEffect(() => {
    const element = scroller.current!;
    element.scrollTop = sight.first * rowHeight;
    const measured = new ResizeObserver(() => {
      setLayout(tableLayout(element.clientWidth, columns.length));
      look();
    });
    measured.observe(element);
    return () => measured.disconnect();
    // The row that was first in sight stays so when rows change their height.
  }, [layout, columns]);

  const order = `${sort} ${descending} ${states.join()} ${loop} ${filter}`;
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

  const openMenu = (row: Row, index: number, at: OpenMenu['at']): void => {
    activate(index);
    setMenu({ row, at });
  };

  /** The row that the keyboard is on, if it is known. */
  const currentRow = (): Row | undefined => (current.current === null ? undefined : rowAt(current.current.index));

  const press = (event: KeyboardEvent): void => {
    const element = scroller.current!;
    if (event.key === 'Enter' && event.target === element) {
      const row = currentRow();
      const place = row?.parkedAt ?? row?.createdAt ?? row?.definedAt;
      if (place) reveal(place);
      return;
    }
    if (isMenuKey(event)) {
      const row = currentRow();
      if (row === undefined) return;
      event.preventDefault();
      const { left, bottom } = (element.querySelector('.row.active') ?? element).getBoundingClientRect();
      openMenu(row, current.current!.index, { x: left + MENU_INDENT, y: bottom });
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && (element.ownerDocument.getSelection()?.isCollapsed ?? true)) {
      const row = currentRow();
      if (row === undefined) return;
      event.preventDefault();
      copy(rowsAsText([row]));
      return;
    }
    if (event.key === ' ' && event.target === element) {
      const row = currentRow();
      if (row === undefined) return;
      event.preventDefault();
      dispatch({ type: 'select', task: row.id });
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
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, offset) => rowAt(first + offset));

  const closeMenu = (byKey: boolean): void => {
    setMenu(null);
    if (byKey) scroller.current?.focus({ preventScroll: true });
  };

  const table = (
    <div
      ref={scroller}
      class={`table ${columns.length > NARROW_COLUMNS ? 'full ' : ''}${layout.name}${layout.stacked ? ' stacked' : ''}${total === 0 ? ' empty' : ''}`}
      role="grid"
      aria-label="Tasks"
      aria-rowcount={total + 1}
      aria-activedescendant={activeRow && rowId(activeRow)}
      tabIndex={0}
      style={{ '--row-height': `${rowHeight}px` }}
      onScroll={look}
      onKeyDown={press}
    >
      <TableHead columns={columns} sort={sort} descending={descending} />
      <div role={total === 0 ? 'presentation' : 'rowgroup'} class="table-body" style={{ height: `${total * rowHeight}px` }}>
        <div role="presentation" class="table-rows" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {slots.current.place(shown, hadFocus ? taskOf(focused!) : null).map(({ key, row, known }, offset) =>
            row === null ? (
              <div key={key} class="row missing" aria-hidden="true" />
            ) : (
              <TaskRow
                key={key}
                row={row}
                known={known}
                index={first + offset}
                columns={columns}
                active={row === activeRow}
                selected={row.id === selected}
                onActivate={(_, at) => {
                  activate(at);
                  dispatch({ type: 'select', task: row.id });
                }}
                onMenu={openMenu}
              />
            ),
          )}
        </div>
      </div>
    </div>
  );
  return (
    <>
      {table}
      {menu !== null && <Menu label={`Task ${menu.row.name}`} at={menu.at} items={taskMenu(menu.row, moment, actions)} onClose={closeMenu} />}
    </>
  );
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** Height of the scroller's part that shows rows: what the titles, which stay in sight, leave. */
const bodyHeight = (scroller: HTMLElement): number => Math.max(0, scroller.clientHeight - ((scroller.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0));
