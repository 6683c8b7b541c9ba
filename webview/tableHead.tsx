import type { VNode } from 'preact';
import type { TaskSortKey } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import type { Column } from './columns';
import { Icon } from './icon';

interface TableHeadProps {
  readonly columns: readonly Column[];
  readonly sort: TaskSortKey;
  readonly descending: boolean;
}

/** The titles; those of columns that can be sorted are buttons. */
export const TableHead = ({ columns, sort, descending }: TableHeadProps): VNode => (
  <div role="rowgroup" class="table-head">
    <div role="row" class="row" aria-rowindex={1}>
      {columns.map((column) => (
        <Title key={column.key} column={column} order={column.sort !== sort ? 'none' : descending ? 'descending' : 'ascending'} />
      ))}
    </div>
  </div>
);

function Title({ column: { key, title, hint, sort, isNumber }, order }: { readonly column: Column; readonly order: 'none' | 'ascending' | 'descending' }): VNode {
  const { dispatch } = useActions();
  const place = `cell c-${key}${isNumber ? ' number' : ''}`;
  if (sort === null) {
    return (
      <div role="columnheader" class={`${place} unsortable`} title={hint}>
        {title}
      </div>
    );
  }
  return (
    <div role="columnheader" class={place} aria-sort={order} title={hint}>
      <button type="button" class="sort" onClick={() => dispatch({ type: 'sort', key: sort })}>
        <span class="sort-title">{title}</span>
        <Icon name={order === 'ascending' ? 'triangle-up' : 'triangle-down'} class={order === 'none' ? 'sort-mark idle' : 'sort-mark'} />
      </button>
    </div>
  );
}
