/**
 * Each example of `examples/` teaches one thing, and the report has to say it. The rest of the report is compared with
 * golden/*.json (rewritten by `npx vitest run --project examples -u`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report, ReportTask, ReportWarning } from '../../src/core/report/schema';
import { inspect, type Outcome, request, root } from '../cli/inspectedRun';
import { normalised, type Variable } from './normalise';

const folder = path.join(root, 'examples');
/** No hiccup of the machine blocks a loop for so long. */
const NEVER_SLOW_MS = 60_000;

type FindLine = (text: string, which?: 'only' | 'last') => number;

interface Example extends Variable {
  readonly slowCallbackMs?: number;
  readonly check: (outcome: Outcome, line: FindLine) => void;
}

const task = ({ tasks }: Report, name: string): ReportTask => {
  const found = tasks.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The report has no task ${name}.`);
  return found;
};
const places = (warnings: readonly ReportWarning[]): unknown[] => warnings.map(({ code, location, count, task: name }) => [code, location?.line, count, name]);
const ceded = ({ cededAt }: Report): number[] => cededAt.map(({ line }) => line);

const examples: Readonly<Record<string, Example>> = {
  await_coroutine_or_task: {
    check({ report, stdout }, line) {
      expect(stdout.split('\n').slice(0, 3)).toEqual(['coroutine: in', 'main: after the coroutine', 'other: had its turn']);
      // the await of the task gave control back, the await of the coroutine did not
      expect(ceded(report)).toEqual([line('await asyncio.create_task(fetch("task")')]);
      expect(task(report, 'Task-1').steps).toBe(2);
      // main, other and fetch at once, main's rest, then asyncio.run's two tasks of its own
      expect(report.iterations).toBe(8);
    },
  },
  deadlock: {
    check({ report, stdout }, line) {
      expect(stdout.split('\n').at(-2)).toBe('2 tasks wait for each other');
      expect(places(report.warnings)).toEqual([['deadlock', line('async with second'), 1, 'back']]);
      expect(report.warnings[0]?.message).toMatch(/Task back for Lock held by task there at .*, Task there for Lock held by task back at/);
      for (const name of ['there', 'back']) expect(task(report, name)).toMatchObject({ state: 'cancelled', steps: 3, parkedAt: { line: line('async with second') } });
    },
  },
  driven_by_hand: {
    check({ report, stdout }, line) {
      expect(stdout).toContain('out came 7\nRock got 42\n');
      expect(report.driven).toMatchObject([{ name: 'main', kind: 'coroutine', state: 'returned', resumes: 2, lastValue: '23' }]);
      expect(report.driven[0]?.drivenFrom?.line).toBe(line('coroutine.send(None)'));
      // the yield, and the await through which it went out
      expect(ceded(report)).toEqual([line('yield 7'), line('await rock')]);
      expect(report).toMatchObject({ loops: 0, iterations: 0, tasks: [] });
    },
  },
  future_states: {
    check({ report, stdout, snapshot }, line) {
      expect(stdout.split('\n').slice(0, 2)).toEqual(['result: 42', 'exception: no such page']);
      const states = ['answered', 'refused', 'cancelled', 'pending'].map((name) => task(report, name).state);
      expect(states).toEqual(['done', 'done', 'cancelled', 'cancelled']);
      expect(task(report, 'pending')).toMatchObject({ steps: 2, parkedAt: { line: line('await future') } });
      expect(report.warnings).toEqual([]);
      expect(snapshot?.futures.total).toBe(0);
    },
  },
  greedy_loop: {
    // half of what it blocks: a hiccup of the machine is shorter
    slowCallbackMs: 150,
    // the loop's time goes to three lines, of which any may be first
    unsteady: ['slow-callback'],
    check({ report }, line) {
      const [ceding, slow, ...others] = report.warnings;
      expect(others).toEqual([]);
      expect([ceding?.code, ceding?.location?.line]).toEqual(['never-cedes', line('await cached("page")')]);
      expect([slow?.code, slow?.task]).toEqual(['slow-callback', 'Task-3']);
      // less what it took to look at it
      expect(slow?.durationMs).toBeGreaterThan(200);
      expect(slow?.victims.map(({ label }) => label)).toEqual(['Task-2']);
      expect(ceded(report)).not.toContain(line('await cached("page")'));
    },
  },
  home_made_loop: {
    check({ report }, line) {
      expect(report.driven.map(({ name, kind, state, resumes, lastValue }) => [name, kind, state, resumes, lastValue])).toEqual([
        ['count', 'generator', 'returned', 3, "'a'"],
        ['count', 'generator', 'returned', 4, "'b'"],
      ]);
      for (const { drivenFrom } of report.driven) expect(drivenFrom?.line).toBe(line('job.send(None)'));
      expect(ceded(report)).toEqual([line('yield number')]);
    },
  },
  home_made_sleep: {
    steps: ['watcher'],
    // it is one, if the machine is fast enough to see that no work is done
    unsteady: ['busy-wait'],
    check({ report, snapshot }, line) {
      // one step for each look at the clock, each in an iteration of its own; how many depends on the machine
      const { steps: looks } = task(report, 'watcher');
      expect(looks).toBeGreaterThan(2);
      expect(report.iterations).toBeGreaterThan(looks);
      expect(task(report, 'Task-1')).toMatchObject({ steps: 2, state: 'done' });
      expect(task(report, 'Task-1').parkedAt?.line).toBe(line('await future'));
      // `await watcher` did not: the watcher had ended when main came there
      expect(ceded(report)).not.toContain(line('await watcher'));
      expect(snapshot?.futures.total).toBe(0);
    },
  },
  never_awaited: {
    check({ report, stderr, stdout }, line) {
      expect(places(report.warnings)).toEqual([['never-awaited', line('save("first")'), 1, null]]);
      expect(stderr).toContain("RuntimeWarning: coroutine 'save' was never awaited");
      expect(stdout).toBe('saved second\n');
      // neither of the two calls gave control back
      expect(ceded(report)).toEqual([]);
    },
  },
  never_resolved: {
    check({ report, snapshot }, line) {
      expect(places(report.warnings)).toEqual([['pending-at-exit', line('await future'), 1, 'waiter']]);
      expect(task(report, 'waiter')).toMatchObject({ state: 'parked', steps: 1, waitsFor: 'future #1', parkedAt: { line: line('await future') } });
      expect(snapshot?.futures.total).toBe(1);
      expect(snapshot?.futures.items[0]).toMatchObject({ createdAt: { line: line('create_future()') }, waiterCount: 1, waiters: [{ name: 'waiter' }] });
      expect(snapshot?.tasks.rows.find(({ name }) => name === 'waiter')).toMatchObject({ state: 'parked', parkedAt: { line: line('await future') } });
    },
  },
  slow_callback: {
    // half of what it blocks: a hiccup of the machine is shorter
    slowCallbackMs: 150,
    check({ report }, line) {
      expect(places(report.warnings)).toEqual([['slow-callback', line('time.sleep(0.3)'), 1, 'Task-3']]);
      const [warning] = report.warnings;
      expect(warning?.durationMs).toBeGreaterThanOrEqual(290);
      expect(warning?.stack.filter(({ user }) => user).map(({ qualname, line: at }) => [qualname, at])).toEqual([
        ['read_slowly', line('time.sleep(0.3)')],
        ['greedy', line('read_slowly()', 'last')],
      ]);
      // it was due 30 ms after the block began
      expect(warning?.victims.map(({ label }) => label)).toEqual(['Task-2']);
      expect(warning?.victims[0]?.delayMs).toBeGreaterThan(200);
      expect(task(report, 'Task-2').steps).toBe(9);
    },
  },
  unkept_task: {
    check({ report, stdout, snapshot }, line) {
      expect(places(report.warnings)).toEqual([
        ['unreferenced-task', line('asyncio.create_task('), 1, null],
        ['destroyed-pending', line('asyncio.create_task('), 1, 'background'],
      ]);
      expect(task(report, 'background')).toMatchObject({ state: 'destroyed', steps: 1, parkedAt: { line: line('create_future()') } });
      expect(stdout).toBe('main is done\n');
      expect(snapshot?.futures.total).toBe(0);
    },
  },
};

describe.concurrent('examples', () => {
  it('has a test for each', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
    expect(Object.keys(examples)).toEqual(files.map((name) => path.basename(name, '.py')).sort());
  });

  for (const [name, { slowCallbackMs = NEVER_SLOW_MS, check, steps = [], unsteady = [] }] of Object.entries(examples)) {
    it(name, async ({ expect }) => {
      const file = path.join(folder, `${name}.py`);
      const outcome = await inspect(request(file, { slowCallbackMs })).ended;
      const { report, exit } = outcome;
      expect(exit).toEqual({ code: 0, reason: 'finished', message: 'Finished.' });
      expect(report.events.dropped).toBe(0);
      check(outcome, lineIn(file));
      await expect(normalised(report, root, { steps, unsteady })).toMatchFileSnapshot(`golden/${name}.json`);
    });
  }
});

/** Number of the line of a file that holds a text, which must be there once unless `which` says otherwise. */
function lineIn(file: string): FindLine {
  const lines = readFileSync(file, 'utf8').split('\n');
  return (text, which = 'only') => {
    const found = lines.flatMap((one, index) => (one.includes(text) ? [index + 1] : []));
    if (found.length === 0 || (which === 'only' && found.length > 1)) throw new Error(`${text} is in ${found.length} lines of ${file}.`);
    return found.at(-1)!;
  };
}
