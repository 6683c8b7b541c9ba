/**
 * A part of CPython's own tests of asyncio on the embedded interpreter: they end the same with every loop instrumented as
 * without. It has no tests of its own; those of the newest CPython of this machine are taken. What fails there fails both
 * ways: for want of sockets, threads and processes, or because the versions differ.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { CommandLine } from '../cli/commandLine';
import { root } from '../cli/inspectedRun';
import { pythons } from '../python/interpreters';

interface Ended {
  /** Test → "passed", "failed", "skipped", "expected failure". */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
  /** How many loops the inspector saw. */
  readonly loops: number;
}

/** Those of which something runs without sockets, threads and processes. */
const MODULES = [
  'base_events', 'buffered_proto', 'context', 'eager_task_factory', 'events', 'futures', 'futures2', 'locks', 'pep492', 'proactor_events', 'protocols',
  'queues', 'runners', 'selector_events', 'streams', 'taskgroups', 'tasks', 'timeouts', 'transports', 'unix_events', 'waitfor',
].map((name) => `test_${name}`); // prettier-ignore
/** The tests are those of 3.13: an older version's ask for more that 3.14 no longer has. */
const VERSION = 'import sys, test.test_asyncio; print(sys.version_info >= (3, 13) and test.__path__[0])';
const MINUTES = 60_000;

const start = promisify(execFile);
const runner = path.join(root, 'test', 'python', 'embedded_asyncio_suite.py');
const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

/** Folder of its `test` package. */
async function testsOf(python: string | undefined): Promise<string | null> {
  if (python === undefined) return null;
  const stdout = await start(python, ['-c', VERSION]).then((ended) => ended.stdout.trim(), () => 'False'); // prettier-ignore
  return stdout === 'False' ? null : stdout;
}

async function run(how: 'plain' | 'watched', folder: string): Promise<Ended> {
  const { code, stdout, stderr, summary } = await cli.run([runner, how, folder, ...MODULES]);
  const at = stdout.lastIndexOf('{"outcomes"');
  if (code !== 0 || at < 0) throw new Error(`it ended with ${code}: ${stderr.slice(-4000)}`);
  const loops = Number(/ (\d+) loops?,/.exec(summary)?.[1]);
  return { ...(JSON.parse(stdout.slice(at)) as Omit<Ended, 'loops'>), loops };
}

test('the embedded interpreter ends every test as without the inspector', { timeout: 6 * MINUTES }, async ({ skip }) => {
  const folder = await testsOf((await pythons()).at(-1));
  if (folder === null) return skip('no CPython 3.13 or newer with its tests');
  const [plain, watched] = await Promise.all([run('plain', folder), run('watched', folder)]);
  const names = [...new Set([...Object.keys(plain.outcomes), ...Object.keys(watched.outcomes)])];
  const different = names.filter((name) => watched.outcomes[name] !== plain.outcomes[name]);
  expect(different.map((name) => `${name}: ${plain.outcomes[name]}, watched ${watched.outcomes[name]}\n${(watched.messages[name] ?? plain.messages[name]) ?? ''}`)).toEqual([]);
  expect(names.length).toBeGreaterThan(2000);
  expect(plain.loops).toBe(0);
  expect(watched.loops).toBeGreaterThan(1000);
  expect(Object.values(plain.outcomes).filter((outcome) => outcome === 'passed').length).toBeGreaterThan(1600);
});
