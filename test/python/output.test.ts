/** What a program on the user's interpreter writes, and where. */
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { DEFAULT_WINDOW, type Snapshot } from '../../src/core/snapshot/protocol';
import { CommandLine } from '../cli/commandLine';
import { inspect, request, root } from '../cli/inspectedRun';
import { pythons } from './interpreters';

const newest = (await pythons()).at(-1) ?? 'python3';

const ALTERNATING = `import sys
for n in range(300):
    print("output", n, flush=True)
    print("error", n, file=sys.stderr, flush=True)
`;
const inOrder = Array.from({ length: 300 }, (_, n) => `output ${n}\nerror ${n}\n`).join('');

describe('output and errors that go to the same place', () => {
  const cli = new CommandLine();
  afterAll(() => cli[Symbol.dispose]());

  it('stay in their order under 2>&1', async ({ expect }) => {
    const program = await cli.file('alternating.py', ALTERNATING);
    const to = path.join(cli.folder, 'both.txt');
    const shell = spawn('sh', ['-c', '"$0" "$1" --python "$2" "$3" >"$4" 2>&1', process.execPath, path.join(root, 'dist', 'cli.js'), newest, program, to]);
    await new Promise((resolve) => shell.on('close', resolve));
    expect(readFileSync(to, 'utf8').split('\nLoop Inspector:')[0]).toBe(inOrder);
  });

  it('stay in their order in a terminal, and the timeline tells them apart', async ({ expect }) => {
    const file = await cli.file('inTerminal.py', `${ALTERNATING}sys.stdin.read()\n`);
    const terminal = { stdin: true, stdout: true, stderr: true, together: true, columns: 80, rows: 24 };
    const { run, prints, ended } = inspect(request(file, { python: newest, terminal, env: { PATH: process.env['PATH'] ?? '' } }), { endInput: false });
    let last: Snapshot | null = null;
    run.onSnapshot((snapshot) => {
      last = snapshot;
    });
    run.view({ ...DEFAULT_WINDOW, timeline: { range: { kind: 'all' }, firstLane: 0, laneCount: 40, pixels: 1000, collapsed: [], pointer: null } });
    await prints('error 299');
    run.endInput();
    const { stdout, stderr } = await ended;
    expect([stdout, stderr]).toEqual([inOrder, '']);
    const timeline = (last as Snapshot | null)?.timeline;
    expect(timeline?.stdout.length).toBeGreaterThan(0);
    expect(timeline?.stderr.length).toBeGreaterThan(0);
  });
});

describe('a program’s output', () => {
  const cli = new CommandLine('--python', newest);
  afterAll(() => cli[Symbol.dispose]());

  it('can be opened by its name', async ({ expect }) => {
    const source = `import logging
logging.basicConfig(filename="/dev/stdout", format="%(message)s")
logging.warning("to output")
with open("/dev/stderr", "w") as errors:
    print("to errors", file=errors)
`;
    expect(await cli.program(source)).toMatchObject({ code: 0, stdout: 'to output\n', stderr: 'to errors\n' });
  });

  it('comes also where the machine cannot make named pipes', async ({ expect }) => {
    const program = await cli.file('plain.py', 'import os, stat, sys\nprint(stat.S_ISFIFO(os.fstat(1).st_mode))\nprint("err", file=sys.stderr)\n');
    expect(await cli.run([program])).toMatchObject({ code: 0, stdout: 'True\n', stderr: 'err\n' });
    const mkfifo = await cli.file('bin/mkfifo', '#!/bin/sh\nexit 1\n');
    chmodSync(mkfifo, 0o755);
    const env = { PATH: `${path.dirname(mkfifo)}${path.delimiter}${process.env['PATH'] ?? ''}` };
    expect(await cli.run([program], '', { env })).toMatchObject({ code: 0, stdout: 'False\n', stderr: 'err\n' });
  });
});
