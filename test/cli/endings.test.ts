/** How programs end: exit codes, tracebacks, and the state that the report shows then. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from './commandLine';
import { root } from './inspectedRun';

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

const ONCE_AROUND = 'import asyncio\nasync def main():\n    await asyncio.sleep(0)\nasyncio.run(main())\n';

describe.concurrent('a program that ends', () => {
  it('with a number', async ({ expect }) => {
    const { code, summary, stderr } = await cli.program(`${ONCE_AROUND}import sys\nsys.exit(3)\n`);
    expect([code, stderr]).toEqual([3, '']);
    expect(summary).toContain('Exited with code 3.');
  });

  it('with a message', async ({ expect }) => {
    const { code, summary, stderr } = await cli.program('import sys\nsys.exit("no more")\n');
    expect([code, stderr]).toEqual([1, 'no more\n']);
    expect(summary).toContain('Exited with code 1.');
  });

  it('with os._exit, without losing what was recorded', async ({ expect }) => {
    const { code, report } = await cli.report(`${ONCE_AROUND}import atexit, os\natexit.register(print, "not printed")\nos._exit(5)\n`);
    expect(code).toBe(5);
    expect(report.exit).toEqual({ code: 5, reason: 'exit', message: 'Exited with code 5.' });
    expect(report.tasks[0]).toMatchObject({ name: 'Task-1', coroutine: 'main', state: 'done', steps: 2 });
  });

  it('with sys.exit in a task', async ({ expect }) => {
    const source = 'import asyncio, sys\nasync def quits():\n    sys.exit(4)\nasync def main():\n    await asyncio.create_task(quits(), name="quits")\nasyncio.run(main())\n';
    const { code, report, stderr } = await cli.report(source);
    expect(code).toBe(4);
    expect(report.tasks.find(({ name }) => name === 'quits')).toMatchObject({ state: 'failed', steps: 1 });
    expect(stderr).not.toContain('loop_inspector');
  });

  it('with an exception in a module that it imports', async ({ expect }) => {
    await cli.file('broken_helper.py', 'def start():\n    raise ValueError("bad start")\nstart()\n');
    const { code, summary, stderr } = await cli.program('import broken_helper\n');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Traceback \(most recent call last\):\n {2}File ".*program\d+\.py", line 1, in <module>\n/);
    expect(stderr).toMatch(/broken_helper\.py", line 2, in start\n.*\nValueError: bad start\n$/);
    expect(stderr).not.toContain('loop_inspector');
    expect(summary).toContain('Ended by ValueError.');
  });

  it('with endless recursion', async ({ expect }) => {
    const { code, stderr } = await cli.program('def down():\n    down()\ndown()\n');
    expect(code).toBe(1);
    expect(stderr).toMatch(/RecursionError: maximum recursion depth exceeded\n$/);
  });

  it('with all memory used up', async ({ expect }) => {
    const { code, summary, stderr } = await cli.program('kept = []\nwhile True:\n    kept.append(bytes(1_000_000_000))\n');
    expect(code).toBe(1);
    expect(stderr).toMatch(/line 3, in <module>\n.*\n.*\nMemoryError\n$/);
    expect(summary).toContain('Ended by MemoryError.');
  });

  it('at the end of its input', async ({ expect }) => {
    const source = 'import sys\nprint(input("name? "))\nprint(repr(sys.stdin.readline()))\nprint(repr(sys.stdin.read()))\ninput()\n';
    const { code, stdout, stderr } = await cli.program(source, [], 'Ada\nsecond\nthird 文\nfourth');
    expect(stdout).toBe("name? Ada\n'second\\n'\n'third 文\\nfourth'\n");
    expect(code).toBe(1);
    expect(stderr).toMatch(/EOFError: EOF when reading a line\n$/);
  });
});

describe.concurrent('what the program prints', () => {
  it('comes in order, from both streams, whatever the letters', async ({ expect }) => {
    const source = [
      'import sys',
      'for number in range(50):',
      '    print("out", number)',
      '    print("err", number, file=sys.stderr)',
      'print("é 漢字 😀", "\\u202e", "\\x1b[0m")',
      'sys.stdout.buffer.write(b"\\xff\\x00bytes\\n")',
      'sys.stdout.write("no newline")',
    ];
    const file = await cli.file('order.py', source.join('\n'));
    const to = path.join(cli.folder, 'order.txt');
    const out = openSync(to, 'w');
    const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), '--python', 'embedded', file], { stdio: ['ignore', out, out] });
    const [code] = (await once(child, 'close')) as [number];
    closeSync(out);
    const numbers = Array.from({ length: 50 }, (_, number) => `out ${number}\nerr ${number}\n`).join('');
    const text = Buffer.concat([Buffer.from(`${numbers}é 漢字 😀 \u202e \x1b[0m\n`), Buffer.from([0xff, 0x00]), Buffer.from('bytes\nno newline\nLoop Inspector: ')]);
    expect(readFileSync(to).subarray(0, text.length).toString('latin1')).toBe(text.toString('latin1'));
    expect(code).toBe(0);
  });

  it('ends with whoever reads it', async ({ expect }) => {
    const { child, finished } = await cli.startProgram('while True:\n    print("x" * 100)\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const { code, stderr } = await finished;
    // as a shell reports SIGPIPE
    expect([code, stderr]).toEqual([141, '']);
  });
});

describe.concurrent('what the embedded interpreter lacks', () => {
  const missing: Readonly<Record<string, readonly [source: string, error: string, hint: string]>> = {
    module: ['import no_such_package\n', "ModuleNotFoundError: No module named 'no_such_package'", "has the standard library only; run it with a Python that has 'no_such_package' installed."],
    sockets: [
      'import asyncio\nasync def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(asyncio.open_connection("127.0.0.1", 80))\nasyncio.run(main())\n',
      'OSError: [Errno 138] emscripten does not support sockets.',
      'has no sockets; run it with a Python on your machine.',
    ],
    server: ['import asyncio\nasyncio.run(asyncio.start_server(print, "127.0.0.1", 0))\n', 'OSError: could not bind', 'has no sockets; run it with a Python on your machine.'],
    subprocess: ['import subprocess\nsubprocess.run(["ls"])\n', 'OSError: [Errno 138] emscripten does not support processes.', 'has no subprocesses; run it with a Python on your machine.'],
    thread: ['import asyncio, time\nasyncio.run(asyncio.to_thread(time.sleep, 1))\n', "RuntimeError: can't start new thread", 'has no threads; run it with a Python on your machine.'],
  };
  for (const [name, [source, error, hint]] of Object.entries(missing)) {
    it(name, async ({ expect }) => {
      const { code, stderr } = await cli.program(source);
      expect(code).toBe(1);
      expect(stderr).toContain(error);
      const lines = stderr.trimEnd().split('\n').filter((line) => line.startsWith('Loop Inspector: '));
      expect(lines).toEqual([`Loop Inspector: this program runs on the embedded interpreter, which ${hint}`]);
      expect(stderr.trimEnd().endsWith(hint)).toBe(true);
    });
  }

  it('can be caught like any other error', async ({ expect }) => {
    const source = [
      'import os, socket, subprocess, threading',
      'def tries(what):',
      '    try:',
      '        what()',
      '    except (OSError, RuntimeError) as error:',
      '        print(type(error).__name__)',
      'tries(socket.socket)',
      'tries(lambda: socket.create_connection(("127.0.0.1", 80)))',
      'tries(lambda: socket.getaddrinfo("localhost", 80))',
      'tries(lambda: subprocess.run(["ls"]))',
      'tries(threading.Thread(target=print).start)',
    ];
    expect(await cli.program(source.join('\n'))).toMatchObject({ code: 0, stdout: 'OSError\nOSError\nOSError\nOSError\nRuntimeError\n', stderr: '' });
  });
});
