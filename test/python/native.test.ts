/** Programs on the user's own interpreter: every version tells the same, and nothing that goes wrong is left behind. */
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { CommandLine, lineOf, type Started } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';
import { pythons } from './interpreters';

const commands = await pythons();
const newest = commands.at(-1) ?? 'python3';

const TROUBLED = `
import asyncio, threading, time
async def sleeps():
    await asyncio.sleep(0)
    time.sleep(0.3)  # a task blocks
def blocks():
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        pass  # a callback blocks
async def breaks():
    1 / 0
async def forgotten():
    pass
async def main():
    asyncio.get_running_loop().call_soon(blocks)
    await asyncio.create_task(sleeps(), name="sleeper")
    task = asyncio.create_task(breaks(), name="broken")
    await asyncio.sleep(0)
    del task
    forgotten()
async def naps():
    await asyncio.sleep(0.01)
def elsewhere():
    asyncio.run(naps())
thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
left = loop.create_task(asyncio.sleep(1000), name="left")
loop.run_until_complete(asyncio.sleep(0))
`;

describe.each(commands)('%s', (python) => {
  const cli = new CommandLine('--python', python);
  afterAll(() => cli[Symbol.dispose]());

  it('a program with troubles gets a warning for each at its line', async ({ expect }) => {
    const { code, report, stderr } = await cli.report(TROUBLED);
    expect(stderr).toContain('was never awaited');
    expect(code).toBe(0);
    expect(report.loops).toBe(2);
    const found = report.warnings.map(({ code: rule, location, task }) => `${rule} ${location?.line} ${task}`);
    for (const expected of [
      `slow-callback ${lineOf(TROUBLED, 'a task blocks')} sleeper`,
      `exception-never-retrieved ${lineOf(TROUBLED, 'create_task(breaks')} broken`,
      `never-awaited ${lineOf(TROUBLED, '    forgotten()')} null`,
    ]) {
      expect(found).toContain(expected);
    }
    const busy = report.warnings.find(({ code: rule, task }) => rule === 'slow-callback' && task === null);
    expect(busy?.message).toContain('Callback blocks blocked the event loop');
    expect([lineOf(TROUBLED, 'while time'), lineOf(TROUBLED, 'a callback blocks')]).toContain(busy?.location?.line);
    expect(report.warnings.filter(({ code: rule }) => rule === 'pending-at-exit').map(({ task }) => task)).toEqual(['left']);
    // before 3.12 only where a sample found a task parked
    expect(report.cededAt.map(({ line }) => line)).toContain(lineOf(TROUBLED, 'asyncio.sleep(0.01)'));
    const states = Object.fromEntries(report.tasks.map(({ name, state, steps }) => [name, `${state} ${steps}`]));
    expect(states).toMatchObject({ sleeper: 'done 2', broken: 'failed 1', left: 'parked 1' });
  });

  it('a program ends as it would without the inspector', async ({ expect }) => {
    for (const [source, code, message] of [
      ['', 0, 'Finished.'],
      ['import sys; sys.exit(3)', 3, 'Exited with code 3.'],
      ['raise KeyError("x")', 1, 'Ended by KeyError.'],
      ['def f(:', 1, 'Ended by SyntaxError.'],
      ['import os; os._exit(4)', 4, 'Exited with code 4.'],
      ['import ctypes; ctypes.string_at(0)', 139, 'The program’s process was ended by SIGSEGV.'],
    ] as const) {
      const finished = await cli.program(source);
      expect([finished.code, finished.summary.split('\n')[1]?.split(' Ran on')[0]], source).toEqual([code, message]);
      expect(finished.stderr).not.toContain('loop_inspector');
    }
  });

  it('a program finds itself as with python FILE', async ({ expect }) => {
    const { stdout } = await cli.program(
      'import os, sys, threading\nprint(__name__, sys.argv[1:], __file__ == sys.argv[0], sys.path[0] == os.path.dirname(__file__), input(), sys.stdout.isatty())\n',
      ['a', 'b'],
      'typed\n',
    );
    expect(stdout).toBe("__main__ ['a', 'b'] True True typed False\n");
  });
});

describe('on the user’s interpreter', () => {
  const cli = new CommandLine('--python', newest);
  afterAll(() => cli[Symbol.dispose]());

  /** Starts a program that prints the numbers of processes, and gives these. */
  async function processesOf(source: string): Promise<Started & { readonly processes: readonly number[] }> {
    const started = await cli.startProgram(source);
    let text = '';
    started.child.stdout.on('data', (data: string) => {
      text += data;
    });
    await started.prints('.\n');
    return { ...started, processes: [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits)) };
  }

  /** Not even one that has ended and was not waited for by whoever inherited it. */
  const isAlive = (pid: number): boolean => {
    try {
      return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    } catch {
      return false;
    }
  };

  const PARENT = 'import os, subprocess, sys, time\nchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])\nprint(os.getpid(), child.pid, ".", flush=True)\n';

  it('one that is too old is told of, and what to do', async ({ expect }) => {
    const old = await cli.file('old python', `#!/bin/sh\nexec ${newest} -c 'import sys; sys.version_info = (3, 7, 2); exec(open(sys.argv[1]).read())' "$@"\n`);
    chmodSync(old, 0o755);
    const program = await cli.file('never.py', 'print("it began")\n');
    const { code, stdout, stderr, summary } = await cli.run(['--python', old, program]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Loop Inspector needs Python 3\.9 or newer; this is 3\.7 \(.*\)\.\nRun the program again with --python embedded, or with another interpreter\.\n$/);
    expect(summary).toContain('The program did not begin: its interpreter is too old.');
  });

  it('Ctrl+C is a SIGINT, which the program may handle', async ({ expect }) => {
    const source = 'import asyncio, signal\nasync def main():\n    asked = asyncio.Event()\n    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, asked.set)\n    print("go", flush=True)\n    await asked.wait()\n    print("asked to end")\nasyncio.run(main())\n';
    const { child, prints, finished } = await cli.startProgram(source);
    await prints('go');
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 0, stdout: 'go\nasked to end\n', stderr: '' });
  });

  it('Ctrl+C ends a busy loop', async ({ expect }) => {
    const { child, prints, finished } = await cli.startProgram('from itertools import count\nfor turn in count(): turn or print("go", flush=True)\n');
    await prints('go');
    child.kill('SIGINT');
    const { code, summary, stderr } = await finished;
    expect([code, stderr.includes('line 2, in <module>'), stderr.endsWith('\nKeyboardInterrupt\n')]).toEqual([130, true, true]);
    expect(summary).toContain('Interrupted (KeyboardInterrupt).');
  });

  it('Ctrl+C before the program has begun says so', async ({ expect }) => {
    const { run, ended } = inspect({ ...request(await cli.file('never.py', 'print("never")\n')), python: newest });
    run.interrupt();
    const { exit, stdout } = await ended;
    expect([exit.code, exit.message, stdout]).toEqual([130, 'Interrupted before the program began.', '']);
  });

  it('Ctrl+C is told as such though the interpreter, which has not begun it, ends as it likes', async ({ expect }) => {
    const slow = path.join(cli.folder, 'slow');
    writeFileSync(slow, '#!/bin/sh\ntrap "exit 1" INT\necho waits\nsleep 1000 &\nwait\n', { mode: 0o755 });
    const { run, prints, ended } = inspect({ ...request(await cli.file('never.py', 'print("never")\n')), python: slow });
    await prints('waits');
    run.interrupt();
    expect((await ended).exit).toMatchObject({ code: 130, message: 'Interrupted before the program began.' });
  });

  it('a program that is ended takes what it has started with it', async ({ expect }) => {
    const { child, finished, processes } = await processesOf(`${PARENT}time.sleep(1000)\n`);
    expect(processes.map(isAlive)).toEqual([true, true]);
    child.kill('SIGTERM');
    expect((await finished).code).toBe(143);
    await expect.poll(() => processes.map(isAlive)).toEqual([false, false]);
  });

  it('nothing goes on when the inspector has been killed', async ({ expect }) => {
    const { child, finished, processes } = await processesOf(`${PARENT}while True: pass\n`);
    child.kill('SIGKILL');
    await finished;
    await expect.poll(() => processes.map(isAlive)).toEqual([false, false]);
  });

  it('nothing goes on when the run is given up', async ({ expect }) => {
    const file = await cli.file('goes_on.py', `${PARENT}while True: pass\n`);
    const { run, prints, ended } = inspect({ ...request(file), python: newest });
    let text = '';
    run.onOutput(({ bytes }) => {
      text += Buffer.from(bytes).toString();
    });
    await prints('.');
    const processes = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
    expect(processes.map(isAlive)).toEqual([true, true]);
    run.dispose();
    await ended;
    await expect.poll(() => processes.map(isAlive)).toEqual([false, false]);
  });

  it('a process that the program leaves behind does not hold the end up', async ({ expect }) => {
    const { finished, processes } = await processesOf(PARENT);
    expect((await finished).code).toBe(0);
    expect(isAlive(processes[1]!)).toBe(true);
    process.kill(processes[1]!, 'SIGKILL');
  });

  it('forked children and their loops are not taken for the program', async ({ expect }) => {
    const source = 'import asyncio, os\nasync def main(n):\n    for _ in range(n):\n        await asyncio.sleep(0)\nchild = os.fork()\nasyncio.run(main(5 if child else 3000))\nif not child:\n    os._exit(7)\nprint(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n';
    const { stdout, code, report } = await cli.report(source);
    expect([stdout, code]).toEqual(['7\n', 0]);
    expect(report.tasks.find(({ name }) => name === 'Task-1')?.steps).toBe(6);
  });

  it('multiprocessing works', async ({ expect }) => {
    const source = 'import multiprocessing\ndef square(x):\n    return x * x\nif __name__ == "__main__":\n    for method in ("fork", "spawn"):\n        with multiprocessing.get_context(method).Pool(2) as pool:\n            print(pool.map(square, [1, 2, 3]))\n';
    expect(await cli.program(source)).toMatchObject({ stdout: '[1, 4, 9]\n[1, 4, 9]\n', code: 0 });
  });

  it('sockets, subprocesses and threads work', async ({ expect }) => {
    const source = `
import asyncio, sys
async def serve(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\\n")
    print(await reader.read())
    writer.close()
    server.close()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(6 * 7)", stdout=asyncio.subprocess.PIPE)
    print((await process.communicate())[0])
    print(await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2]))
asyncio.run(main())
`;
    expect(await cli.program(source)).toMatchObject({ stdout: "b'HELLO\\n'\nb'42\\n'\n3\n", stderr: '', code: 0 });
  });

  it('output of any size comes whole, and in the end', async ({ expect }) => {
    const { stdout } = await cli.program('import sys\nfor n in range(200_000):\n    print("line", n)\n');
    expect(stdout.length).toBe([...Array(200_000).keys()].reduce((sum, n) => sum + 6 + String(n).length, 0));
    expect(stdout.endsWith('line 199999\n')).toBe(true);
  });

  it('an interpreter that is not there, or is none, is named in a sentence', async ({ expect }) => {
    const none = path.join(cli.folder, 'no-python');
    const program = await cli.file('hello.py', 'print("hello")\n');
    using onNone = new CommandLine('--python', none);
    const missing = await onNone.run([program]);
    expect([missing.code, missing.summary]).toEqual([127, expect.stringContaining(`The interpreter ${none} cannot be started`)]);
    const other = path.join(cli.folder, 'other');
    writeFileSync(other, '#!/bin/sh\necho "not a python" >&2\nexit 9\n', { mode: 0o755 });
    using onOther = new CommandLine('--python', other);
    const ended = (code: number): string => `The program did not begin: ${other} ended with code ${code} before it came to it.`;
    expect(await onOther.run([program])).toMatchObject({ code: 9, stderr: 'not a python\n', summary: expect.stringContaining(ended(9)) as string });
    writeFileSync(other, '#!/bin/sh\n');
    expect(await onOther.run([program])).toMatchObject({ code: 1, stderr: '', summary: expect.stringContaining(ended(0)) as string });
  });

  it('modules of the program’s that are called like some of the standard library’s are not taken for these', async ({ expect }) => {
    for (const name of ['json', 'platform', 'linecache', 'traceback']) await cli.file(`named/${name}.py`, 'raise ImportError("of the program")\n');
    const plain = new CommandLine('--python', newest);
    const { code, stdout, summary } = await plain.run([await cli.file('apart/program.py', 'import asyncio\nasyncio.run(asyncio.sleep(0))\nprint("ran")\n')], '', { env: { PYTHONPATH: path.join(cli.folder, 'named') } });
    plain[Symbol.dispose]();
    expect([code, stdout]).toEqual([0, 'ran\n']);
    expect(summary).toContain('Finished.');
  });

  it('a relative path to it is from where the command runs, not from where the program is', async ({ expect }) => {
    symlinkSync(newest, path.join(cli.folder, 'mine'));
    using onMine = new CommandLine('--python', './mine');
    expect(await onMine.run([await cli.file('elsewhere/program.py', 'print("ran")\n')], '', { cwd: cli.folder })).toMatchObject({ code: 0, stdout: 'ran\n' });
  });
});

describe('a module that the embedded interpreter lacks', () => {
  const cli = new CommandLine('--python', 'embedded');
  afterAll(() => cli[Symbol.dispose]());

  it('is looked for in the Python of the path, which is then named', async ({ expect }) => {
    await cli.file('packages/only_here.py', 'WHERE = "here"\n');
    const env = { PYTHONPATH: path.join(cli.folder, 'packages'), PATH: `${path.dirname(newest)}${path.delimiter}${process.env['PATH'] ?? ''}` };
    const found = await cli.run([await cli.file('wants.py', 'import only_here\nprint(only_here.WHERE)\n')], '', { env });
    expect(found.code).toBe(1);
    const [, python] = /^(\S+) has only_here: run the program again with --python \1\.$/m.exec(found.stderr) ?? [];
    using onPython = new CommandLine('--python', python ?? 'none named');
    const again = await onPython.run([path.join(cli.folder, 'wants.py')], '', { env });
    expect(again).toMatchObject({ code: 0, stdout: 'here\n' });
  });

  it('that no Python has is not spoken of', async ({ expect }) => {
    const { stderr } = await cli.program('import no_such_module_anywhere\n');
    expect(stderr).toContain('run it with a Python that has');
    expect(stderr).not.toContain('run the program again');
  });
});

describe.each(['embedded', newest])('a module, on %s,', (python) => {
  const cli = new CommandLine('--python', python);
  afterAll(() => cli[Symbol.dispose]());

  it('runs as with python -m', async ({ expect }) => {
    await cli.file('tool/__init__.py', 'print("package")\n');
    await cli.file('tool/__main__.py', 'import sys\nfrom . import part\nprint(__name__, __package__, __spec__.name, part.NAME, sys.argv[0] == __file__, sys.argv[1:])\n');
    await cli.file('tool/part.py', 'NAME = "part"\n');
    expect(await cli.run(['-m', 'tool', 'a', '-m'])).toMatchObject({ code: 0, stdout: "package\n__main__ tool tool.__main__ part True ['a', '-m']\n", stderr: '' });
  });

  it('that is not there is named in one line', async ({ expect }) => {
    const { code, stderr } = await cli.run(['-m', 'no_such_module']);
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain('No module named no_such_module');
  });
});
