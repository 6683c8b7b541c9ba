/** What only a process of its own shows: processor time, threads, children, descriptors, loops written in C. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { request } from '../../cli/inspectedRun';
import { pythons } from '../interpreters';
import { ControlledRun } from './controlledRun';
import { ENDLESS, FORKING, THREADS } from './programs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-controls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const commands = await pythons();

let runs: ControlledRun[] = [];
afterEach(() => {
  for (const run of runs) run.dispose();
  runs = [];
});

function start(source: string, python: string, endInput = true): ControlledRun {
  const file = path.join(folder, 'program.py');
  writeFileSync(file, source);
  const run = new ControlledRun({ ...request(file), python, env: { PATH: process.env['PATH'] ?? '' } }, endInput);
  runs.push(run);
  return run;
}

const WITH_NUMBER = ENDLESS.replace('"go"', '"go", os.getpid()').replace('import asyncio', 'import asyncio, os');

/** In clock ticks of the system, a hundredth of a second each. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe.each([...new Set([commands[0], commands.at(-1)])].filter((command) => command !== undefined))('on %s', { timeout: 60_000 }, (python) => {
  it.skipIf(process.platform !== 'linux')('what is paused takes no processor time', async () => {
    const run = start(WITH_NUMBER, python);
    await run.prints('\n');
    const pid = Number(/\d+/.exec(run.out)?.[0]);
    const shown = await run.pause();
    const before = processorTime(pid);
    const { elapsed } = shown.run;
    await run.until(({ run: { elapsed: now } }) => now > elapsed + 2_000);
    // the thread that listens wakes fifty times a second; the program would have taken all of two seconds
    expect(processorTime(pid) - before).toBeLessThanOrEqual(10);
  });

  it('loops in several threads all pause, and step one handle in all', async () => {
    const run = start(THREADS, python, false);
    await run.prints('go');
    await run.until(({ totals }) => totals.loops === 2 && totals.iterations > 20);
    let shown = await run.pause();
    const steps = (rows: typeof shown): number => rows.tasks.rows.reduce((sum, row) => sum + row.steps, 0);
    // a loop that slept when it was paused wakes once more, finds that its clock stands, and is held then
    const [taken, { elapsed }] = [steps(shown), shown.run];
    shown = await run.until(({ run: { elapsed: now } }) => now > elapsed + 300);
    expect(steps(shown)).toBe(taken);
    const [{ events }, { elapsed: later }] = [shown.totals, shown.run];
    shown = await run.until(({ run: { elapsed: now } }) => now > later + 300);
    expect(shown.totals.events).toBe(events);
    for (let step = 0; step < 10; step++) {
      const before = steps(shown);
      const next = shown.control?.task;
      shown = await run.step('handle', shown);
      // what is no task's step is a sleep's timer
      if (next !== null && next !== undefined) expect(steps(shown)).toBe(before + 1);
      else expect(steps(shown) - before).toBeLessThanOrEqual(1);
    }
    run.do({ kind: 'resume' });
    run.endInput();
    const { stdout, report } = await run.ended;
    expect(stdout.trim().split('\n').sort()).toEqual(['go', 'main', 'other']);
    expect(report.warnings).toEqual([]);
  });

  it('a forked child is not held, and takes no commands', async () => {
    const run = start(FORKING, python);
    await run.prints('go');
    let shown = await run.pause();
    for (let step = 0; step < 4 && !run.out.includes('child'); step++) shown = await run.step('handle', shown);
    await run.prints('child 7');
    run.do({ kind: 'resume' });
    expect((await run.ended).exit.code).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('no descriptor of ours is inherited, or where a program’s own would be', async () => {
    const source = `
import asyncio, os, subprocess, sys
LIST = """
import os
for name in os.listdir("/proc/self/fd"):
    try:
        kind = os.readlink("/proc/self/fd/" + name).split(":")[0]
    except OSError:
        continue
    if kind == "socket" and 2 < int(name) < LIMIT:
        print(name)
"""
async def main():
    print("go", flush=True)
    await asyncio.sleep(1)
asyncio.run(main())
subprocess.run([sys.executable, "-c", LIST.replace("LIMIT", "100000")], close_fds=False)
exec(LIST.replace("LIMIT", "50"))
print("none")
`;
    const run = start(source, python);
    await run.prints('go');
    const shown = await run.pause();
    await run.step('handle', shown);
    run.do({ kind: 'resume' });
    expect((await run.ended).stdout).toBe('go\nnone\n');
  });
});

describe.skipIf(process.platform !== 'linux')('a program that closes every descriptor', { timeout: 60_000 }, () => {
  it('goes on, and what it opens in their place is not read', async () => {
    const source = `
import os, time
print("go", flush=True)
os.closerange(3, 4096)
files = [os.open(__file__, os.O_RDONLY) for _ in range(1000)]
time.sleep(0.2)
print(all(os.lseek(file, 0, os.SEEK_CUR) == 0 for file in files), flush=True)
`;
    const run = start(source, commands.at(-1) ?? 'python3');
    await run.prints('go');
    run.do({ kind: 'pause' });
    expect((await run.ended).stdout).toBe('go\nTrue\n');
  });
});
