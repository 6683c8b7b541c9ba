/** The await tree and the detail of tasks, of a program that waits in many ways. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_WINDOW, type Snapshot, type ViewWindow } from '../../src/core/snapshot/protocol';
import type { TreeRow } from '../../src/core/snapshot/treeProtocol';
import type { Run } from '../../src/inspector/client';
import { lineOf } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';
import { pypy, pythons } from '../python/interpreters';

const file = path.join(import.meta.dirname, 'waits.py');
const source = readFileSync(file, 'utf8');
const line = (text: string): number => lineOf(source, text);

/** The first snapshot for `window` that `fits`. */
function seen(run: Run, window: Partial<ViewWindow>, fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const listening = run.onSnapshot((snapshot) => {
      run.acknowledge(snapshot.sequence);
      if (!fits(snapshot)) return;
      listening.dispose();
      resolve(snapshot);
    });
    run.view({ ...DEFAULT_WINDOW, tree: { first: 0, count: 200, toggled: [], filter: '', find: null }, ...window });
  });
}

const blockOf = (rows: readonly TreeRow[], name: string): readonly TreeRow[] => {
  const at = rows.findIndex((row) => row.kind === 'task' && row.name === name);
  const end = rows.findIndex((row, index) => index > at && row.kind === 'wait');
  return at === -1 ? [] : rows.slice(at, end + 1);
};
const frames = (rows: readonly TreeRow[]): unknown[] => rows.flatMap((row) => (row.kind === 'frame' && row.user ? [[row.qualname, row.at.line]] : []));

/** Whether all is told of the program that this test looks at: what is sampled comes some milliseconds later, and not all of it at once. */
const told = ({ tree }: Snapshot): boolean => {
  const rows = tree?.rows ?? [];
  const fold = rows.findIndex((row) => row.kind === 'fold' && row.count === 1000);
  return (
    fold !== -1 &&
    tree!.cycles.length > 0 &&
    [blockOf(rows, 'crowd'), blockOf(rows, 'wanter'), rows.slice(fold, fold + 3)].every((block) => frames(block).length > 0) &&
    rows.every((row) => row.kind !== 'wait' || !/^future #[35]/.test(row.text))
  );
};

it.each([null, ...(await pythons()), pypy])('the waits of a program are a tree: %s', async (python) => {
  const { run, prints, ended } = inspect(request(file, { python }));
  await prints('built');
  const { tree } = await seen(run, {}, told);
  const rows = tree!.rows;
  expect(tree!.cycles.map(({ text }) => text)).toEqual(['chicken waits for task egg, egg waits for task chicken. None of them can go on by itself.']);
  expect(frames(blockOf(rows, 'crowd'))).toEqual([['crowd', line('# gathers a thousand')]]);
  const fold = rows.findIndex(({ kind }) => kind === 'fold');
  expect(frames(rows.slice(fold, fold + 3))).toEqual([
    ['query', line('# queries')],
    ['read', line('# reads')],
  ]);
  expect(blockOf(rows, 'wanter').at(-1)).toMatchObject({ kind: 'wait', text: 'Lock held by task holder' });
  expect(rows.filter(({ kind }) => kind === 'link')).toMatchObject([
    { to: { name: 'chicken' }, cycle: true },
    { to: { name: 'shared' }, why: 'awaits', cycle: false },
    { to: { name: 'holder' }, why: 'holds', cycle: false },
  ]);
  const shared = rows.find((row) => row.kind === 'task' && row.name === 'shared')!.task;
  const { detail } = await seen(run, { selected: shared, tree: null }, (snapshot) => snapshot.detail !== null);
  expect(detail).toMatchObject({
    kind: 'task',
    task: { name: 'shared' },
    frames: [{ qualname: 'shared', line: line('# shared'), text: 'await asyncio.get_running_loop().create_future()  # shared' }],
    waiters: { total: 2, items: [{ name: 'first', how: 'awaits' }, { name: 'second', how: 'awaits' }] },
    created: [{ by: { name: 'Task-1' }, at: { line: line('name="shared"') } }, { by: null }],
  });
  run.stop();
  await ended;
});
