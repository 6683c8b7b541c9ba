import { expect, it } from 'vitest';
import type { Exit } from '../../src/core/events/exit';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import { endedSnapshot } from '../../src/panel/endedSnapshot';

const exit: Exit = { code: 1, reason: 'crashed', message: 'The program crashed.' };

it('says how a run ended that showed nothing', () => {
  const snapshot = endedSnapshot(null, '/p/worker.py', exit);
  expect(snapshot.run).toMatchObject({ phase: 'ended', program: 'worker.py', path: '/p/worker.py', exit });
  expect(snapshot.tasks.rows).toEqual([]);
});

it('keeps what was seen last when the final snapshot did not come', () => {
  const nothing = endedSnapshot(null, '/p/worker.py', exit);
  const last: Snapshot = {
    ...nothing,
    sequence: 7,
    run: { ...nothing.run, phase: 'running', exit: null, elapsed: 1200 },
    running: { label: 'worker', task: 1, elapsed: 5, location: null },
    tasks: { ...nothing.tasks, total: 4 },
  };
  const snapshot = endedSnapshot(last, '/p/worker.py', exit);
  expect(snapshot).toMatchObject({ sequence: 7, running: null, tasks: { total: 4 }, run: { phase: 'ended', exit, elapsed: 1200 } });
});

it('leaves the final snapshot as it is', () => {
  const final = endedSnapshot(null, '/p/worker.py', exit);
  expect(endedSnapshot(final, '/p/worker.py', { ...exit, code: 0 })).toBe(final);
});
