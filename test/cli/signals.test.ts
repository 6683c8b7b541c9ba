/** Ctrl+C, and the signals that end a process. Nothing here waits for a time: a program says when it has come so far. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from './commandLine';

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

/** Also on a machine with much else to do. */
const AT_ONCE_MS = 5_000;

it('a loop refuses what is no signal, and leaves the handlers of others', async ({ expect }) => {
  const source = `
import asyncio, signal
def own(*_): pass
signal.signal(signal.SIGUSR1, own)
async def main():
    loop = asyncio.get_running_loop()
    for sig in ("no", 12345, signal.SIGKILL):
        try:
            loop.add_signal_handler(sig, print)
        except (TypeError, ValueError, RuntimeError) as error:
            print(error)
    print(loop.remove_signal_handler(signal.SIGUSR1), signal.getsignal(signal.SIGUSR1) is own)
    loop.add_signal_handler(signal.SIGUSR1, print)
    print(loop.remove_signal_handler(signal.SIGUSR1), signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL)
asyncio.run(main())
`;
  const { code, stdout } = await cli.program(source);
  expect([code, stdout]).toEqual([0, "sig must be an int, not 'no'\ninvalid signal number 12345\nsig 9 cannot be caught\nFalse True\nTrue True\n"]);
});

describe.concurrent('Ctrl+C', () => {
  // each says "go" on the line on which it then stays: the interrupt may also come before the print returns
  const interruptible: Readonly<Record<string, readonly [source: string, line: string]>> = {
    'in a busy loop': ['from itertools import count\nfor turn in count(): turn or print("go", flush=True)\n', 'line 2, in <module>'],
    'in time.sleep': ['import time\nprint("go", flush=True); time.sleep(1000)\n', 'line 2, in <module>'],
    'in input()': ['print("go", flush=True); input()\n', 'line 1, in <module>'],
    'in a coroutine that waits': ['import asyncio\nasync def main():\n    print("go", flush=True); await asyncio.sleep(1000)\nasyncio.run(main())\n', 'line 3, in main'],
  };
  for (const [name, [source, line]] of Object.entries(interruptible)) {
    it(name, async ({ expect }) => {
      const { child, prints, finished } = await cli.startProgram(source);
      await prints('go');
      child.kill('SIGINT');
      const { code, summary, stderr } = await finished;
      expect(code).toBe(130);
      expect(stderr).toContain(line);
      expect(stderr).toMatch(/\nKeyboardInterrupt\n$/);
      // only what the program and its libraries did
      expect(stderr).not.toMatch(/loop_inspector|\.mjs/);
      expect(summary).toContain('Interrupted (KeyboardInterrupt).');
    });
  }

  it('is handled by a loop that asked for it', async ({ expect }) => {
    const source = [
      'import asyncio, signal',
      'async def main():',
      '    asked = asyncio.Event()',
      '    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, asked.set)',
      '    print("go", flush=True)',
      '    await asked.wait()',
      '    print("asked to end")',
      'asyncio.run(main())',
    ];
    const { child, prints, finished } = await cli.startProgram(source.join('\n'));
    await prints('go');
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 0, stdout: 'go\nasked to end\n', stderr: '' });
  });

  it('interrupts again once the loop that asked for it is closed', async ({ expect }) => {
    const source = `
import asyncio, signal
async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, print, "too late")
asyncio.run(main())
print("go", flush=True)
while True: pass
`;
    const { child, prints, finished } = await cli.startProgram(source);
    await prints('go');
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 130, stdout: 'go\n' });
  });

  it('a second time ends a program that takes no notice', async ({ expect }) => {
    const source = 'while True:\n    try:\n        print("go", flush=True)\n        while True: pass\n    except KeyboardInterrupt:\n        print("no", flush=True)\n';
    const { child, prints, finished } = await cli.startProgram(source);
    await prints('go');
    child.kill('SIGINT');
    await prints('no');
    const asked = performance.now();
    child.kill('SIGINT');
    const { code, summary } = await finished;
    expect(performance.now() - asked).toBeLessThan(AT_ONCE_MS);
    expect(code).toBe(143);
    expect(summary).toContain('Stopped.');
  });

  it('stops endless output, which costs no memory meanwhile', async ({ expect }) => {
    const { child, finished } = await cli.startProgram('while True:\n    print("x" * 100)\n');
    const peaks: number[] = [];
    let taken = 0;
    for await (const data of child.stdout) {
      const before = taken;
      taken += (data as string).length;
      // the peak of its memory after 5 MB and after 25 MB of output
      for (const limit of [5_000_000, 25_000_000]) if (before < limit && taken >= limit) peaks.push(peakMemory(child.pid!));
      if (peaks.length === 2) break;
    }
    child.kill('SIGINT');
    // breaking out of the iteration closed the pipe: either ends it
    const { code } = await finished;
    expect([130, 141]).toContain(code);
    expect(peaks[1]! - peaks[0]!).toBeLessThan(60e6);
  });
});

describe.concurrent('SIGTERM', () => {
  it('ends at once', async ({ expect }) => {
    const { child, prints, finished } = await cli.startProgram('print("go", flush=True)\nwhile True: pass\n');
    await prints('go');
    child.kill('SIGTERM');
    const { code, summary } = await finished;
    expect(code).toBe(143);
    expect(summary).toContain('Stopped.');
  });
});

/** Bytes; 0 where the system does not tell. */
function peakMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
