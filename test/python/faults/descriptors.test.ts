/** Programs that close what is not theirs, run out of what they need, or have nobody to write to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from '../../cli/commandLine';
import { root } from '../../cli/inspectedRun';
import { pythons } from '../interpreters';
import { type Fault, testFaults } from './fault';

const COMMON = `
import asyncio, os, sys
async def naps(times):
    for _ in range(times):
        await asyncio.sleep(0.001)
async def main(what=lambda: None):
    await asyncio.create_task(naps(20), name="before")
    await asyncio.sleep(0.05)
    what()
    await asyncio.create_task(naps(20), name="after")
`;
const newest = (await pythons()).at(-1) ?? 'python3';
const PART = 'Finished. Not all of it was seen';

const faults: Record<string, Fault> = {
  'closes some descriptors': { source: `${COMMON}os.closerange(3, 256)\nasyncio.run(main())\n`, ending: 'Finished.', tasks: { before: 'done', after: 'done' } },
  'closes every descriptor, and opens a file in place of each': {
    source: `${COMMON}
def become_daemon():
    os.closerange(3, 5000)
    files = [open(f"file{n}", "w+") for n in range(1500)]
    print(files[0].fileno(), files[-1].fileno())
    return files
kept = become_daemon()
asyncio.run(main())
print([file.read() for file in kept] == [""] * 1500)
for n in range(1500):
    os.remove(f"file{n}")
`,
    ending: PART,
  },
  'closes every descriptor in a step': {
    // its loop cannot wait any more
    source: `${COMMON}
def close():
    os.closerange(3, 5000)
    os._exit(0)
asyncio.run(main(close))
`,
    ending: PART,
    tasks: { before: 'done' },
  },
  'opens a pipe that hangs up in place of each descriptor': {
    source: `${COMMON}
os.closerange(3, 5000)
pipes = [os.pipe() for _ in range(1500)]
for reader, writer in pipes[100:]:
    os.close(reader)
asyncio.run(main())
print("goes on")
`,
    ending: PART,
  },
  'sees its descriptors numbered from 3': { source: `${COMMON}import socket\nprint(os.dup(1), socket.socket())\nasyncio.run(main())\n`, ending: 'Finished.', tasks: { after: 'done' } },
  'closes its input': { source: `${COMMON}os.close(0)\nasyncio.run(main())\ntry:\n    print(sys.stdin.read())\nexcept OSError as error:\n    print(error)\n`, ending: 'Finished.', tasks: { after: 'done' } },
  'closes its output': { source: `${COMMON}sys.stdout = open(1, "w", closefd=False)\nasyncio.run(main())\nos.close(1)\nprint("more")\n`, ending: 'Exited with code 120.', tasks: { after: 'done' } },
  'closes its streams': { source: `${COMMON}sys.stdout.close()\nsys.stderr.close()\nasyncio.run(main())\n1 / 0\n`, ending: 'Ended by ZeroDivisionError.', tasks: { after: 'done' }, differs: /refcount : \d+/g },
  'has no streams': { source: `${COMMON}sys.stdin = sys.stdout = sys.stderr = None\nasyncio.run(main())\nprint(1)\n`, ending: 'Finished.', tasks: { after: 'done' }, embedded: true },
  'puts a file in place of its output': {
    source: `${COMMON}
file = os.open("output.txt", os.O_CREAT | os.O_RDWR | os.O_TRUNC)
before = os.dup(1)
os.dup2(file, 1)
os.dup2(file, 2)
asyncio.run(main())
print("into the file", flush=True)
os.dup2(before, 1)
print(open("output.txt").read())
os.remove("output.txt")
`,
    ending: 'Finished.',
    tasks: { after: 'done' },
  },
  'may open few files': {
    source: `${COMMON}
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (10, 10))
files = []
try:
    while True:
        files.append(open(__file__))
except OSError as error:
    print(len(files), error)
files.clear()
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { after: 'done' },
  },
  'may use little memory': {
    source: `${COMMON}
import resource
async def eats():
    resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
    eaten = []
    try:
        while True:
            eaten.append(bytes(10_000_000))
            await asyncio.sleep(0)
    except MemoryError:
        pass
    print("full", len(eaten) > 1)
asyncio.run(eats())
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { after: 'done' },
  },
};

testFaults('a program that', faults);

describe('a program whose inspector', () => {
  const cli = new CommandLine('--python', newest);
  afterAll(() => cli[Symbol.dispose]());

  it.skipIf(!existsSync('/dev/full'))('cannot write its report keeps its output, and the command fails with a sentence', async ({ expect }) => {
    const program = await cli.file('full.py', 'print("all of it")\nraise SystemExit(7)\n');
    const { code, stdout, stderr } = await cli.run(['--report', '/dev/full', program]);
    expect([code, stdout]).toEqual([1, 'all of it\n']);
    expect(stderr).toMatch(/^The report cannot be written to \/dev\/full: ENOSPC.* Give --report another path\.\n$/);
  });

  it('dies ends too, though it has closed the pipe', async ({ expect }) => {
    const { child, prints, finished } = await cli.startProgram('import os\nos.closerange(3, 5000)\nprint("pid", os.getpid(), ".", flush=True)\nwhile True: pass\n');
    let text = '';
    child.stdout.on('data', (data: string) => (text += data));
    await prints('.\n');
    const pid = Number(/pid (\d+)/.exec(text)?.[1]);
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(`(${path.basename(readFileSync(`/proc/${pid}/comm`, 'utf8').trim())})`);
    child.kill('SIGKILL');
    await finished;
    await expect.poll(() => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')).toBe(false);
  });

  it('has no reader any more is stopped', async ({ expect }) => {
    const program = await cli.file('lines.py', 'while True:\n    print("line")\n');
    const command = `"${process.execPath}" "${path.join(root, 'dist', 'cli.js')}" --python "${newest}" "${program}" | head -1; exit \${PIPESTATUS[0]}`;
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (data: string) => (text += data));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, text]).toEqual([141, 'line\n']);
  });
});
