/** The Python package's own tests (`test_*.py`), in every CPython of this machine that it supports, and in the embedded one. */
import { execFile } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/inspectedRun';

interface PythonTest {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What failed, or why it was skipped. */
  readonly message: string;
}

interface Results {
  /** "3.14.2" */
  readonly python: string;
  readonly platform: string;
  readonly tests: readonly PythonTest[];
}

/** The minor versions of Python 3 that the package supports. */
const SUPPORTED = [9, 10, 11, 12, 13, 14];
const runner = path.join(import.meta.dirname, 'run_tests.py');
const start = promisify(execFile);

/** Calls `file` and takes the results from the last line that it prints. */
async function results(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Results> {
  const { stdout } = await start(file, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  const line = stdout.split('\n').findLast((text) => text.startsWith('{"python"'));
  if (line === undefined) throw new Error(`${file} printed no results: ${stdout.slice(-2000)}`);
  return JSON.parse(line) as Results;
}

const inPython = (python: string): Promise<Results> =>
  results(python, [runner], { PYTHONPATH: path.join(root, 'src', 'runtimes', 'python'), PYTHONDONTWRITEBYTECODE: '1' });

const inEmbedded = (): Promise<Results> => results(process.execPath, [path.join(root, 'dist', 'cli.js'), runner], {});

/** Commands that may be a Python: on the path, and those of pyenv. */
function candidates(): string[] {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => ['python3', ...SUPPORTED.map((minor) => `python3.${minor}`)].map((name) => path.join(folder, name)));
  const versions = path.join(os.homedir(), '.pyenv', 'versions');
  return [...inFolder(versions).map((version) => path.join(versions, version, 'bin', 'python')), ...onPath];
}

function inFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** One command for each supported version of CPython that is installed. */
async function pythons(): Promise<string[]> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  for (const candidate of candidates()) {
    let real: string;
    try {
      real = realpathSync(candidate);
    } catch {
      continue;
    }
    if (seen.has(real)) continue;
    seen.add(real);
    const version = await start(candidate, ['-c', 'import sys; print(sys.implementation.name, *sys.version_info[:2])']).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
    if (SUPPORTED.some((minor) => version === `cpython 3 ${minor}`) && !found.has(version)) found.set(version, candidate);
  }
  return [...found.values()];
}

const commands = await pythons();

test('there is a CPython to test with', () => {
  expect(commands, 'install python3 3.9 or newer: the package is tested in every version that is found').not.toEqual([]);
});

/** Two at a time: what blocks for 50 ms in a test must not wait for a processor. */
const all: Results[] = [await inEmbedded()];
for (let at = 0; at < commands.length; at += 2) all.push(...(await Promise.all(commands.slice(at, at + 2).map(inPython))));

describe.each(all)('Python $python on $platform', ({ tests }) => {
  test('has tests', () => {
    expect(tests.length).toBeGreaterThan(0);
  });
  for (const { name, outcome, message } of tests) {
    if (outcome === 'skipped') test.skip(`${name}: ${message}`);
    else
      test(name, () => {
        expect(outcome, message).toBe('passed');
      });
  }
});
