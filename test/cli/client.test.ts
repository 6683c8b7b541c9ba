/** The inspector as the extension uses it: `startRun`. One run at a time: threads are counted. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_WINDOW, type WarningView } from '../../src/core/snapshot/protocol';
import { CommandLine } from './commandLine';
import { inspect, request } from './inspectedRun';

const files = new CommandLine();
afterAll(() => files[Symbol.dispose]());

/** `Run.stop` promises it. */
const STOPPED_WITHIN_MS = 1_000;

let programs = 0;
async function program(source: string): Promise<ReturnType<typeof request>> {
  programs += 1;
  return request(await files.file(`program${programs}.py`, source));
}

describe('stop()', () => {
  const endless: Readonly<Record<string, string>> = {
    'a busy loop': 'print("go", flush=True)\nwhile True: pass\n',
    'time.sleep': 'import time\nprint("go", flush=True)\ntime.sleep(1000)\n',
    'asyncio.sleep': 'import asyncio\nasync def main():\n    print("go", flush=True)\n    await asyncio.sleep(1000)\nasyncio.run(main())\n',
    'input()': 'input("go")\n',
    'endless output': 'while True:\n    print("go" * 50)\n',
    'a program that refuses to end': 'import asyncio\nprint("go", flush=True)\nwhile True:\n    try:\n        asyncio.run(asyncio.sleep(1000))\n    except BaseException:\n        pass\n',
  };
  for (const [name, source] of Object.entries(endless)) {
    it(`ends ${name}`, async () => {
      const { run, prints, ended } = inspect(await program(source), { endInput: false });
      await prints('go');
      const asked = performance.now();
      run.stop();
      run.stop();
      const { exit, report } = await ended;
      expect(performance.now() - asked).toBeLessThan(STOPPED_WITHIN_MS);
      expect(exit).toEqual({ code: 143, reason: 'stopped', message: 'Stopped.' });
      expect(report.exit).toEqual(exit);
    });
  }

  it('ends a step that blocks for ever, which is known by then', async () => {
    const { run, ended } = inspect(await program('import asyncio\nasync def main():\n    while True: pass\nasyncio.run(main())\n'));
    const [live] = await new Promise<readonly WarningView[]>((resolve) => run.onWarnings(resolve));
    expect(live?.message).toMatch(/^Task-1 blocks the event loop, for .* so far, in main, .*:3\.$/);
    run.stop();
    const { warnings } = (await ended).report;
    expect(warnings).toMatchObject([{ code: 'slow-callback', count: 1, location: { line: 3 } }]);
    expect(warnings[0]?.message).toMatch(/^Task-1 blocked the event loop for /);
  });

  it('ends a deadlock, which is known by then', async () => {
    const { run, ended } = inspect(await program('import asyncio\nasync def main():\n    await asyncio.get_running_loop().create_future()\nasyncio.run(main())\n'));
    const [live] = await new Promise<readonly WarningView[]>((resolve) => run.onWarnings(resolve));
    expect(live).toMatchObject({ code: 'deadlock', location: { line: 3 } });
    run.stop();
    expect((await ended).report.warnings.map(({ code }) => code)).toEqual(['deadlock']);
  });

  it('ends what has not begun yet', async () => {
    const { run, ended } = inspect(await program('print("never")\n'));
    const asked = performance.now();
    run.stop();
    expect((await ended).exit.reason).toBe('stopped');
    expect(performance.now() - asked).toBeLessThan(STOPPED_WITHIN_MS);
  });

  it('changes nothing after the end', async () => {
    const { run, ended } = inspect(await program('raise SystemExit(7)\n'));
    expect((await ended).exit).toMatchObject({ code: 7, reason: 'exit' });
    run.stop();
    run.interrupt();
    run.dispose();
  });
});

describe('interrupt()', () => {
  it('always arrives, at whatever moment', async () => {
    const { run, ended } = inspect(
      await program(`
import os
import signal
handled = []
def handle(*_):
    # the next one may come in the middle of this one, of the print of a buffered stream it may not
    handled.append(None)
    if len(handled) <= 400:
        os.write(1, b"again\\n")
signal.signal(signal.SIGINT, handle)
os.write(1, b"ready\\n")
while len(handled) < 400: pass
`),
    );
    // the next one as soon as the last was seen, so that they come at all points of the interpreter's own checks
    run.onOutput(() => setImmediate(() => run.interrupt()));
    const { exit, stdout } = await ended;
    expect(stdout).toBe(`ready\n${'again\n'.repeat(400)}`);
    // the last one came after the program's last line
    expect(['finished', 'interrupted']).toContain(exit.reason);
  });

  it('ends what has not begun yet', async () => {
    const { run, ended } = inspect(await program('print("never")\n'));
    run.interrupt();
    const { exit, stdout } = await ended;
    expect(exit).toEqual({ code: 130, reason: 'interrupted', message: 'Interrupted before the program began.' });
    expect(stdout).toBe('');
  });
});

describe('output that nobody takes', () => {
  it('holds the program up, and costs no more memory', async () => {
    const { run, ended } = inspect(await program('while True:\n    print("x" * 1000)\n'), { takeOutput: false });
    run.view(DEFAULT_WINDOW);
    let taken = 0;
    let snapshots = 0;
    await new Promise<void>((resolve) => {
      let before = -1;
      run.onOutput(({ bytes }) => {
        taken += bytes.length;
      });
      run.onSnapshot(({ sequence }) => {
        // several in a row without output in between: the program waits
        snapshots = taken > 0 && taken === before ? snapshots + 1 : 0;
        before = taken;
        run.acknowledge(sequence);
        if (snapshots === 5) resolve();
      });
    });
    expect(taken).toBeLessThan(2 * 1024 * 1024);
    run.stop();
    expect((await ended).exit.reason).toBe('stopped');
  });
});

describe('a program in a terminal', () => {
  it('knows its width', async () => {
    const terminal = { stdin: true, stdout: true, stderr: true, together: true, columns: 132, rows: 43 };
    const source = 'import shutil, sys\nprint(*shutil.get_terminal_size(), sys.stdout.isatty())\n';
    for (const python of [null, 'python3']) {
      const { ended } = inspect({ ...(await program(source)), terminal, python, env: { PATH: process.env['PATH'] ?? '' } });
      expect((await ended).stdout).toBe('132 43 True\n');
    }
  });
});

describe('one run after another', () => {
  it('begins with nothing of the one before', async () => {
    const first = await program(`
import asyncio, builtins, os, sys, random
builtins.mark = sys.modules["marked"] = sys
os.environ["MARK"] = "1"
open("/mark", "w").close()
asyncio.Task = None
sys.path.append("/marked")
asyncio.run(asyncio.sleep(0))
print(random.random())
`);
    const second = await program(`
import asyncio, builtins, os, sys, random
print(hasattr(builtins, "mark"), "marked" in sys.modules, os.environ.get("MARK"), os.path.exists("/mark"), asyncio.Task is None, "/marked" in sys.path)
async def main():
    print(asyncio.current_task().get_name())
asyncio.run(main())
print(random.random())
`);
    const one = await inspect(first).ended;
    const other = await inspect(second).ended;
    expect([one.stderr, other.stderr]).toEqual(['', '']);
    const [marks, task, random] = other.stdout.trimEnd().split('\n');
    expect([marks, task]).toEqual(['False False None False False False', 'Task-1']);
    // the interpreter starts from a memory image; its random numbers must not
    expect(random).not.toBe(one.stdout.trim());
    expect(other.report.warnings).toEqual([]);
    expect(other.snapshot?.tasks.rows.map(({ id }) => id)).toContain(1);
  });
});

describe('what a run leaves behind', () => {
  const exits: Promise<unknown>[] = [];
  const note = (worker: Worker): void => void exits.push(once(worker, 'exit'));
  beforeAll(() => void process.on('worker', note));
  afterAll(() => void process.off('worker', note));

  for (const [name, python] of [['the embedded interpreter', null], ['another', 'python3']] as const) {
    it(`is nothing, on ${name}`, async () => {
      // whatever node starts lazily, such as the threads that read files, is there from the first run on
      await runAndWait('print("warm")\n', false, python);
      const before = left();
      await runAndWait('print("go")\n', false, python);
      await runAndWait('print("go", flush=True)\nwhile True: pass\n', true, python);
      if (python !== null) await runAndWait('', false, path.join(files.folder, 'no python'));
      expect(left()).toEqual(before);
    });
  }

  async function runAndWait(source: string, stop: boolean, python: string | null): Promise<void> {
    const { run, prints, ended } = inspect({ ...(await program(source)), python, env: { PATH: process.env['PATH'] ?? '' } });
    if (stop) {
      await prints('go');
      run.stop();
    }
    await ended;
    expect(exits).toHaveLength(1);
    await exits.pop();
  }

  /** Threads, open files and child processes of this process where the system tells; what keeps its loop alive; temporary files with a name of ours. */
  function left(): object {
    const linux = process.platform === 'linux';
    return {
      threads: linux ? readdirSync('/proc/self/task').length : 0,
      files: linux ? readdirSync('/proc/self/fd').length : 0,
      resources: process.getActiveResourcesInfo().filter((kind) => /Worker|MessagePort|Process/.test(kind)).sort(),
      temporary: readdirSync(os.tmpdir()).filter((name) => /inspector|pyodide|emscripten/i.test(name) && name !== path.basename(files.folder) && !name.startsWith('loop-inspector-cli-')),
    };
  }
});
