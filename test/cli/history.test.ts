/** The history of a real run: while it goes on, and after its end. */
import { afterAll, expect, it } from 'vitest';
import type { Destination } from '../../src/core/history/destination';
import { DEFAULT_WINDOW, type Snapshot } from '../../src/core/snapshot/protocol';
import { startRun } from '../../src/inspector/client';
import path from 'node:path';
import { CommandLine } from './commandLine';
import { request, root } from './inspectedRun';

const files = new CommandLine();
afterAll(() => files[Symbol.dispose]());

const SOURCE = `
import asyncio
async def worker(n):
    for _ in range(20):
        await asyncio.sleep(0)
async def main():
    early = asyncio.create_task(worker(1), name="early")
    await early
    asyncio.create_task(asyncio.Event().wait(), name="late")
    await asyncio.sleep(0)
    print("go", flush=True)
    input()
asyncio.run(main())
`;

interface Visit {
  readonly run: ReturnType<typeof startRun>;
  /** The first snapshot from now on that is wanted. */
  seen(wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  go(destination: Destination, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  readonly ended: Promise<void>;
}

async function visit(name: string, source: string): Promise<Visit> {
  const run = startRun(path.join(root, 'dist'), request(await files.file(name, source)));
  const waiting = new Set<(snapshot: Snapshot) => void>();
  run.onSnapshot((snapshot) => {
    run.acknowledge(snapshot.sequence);
    for (const look of waiting) look(snapshot);
  });
  const seen = (wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> =>
    new Promise((resolve) => {
      const look = (snapshot: Snapshot): void => {
        if (!wanted(snapshot)) return;
        waiting.delete(look);
        resolve(snapshot);
      };
      waiting.add(look);
    });
  const ended = new Promise<void>((resolve) => run.onEnded(() => resolve()));
  run.onOutput(({ bytes }) => run.outputTaken(bytes.length));
  const go: Visit['go'] = (destination, wanted) => {
    const answer = seen(wanted);
    run.travel(destination);
    return answer;
  };
  return { run, seen, go, ended };
}

const names = ({ tasks }: Snapshot): string[] => tasks.rows.map(({ name }) => name);

it('goes back while the program runs and after its end, and the run goes on meanwhile', async () => {
  const { run, seen, go, ended } = await visit('history.py', SOURCE);
  const late = seen((snapshot) => names(snapshot).includes('late'));
  run.view(DEFAULT_WINDOW);
  const live = await late;
  expect(live.history).toMatchObject({ live: true, begin: { position: 0 }, limit: 256 * 1024 * 1024 });
  expect(live.history.memory).toBeGreaterThan(0);

  let past = await go({ to: 'position', position: 0 }, ({ history }) => !history.live);
  expect([past.totals.events, names(past), past.run.phase]).toEqual([0, [], 'running']);
  for (let step = 0; step < 9; step++) run.travel({ to: 'step', unit: 'handle', direction: 1 });
  past = await go({ to: 'step', unit: 'handle', direction: 1 }, ({ totals }) => totals.events > 0 && totals.events < live.totals.events);
  expect(names(past)).toContain('early');
  expect(names(past)).not.toContain('late');

  run.input(new TextEncoder().encode('\n'));
  await ended;
  const again = await go({ to: 'step', unit: 'iteration', direction: -1 }, ({ history, run: { phase } }) => !history.live && phase === 'ended');
  expect(again.history.shown.position).toBeLessThanOrEqual(past.history.end.position);
  // nothing changes any more: what an answer has not got, no later one brings
  const timeline = { range: { kind: 'all' }, firstLane: 0, laneCount: 40, pixels: 1000, collapsed: [], pointer: null } as const;
  run.view({ ...DEFAULT_WINDOW, tree: { first: 0, count: 10, toggled: [], filter: '', find: null }, timeline });
  const { tree, timeline: lanes } = await seen((snapshot) => snapshot.tree !== null && snapshot.timeline !== null);
  expect(tree).toMatchObject({ pending: false, tasks: names(again).length });
  expect(lanes?.end).toBeLessThanOrEqual(again.run.elapsed * 1e6);
  const end = await go({ to: 'live' }, ({ history }) => history.live);
  expect(names(end)).toContain('late');
  expect(end.run.phase).toBe('ended');
  run.dispose();
});

const AT = 600;

it.each<[string, string, (past: Snapshot) => void]>([
  [
    'between two loops',
    'import asyncio, time\nasync def main():\n    pass\nasyncio.run(main())\ntime.sleep(1)\nasyncio.run(main())\n',
    (past) => expect([past.loops.map(({ isRunning }) => isRunning), past.running, past.tasks.rows.filter(({ coroutine }) => coroutine === 'main').length]).toEqual([[false], null, 1]),
  ],
  [
    'in the middle of a step that blocks',
    'import asyncio, time\nasync def main():\n    time.sleep(1)\nasyncio.run(main())\n',
    (past) => expect(past.warnings[0]?.duration).toBeLessThan(AT + 100),
  ],
  [
    'while something is driven by hand',
    'import time\ndef numbers():\n    for n in range(10):\n        time.sleep(0.1)\n        yield n\ndriven = numbers()\nfor _ in range(10):\n    driven.send(None)\n',
    (past) => {
      expect(past.driven[0]?.resumes).toBeGreaterThan(2);
      expect(past.driven[0]?.resumes).toBeLessThan(9);
    },
  ],
])('goes to a moment %s', async (where, source, check) => {
  const { run, go, ended } = await visit(`${where.replaceAll(' ', '_')}.py`, source);
  run.view(DEFAULT_WINDOW);
  await ended;
  const past = await go({ to: 'time', time: AT }, ({ history }) => !history.live);
  expect(past.history.shown.time).toBeGreaterThan(AT - 1);
  expect(past.history.shown.time).toBeLessThan(AT + 150);
  check(past);
  run.dispose();
});
