/**
 * CPython's own tests of asyncio end the same with every loop instrumented as without: one version that many have, and
 * the newest that is installed. Versions without their `test` package (Debian's `libpython3-testsuite`) say so.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/inspectedRun';
import { pythons } from '../python/interpreters';

interface Ended {
  /** Test → "passed", "failed", "skipped", "expected failure". */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
}

const start = promisify(execFile);
const runner = path.join(root, 'test', 'python', 'run_asyncio_suite.py');
const MINUTES = 60_000;

async function run(python: string, how: 'plain' | 'watched'): Promise<Ended> {
  const env = { ...process.env, PYTHONPATH: path.join(root, 'src', 'runtimes', 'python'), PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await start(python, [runner, how], { env, maxBuffer: 1e9, timeout: 10 * MINUTES });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"outcomes"'))) as Ended;
}

const hasTests = async (python: string): Promise<boolean> => start(python, ['-c', 'import test.test_asyncio']).then(() => true, () => false);

const withTests: string[] = [];
for (const python of await pythons()) if (await hasTests(python)) withTests.push(python);

test('there is a CPython that has its tests', () => {
  expect(withTests, 'install libpython3-testsuite, or a CPython with its test package').not.toEqual([]);
});

const chosen = [...new Set([withTests.find((python) => python.includes('3.11')) ?? withTests[0], withTests.at(-1)])].filter((python) => python !== undefined);

describe.each(chosen)('%s', (python) => {
  test('ends every test as without the inspector', { timeout: 25 * MINUTES }, async () => {
    const plain = await run(python, 'plain');
    const watched = await run(python, 'watched');
    const different = Object.entries(plain.outcomes).filter(([name, outcome]) => watched.outcomes[name] !== outcome);
    expect(different.map(([name, outcome]) => `${name}: ${outcome}, watched ${watched.outcomes[name]}\n${watched.messages[name] ?? ''}`)).toEqual([]);
    expect(Object.keys(plain.outcomes).length).toBeGreaterThan(2000);
  });
});
