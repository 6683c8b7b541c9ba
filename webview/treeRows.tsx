/** The rows of the await tree. Of any number: only those in sight are drawn, and only those near them are known. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Serial } from '../src/core/snapshot/protocol';
import type { TreeRow as Row, TreeView } from '../src/core/snapshot/treeProtocol';
import { useActions } from './actions';
import { destination } from './rowKeys';
import { rowsInSight, scrollTopFor } from './tableWindow';
import { TreeRow, treeRowId } from './treeRow';
import type { TreeAction, TreeState } from './treeState';

const ROW_HEIGHT = 24;
/** Rows drawn beyond either edge. */
const OVERSCAN = 6;

interface TreeRowsProps {
  readonly view: TreeView;
  readonly state: TreeState;
  readonly selected: Serial | null;
}

export function TreeRows({ view: { total, start, rows }, state: { sight, active, jumps, filter }, selected }: TreeRowsProps): VNode {
  const { dispatch, reveal } = useActions();
  const change = (action: TreeAction): void => dispatch({ type: 'tree', change: action });
  const scroller = useRef<HTMLDivElement>(null);
  // Several keys may come before the next frame draws where the first has led to.
  const current = useRef(active);
  current.current = active;
  const hadFocus = scroller.current?.contains(scroller.current.ownerDocument.activeElement) ?? false;

  const look = (): void => {
    const element = scroller.current!;
    change({ kind: 'sight', sight: rowsInSight(element.scrollTop, element.clientHeight, ROW_HEIGHT) });
  };
  const bring = (row: number): void => {
    const element = scroller.current!;
    element.scrollTop = scrollTopFor(row, element.scrollTop, element.clientHeight, ROW_HEIGHT);
  };

  useLayoutEffect(() => {
    const element = scroller.current!;
    element.scrollTop = sight.first * ROW_HEIGHT;
    const measured = new ResizeObserver(look);
    measured.observe(element);
    return () => measured.disconnect();
    // Once: from then on the sight follows the scroller.
  }, []);
  useLayoutEffect(() => {
    if (jumps === 0 || active === null) return;
    bring(active);
    scroller.current!.focus({ preventScroll: true });
  }, [jumps]);
  const lastFilter = useRef(filter);
  useLayoutEffect(() => {
    if (filter !== lastFilter.current) scroller.current!.scrollTop = 0;
    lastFilter.current = filter;
  }, [filter]);
  useLayoutEffect(() => {
    // A row that goes away takes the focus of its link with it.
    const element = scroller.current!;
    if (hadFocus && element.ownerDocument.activeElement === element.ownerDocument.body) element.focus({ preventScroll: true });
  });

  const rowAt = (index: number): Row | undefined => rows[index - start];
  const go = (index: number): void => {
    current.current = index;
    bring(index);
    change({ kind: 'activate', row: index });
  };
  const act = (row: Row): void => {
    if (row.kind === 'frame') reveal(row.at);
    else if (row.kind === 'link') change({ kind: 'find', task: row.to.task });
    else if (row.kind === 'gap') change({ kind: 'toggle', key: toggleKey(row) });
    else dispatch({ type: 'select', task: row.task });
  };

  const press = (event: KeyboardEvent): void => {
    const element = scroller.current!;
    const at = current.current;
    const row = at === null ? undefined : rowAt(at);
    if (row !== undefined && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      const wanted = event.key === 'ArrowRight';
      if ('open' in row && row.open !== wanted) change({ kind: 'toggle', key: toggleKey(row) });
      else go(wanted ? Math.min(total - 1, at! + 1) : headAbove(at!, row, rowAt));
      return;
    }
    if (row !== undefined && event.key === 'Enter' && event.target === element) {
      event.preventDefault();
      act(row);
      return;
    }
    const next = destination(event.key, at, total, Math.max(1, sight.count - 2));
    if (next === null) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    go(next);
  };

  const first = Math.max(0, Math.min(sight.first, total) - OVERSCAN);
  const last = Math.min(total, sight.first + sight.count + OVERSCAN);
  const activeRow = active === null || active < first || active >= last ? undefined : rowAt(active);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  return (
    <div
      ref={scroller}
      class="tree-scroll"
      role="treegrid"
      aria-label="Await tree"
      aria-rowcount={total}
      aria-activedescendant={activeRow && treeRowId(activeRow)}
      tabIndex={0}
      onScroll={look}
      onKeyDown={press}
    >
      <div role="rowgroup" class="tree-body" style={{ height: `${total * ROW_HEIGHT}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * ROW_HEIGHT}px)` }}>
          {shown.map((index) => {
            const row = rowAt(index);
            if (row === undefined) return <div key={`missing ${index}`} class="tree-row missing" aria-hidden="true" />;
            return (
              <TreeRow
                key={row.key}
                row={row}
                index={index}
                active={row === activeRow}
                selected={isHead(row) && row.task === selected}
                onPick={() => {
                  change({ kind: 'activate', row: index });
                  if (row.kind !== 'gap' && row.kind !== 'link' && row.kind !== 'more') dispatch({ type: 'select', task: row.task });
                }}
                onToggle={() => change({ kind: 'toggle', key: toggleKey(row) })}
                onFind={(task) => change({ kind: 'find', task })}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const isHead = ({ kind }: Row): boolean => kind === 'task' || kind === 'fold';

/** The gap of a fold is that of its first task. */
const toggleKey = (row: Row): string => (row.kind === 'gap' ? `g${row.task}` : row.key);

/** The head of the block that a row belongs to; of a head, that of the block above it. */
function headAbove(at: number, row: Row, rowAt: (index: number) => Row | undefined): number {
  for (let index = at - 1; ; index--) {
    const above = rowAt(index);
    if (above === undefined) return Math.max(0, Math.min(at, index + 1));
    if (isHead(above) && (isHead(row) || row.kind === 'link' || row.kind === 'more' ? above.level < row.level : above.level === row.level)) return index;
  }
}
