/** Pausing, stepping, slowing down and cancelling, on the oldest and the newest CPython of this machine and on the embedded one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { request } from '../../cli/inspectedRun';
import { pythons } from '../interpreters';
import { ControlledRun } from './controlledRun';
import { COUNTS, CROWD, ENDLESS, IN_TURNS, TIMERS, WAITING } from './programs';

const SLEEP_LINE = IN_TURNS.split('\n').findIndex((line) => line.endsWith('sleep(0)')) + 1;

const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-controls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const commands = await pythons();
const oldestAndNewest = [...new Set([commands[0], commands.at(-1)])].filter((command) => command !== undefined);

const runs: ControlledRun[] = [];
afterEach(() => {
  for (const run of runs.splice(0)) run.dispose();
});

/** `blocks`: it does so for as long as the test likes. */
function start(source: string, python: string | null, { blocks = false } = {}): ControlledRun {
  const file = path.join(folder, 'program.py');
  writeFileSync(file, source);
  const run = new ControlledRun({ ...request(file), ...(blocks && { slowCallbackMs: 60_000 }), python, env: { PATH: process.env['PATH'] ?? '' } });
  runs.push(run);
  return run;
}

describe.each([null, ...oldestAndNewest])('on %s', { timeout: 60_000 }, (python) => {
  it('each step runs one handle, in the program’s own order', async () => {
    const run = start(IN_TURNS, python, { blocks: true });
    await run.prints('go');
    let shown = await run.pause();
    expect([shown.control?.before, shown.ready.total, shown.running]).toEqual([null, 0, null]);
    // main wakes, then makes the workers, then each takes its step
    shown = await run.step('handle', shown);
    expect([shown.control?.before, shown.ready.items.map(({ label }) => label)]).toEqual(['Task-1', ['Task-1']]);
    shown = await run.step('handle', shown);
    const workers = shown.ready.items.map(({ label }) => label);
    expect(workers).toHaveLength(3);
    for (let turn = 0; turn < 6; turn++) {
      const next = workers[turn % 3]!;
      expect(shown.control?.before).toBe(next);
      const steps = (name: string): number | undefined => shown.tasks.rows.find((row) => row.name === name)?.steps;
      const before = workers.map(steps);
      shown = await run.step('handle', shown);
      await run.prints(`${'ABC'[turn % 3]} ${Math.trunc(turn / 3)}`);
      // also of the one that has just had its step it is known where it stands
      expect(shown.tasks.rows.find(({ name }) => name === next)?.parkedAt?.line).toBe(SLEEP_LINE);
      expect(workers.map(steps)).toEqual(before.map((count, index) => (workers[index] === next ? (count ?? 0) + 1 : count)));
    }
    run.do({ kind: 'resume' });
    const { stdout, report } = await run.ended;
    expect(stdout).toBe('go\nA 0\nB 0\nC 0\nA 1\nB 1\nC 1\nA 2\nB 2\nC 2\nA 3\nB 3\nC 3\nend\n');
    expect(report.warnings).toEqual([]);
  });

  it('a step of an iteration runs what is left of the turn', async () => {
    const run = start(IN_TURNS, python, { blocks: true });
    await run.prints('go');
    let shown = await run.pause();
    for (let step = 0; step < 3; step++) shown = await run.step('handle', shown);
    await run.prints('A 0');
    const { iterations } = shown.totals;
    shown = await run.step('iteration', shown);
    await run.prints('C 0');
    expect([shown.totals.iterations, shown.ready.items.map(({ label }) => label), run.out.includes('A 1')]).toEqual([iterations + 1, expect.arrayContaining([shown.control?.before]), false]);
    shown = await run.step('iteration', shown);
    await run.prints('C 1');
    expect([shown.totals.iterations, run.out.includes('A 2')]).toEqual([iterations + 2, false]);
    run.stop();
    expect((await run.ended).exit.reason).toBe('stopped');
  });

  it('timers keep the time that they have left, and what waits for them sees no pause', async () => {
    const run = start(TIMERS, python);
    await run.prints('go');
    const shown = await run.pause();
    const left = shown.timers.items.map(({ dueIn }) => dueIn);
    const { elapsed } = shown.run;
    const later = await run.until(({ run: { elapsed: now } }) => now > elapsed + 1_500);
    expect(later.timers.items.map(({ dueIn }) => dueIn)).toEqual(left);
    run.do({ kind: 'resume' });
    const { stdout, report } = await run.ended;
    expect(stdout).toBe('go\ntimed out\n[0.2, 0.4, 0.6] True True\n');
    expect(report.warnings).toEqual([]);
  });

  it('it stops in the middle of an iteration of thousands of handles, and after the step that is under way', async () => {
    const run = start(CROWD, python);
    await run.prints('ten');
    let shown = await run.pause();
    expect([shown.control?.before, shown.ready.total]).toEqual(['main.<locals>.note', 4989 + 1]);
    shown = await run.step('handle', shown);
    expect(shown.ready.total).toBe(4988 + 1);
    run.do({ kind: 'resume' });
    expect((await run.ended).stdout).toBe('ten\nTrue\n');
  });

  it('Stop ends what is paused', async () => {
    const run = start(ENDLESS, python);
    await run.prints('go');
    await run.pause();
    run.stop();
    expect((await run.ended).exit.reason).toBe('stopped');
  });

  it('Ctrl+C interrupts what is paused', async () => {
    const run = start(ENDLESS, python);
    await run.prints('go');
    await run.pause();
    run.interrupt();
    const { exit, stderr } = await run.ended;
    expect([exit.reason, stderr.trimEnd().split('\n').at(-1)]).toEqual(['interrupted', 'KeyboardInterrupt']);
    expect(stderr).not.toContain('loop_inspector');
  });

  it('what is asked for quickly is done in its order', async () => {
    const run = start(COUNTS, python);
    await run.prints('go');
    for (let times = 0; times < 40; times++) {
      for (let burst = 0; burst < 25; burst++) {
        run.do({ kind: 'pause' });
        run.do({ kind: 'resume' });
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await run.ended).stdout).toBe('go\n20000\n');
  });

  it('slow motion runs handles one by one, and the loop’s clock does not count the time between', async () => {
    const run = start(IN_TURNS, python, { blocks: true });
    run.do({ kind: 'speed', handlesPerSecond: 20 });
    const before = await run.until(({ control }) => control?.before === 'Task-3');
    expect([before.control?.mode, before.control?.speed]).toEqual(['running', 20]);
    run.do({ kind: 'speed', handlesPerSecond: null });
    const { stdout, report } = await run.ended;
    expect(stdout.endsWith('C 3\nend\n')).toBe(true);
    expect(report.warnings).toEqual([]);
  });

  it('a task is cancelled by the inspector, whether or not its loop is paused', async () => {
    for (const paused of [false, true]) {
      const run = start(WAITING, python);
      await run.prints('go');
      const waits = await run.until(({ tasks }) => tasks.rows.some(({ name, state }) => name === 'waiter' && state === 'parked'));
      const { id } = waits.tasks.rows.find(({ name }) => name === 'waiter')!;
      if (paused) await run.pause();
      run.do({ kind: 'cancelTask', task: id });
      if (paused) {
        const shown = await run.until(({ ready }) => ready.total > 0);
        expect(shown.ready.items.map(({ label, queuedBy }) => [label, queuedBy])).toEqual([['waiter', 'Loop Inspector']]);
        expect(run.out).not.toContain('cancelled');
        run.do({ kind: 'resume' });
      }
      const { stdout, snapshot, report } = await run.ended;
      expect(stdout).toBe('go\ncancelled\ndone True\n');
      expect(snapshot?.tasks.rows.find(({ name }) => name === 'waiter')).toMatchObject({ state: 'cancelled', cancelledBy: 'Loop Inspector', cancelledAt: null });
      expect(report.warnings.map(({ code }) => code)).toEqual(['deadlock']);
    }
  });
});
