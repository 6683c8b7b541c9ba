/** An await tree and details of tasks as real programs make them. */
import type { TaskRow } from '../../src/core/snapshot/protocol';
import type { DetailView, TaskDetail } from '../../src/core/snapshot/taskDetailProtocol';
import type { TreeRow, TreeView } from '../../src/core/snapshot/treeProtocol';
import { at, taskRow } from './fixtures';

const base = (key: string, level: number, task: number, cycle = false): { key: string; level: number; task: number; cycle: boolean } => ({ key, level, task, cycle });
const block = (task: number, name: string, level: number, line: number, text: string, cycle = false): TreeRow[] => [
  { kind: 'task', ...base(`t${task}`, level, task, cycle), name, state: 'parked', coroutine: 'work', definedAt: at(9), open: true, waitsFor: '' },
  { kind: 'frame', ...base(`c${task}.0`, level, task, cycle), qualname: 'work', at: at(line), user: true },
  { kind: 'wait', ...base(`w${task}`, level, task, cycle), text, sharedWith: null, waiters: 1 },
];

const rows: readonly TreeRow[] = [
  ...block(1, 'chicken', 0, 12, 'task egg', true),
  ...block(2, 'egg', 1, 14, 'task chicken', true),
  { kind: 'link', ...base('l2.awaits.1', 2, 2, true), to: { task: 1, name: 'chicken' }, state: 'parked', why: 'awaits' },
  ...block(3, 'crowd', 0, 20, 'gather, 1000 of 1000 pending'),
  { kind: 'fold', ...base('f3.a.b', 1, 100), count: 1000, names: ['page-1', 'page-2', 'page-3'], states: [{ state: 'parked', count: 1000 }], coroutine: 'fetch', definedAt: at(24), open: false },
  { kind: 'frame', ...base('cF100.0', 1, 100), qualname: 'fetch', at: at(31), user: true },
  { kind: 'frame', ...base('cF100.1', 1, 100), qualname: 'sleep', at: at(718, '/usr/lib/python3.14/asyncio/tasks.py'), user: false },
  { kind: 'wait', ...base('wF100', 1, 100), text: 'sleep', sharedWith: null, waiters: 1 },
  ...block(6, 'first', 0, 40, 'task shared'),
  ...block(5, 'shared', 1, 41, 'future #2'),
  ...block(7, 'second', 0, 42, 'task shared'),
  { kind: 'link', ...base('l7.awaits.5', 1, 7), to: { task: 5, name: 'shared' }, state: 'parked', why: 'awaits' },
];

export const waitsTree: TreeView = {
  pending: false,
  total: rows.length,
  start: 0,
  rows,
  tasks: 1006,
  cycles: [
    {
      tasks: [
        { task: 1, name: 'chicken' },
        { task: 2, name: 'egg' },
      ],
      text: 'chicken waits for task egg, egg waits for task chicken. None of them can go on by itself.',
    },
  ],
  found: null,
};

/** `total` tasks that nobody waits for, each one row. */
export const longTree = (total: number, start: number, count: number): TreeView => ({
  pending: false,
  total,
  start,
  rows: Array.from({ length: count }, (_, i) => {
    const task = start + i + 1;
    return { kind: 'task', ...base(`t${task}`, 0, task), name: `worker-${task}`, state: 'parked', coroutine: 'worker', definedAt: at(9), open: false, waitsFor: 'sleep, 120 ms left' };
  }),
  tasks: total,
  cycles: [],
  found: null,
});

export const taskDetail: TaskDetail<TaskRow> = {
  kind: 'task',
  task: taskRow(5, { name: 'shared', coroutine: 'shared', waitsFor: 'future #2', wokenBy: 'Task-1', context: 'request_id' }),
  loopName: '_UnixSelectorEventLoop',
  frames: [
    { ...at(41), qualname: 'shared', user: true, text: 'await future  # shared' },
    { ...at(718, '/usr/lib/python3.14/asyncio/tasks.py'), qualname: 'sleep', user: false, text: null },
  ],
  framesLeftOut: 0,
  wokenAt: { ...at(60), text: 'task = asyncio.create_task(shared())' },
  needs: { total: 0, items: [] },
  cycle: null,
  waiters: {
    total: 2,
    items: [
      { task: 6, name: 'first', state: 'parked', at: at(40), how: 'awaits' },
      { task: 7, name: 'second', state: 'parked', at: at(42), how: 'several' },
    ],
  },
  created: [
    { by: { task: 1, name: 'Task-1' }, known: true, at: { ...at(52), text: 'task = asyncio.create_task(shared())' } },
    { by: null, known: false, at: null },
  ],
};

export const goneDetail: DetailView<TaskRow> = { kind: 'gone', task: 5, letGo: true };
