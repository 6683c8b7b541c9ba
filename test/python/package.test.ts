/** The Python package's own tests (`test_*.py`), in every CPython of this machine that it supports, in PyPy, and in the embedded one. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/inspectedRun';
import { pypy, pythons } from './interpreters';

interface PythonTest {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What failed, or why it was skipped. */
  readonly message: string;
}

interface Results {
  /** "CPython 3.14.2" */
  readonly python: string;
  readonly platform: string;
  readonly tests: readonly PythonTest[];
}

const runner = path.join(import.meta.dirname, 'run_tests.py');

/** Calls `file` and takes the results from the last line that it prints. */
async function results(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Results> {
  const { code, output, errors } = await new Promise<{ code: string; output: string; errors: string }>((resolve) => {
    execFile(file, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, output, errors) => {
      resolve({ code: error === null ? '0' : (error.signal ?? String(error.code)), output, errors });
    });
  });
  const line = output.split('\n').findLast((text) => text.startsWith('{"python"'));
  if (line === undefined || code !== '0') throw new Error(`${file} ${args.join(' ')} ended with ${code}, ${line === undefined ? 'without' : 'after'} its results: ${output.slice(-2000)}${errors.slice(-2000)}`);
  return JSON.parse(line) as Results;
}

const inPython = (python: string): Promise<Results> =>
  results(python, [runner], { PYTHONPATH: path.join(root, 'src', 'runtimes', 'python'), PYTHONDONTWRITEBYTECODE: '1' });

const inEmbedded = (): Promise<Results> => results(process.execPath, [path.join(root, 'dist', 'cli.js'), '--python', 'embedded', runner], {});

const commands = [...(await pythons()), pypy];

test('there is a CPython to test with', () => {
  expect(commands, 'install python3 3.9 or newer: the package is tested in every version that is found').not.toEqual([pypy]);
});

/** Two at a time: what blocks for 50 ms in a test must not wait for a processor. */
const all: Results[] = [await inEmbedded()];
for (let at = 0; at < commands.length; at += 2) all.push(...(await Promise.all(commands.slice(at, at + 2).map(inPython))));

describe.each(all)('$python on $platform', ({ tests }) => {
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
