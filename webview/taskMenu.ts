/** What can be done with a task from its row. */
import type { TaskRow } from '../src/core/snapshot/protocol';
import type { Actions } from './actions';
import type { MenuItem } from './menu';
import type { Moment } from './moment';
import { rowsAsText } from './taskText';

const ENDED: ReadonlySet<TaskRow['state']> = new Set(['done', 'cancelled', 'failed', 'destroyed']);

/** @param moment only in the present a task can be cancelled */
export function taskMenu(row: TaskRow, moment: Moment, { reveal, copy, control, dispatch }: Actions): readonly MenuItem[] {
  const source = row.parkedAt ?? row.definedAt;
  const { createdAt } = row;
  return [
    item('go-to-file', row.parkedAt === null ? 'Reveal source' : 'Reveal where it is parked', source !== null && (() => reveal(source)), 'Its line is not known', 'Enter'),
    item('symbol-event', 'Reveal creation', createdAt !== null && (() => reveal(createdAt)), 'The library made it, or its line is not known'),
    item('copy', 'Copy row', () => copy(rowsAsText([row])), '', 'Ctrl+C'),
    item('filter', 'Filter by this coroutine', row.coroutine !== '' && (() => dispatch({ type: 'filter', text: row.coroutine })), 'Its coroutine is not known'),
    item('circle-slash', 'Cancel this task', !ENDED.has(row.state) && moment === 'present' && (() => control({ kind: 'cancelTask', task: row.id })), ENDED.has(row.state) ? 'It has ended' : moment === 'past' ? 'This is the past' : 'The program has ended'),
  ];
}

/** @param act false if it cannot be done, because of `why` */
const item = (icon: string, label: string, act: false | (() => void), why: string, keys?: string): MenuItem => ({
  icon,
  label,
  ...(keys === undefined ? {} : { keys }),
  ...(act === false ? { disabled: why, onChoose: () => undefined } : { onChoose: act }),
});
