/**
 * What the rules that need no run say of code that many have read: CPython's standard library with its tests, and
 * aiohttp. Each find is listed with a word on it; a find that is not in the list is to be looked at.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findInSource } from '../../src/core/source/findings/findings';
import { parsePython } from '../../src/core/source/parsedPython';
import { pythons } from './interpreters';

const REAL = 'nobody keeps it';
/** A test's loop runs a moment longer than the task needs. */
const SHORT = 'nobody keeps it, but nothing collects garbage meanwhile';
/** The rule is right, the author as well. */
const MEANT = 'it blocks on purpose: the test is about a loop that is held up';
const FALSE = 'a false alarm: the server is in this program, and a connection is accepted without its help';

/** Of CPython 3.13: `file: code, beginning of the call` → what is true. */
const EXPECTED: Readonly<Record<string, string>> = {
  'asyncio/base_subprocess.py: unreferenced-task self._loop.create_task(self._connect': REAL,
  'test/test_asyncio/test_base_events.py: unreferenced-task asyncio.create_task(iter_one())': SHORT,
  'test/test_asyncio/test_base_events.py: unreferenced-task asyncio.ensure_future(stop_loop_coro': SHORT,
  'test/test_asyncio/test_locks.py: unreferenced-task asyncio.create_task(barrier.abort())': SHORT,
  'test/test_asyncio/test_locks.py: unreferenced-task asyncio.create_task(barrier.reset())': SHORT,
  'test/test_asyncio/test_locks.py: unreferenced-task asyncio.create_task(coro2())': SHORT,
  'test/test_asyncio/test_locks.py: unreferenced-task asyncio.create_task(coro_reset())': SHORT,
  "test/test_asyncio/test_queues.py: unreferenced-task asyncio.create_task(q.put('a'))": SHORT,
  "test/test_asyncio/test_queues.py: unreferenced-task asyncio.create_task(q.put('b'))": SHORT,
  'test/test_asyncio/test_runners.py: unreferenced-task asyncio.create_task(subtask(asyncio.': SHORT,
  'test/test_asyncio/test_sock_lowlevel.py: unreferenced-task asyncio.create_task(': SHORT,
  'test/test_asyncio/test_streams.py: blocking-call socket.create_connection(addr)': FALSE,
  'test/test_asyncio/test_streams.py: unreferenced-task self.loop.create_task(self.handle_cl': REAL,
  'test/test_asyncio/test_timeouts.py: blocking-call time.sleep(0.01)': MEANT,
  'test/test_asyncio/test_timeouts.py: blocking-call time.sleep(0.1)': MEANT,
  'test/test_unittest/test_async_case.py: unreferenced-task asyncio.create_task(coro())': 'left running on purpose: the test is about leaked tasks',
};

/** Of aiohttp 3.8, which Debian has; later versions of aiohttp keep these tasks. */
const EXPECTED_IN_AIOHTTP: Readonly<Record<string, string>> = {
  'client_ws.py: unreferenced-task self._loop.create_task(self._writer.': REAL,
  'web_ws.py: unreferenced-task self._loop.create_task(self._writer.': REAL,
};

function findsIn(folder: string): { readonly files: number; readonly finds: string[] } {
  const finds = new Set<string>();
  const files = globSync('**/*.py', { cwd: folder }).filter((file) => !file.includes('site-packages'));
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    // the others concern no rule, and parsing them takes long
    if (!/\basync/.test(text)) continue;
    for (const { from, to, evidence } of findInSource(parsePython(text))) finds.add(`${file}: ${evidence.code} ${text.slice(from, Math.min(to, from + 36)).split('\n')[0]}`);
  }
  return { files: files.length, finds: [...finds].sort() };
}

const ask = (python: string, code: string): string => {
  try {
    return execFileSync(python, ['-c', code], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

const installed = (await pythons()).map((python) => ({ python, version: ask(python, 'import sys; print(*sys.version_info[:2], sep=".")'), folder: ask(python, 'import sysconfig, test.test_asyncio; print(sysconfig.get_path("stdlib"))') }));
const withTests = installed.filter(({ folder }) => folder !== '');

test.runIf(withTests.length > 0)('of the standard library each find is known', () => {
  const { version, folder } = withTests.find((one) => one.version === '3.13') ?? withTests.at(-1)!;
  const { files, finds } = findsIn(folder);
  expect(files).toBeGreaterThan(1000);
  // of other versions at least nothing that is not known
  if (version === '3.13') expect(finds).toEqual(Object.keys(EXPECTED).sort());
  else expect(finds.filter((find) => EXPECTED[find] === undefined && find.includes('blocking-call'))).toEqual([]);
});

const aiohttp = ask('/usr/bin/python3', 'import os, aiohttp; print(os.path.dirname(aiohttp.__file__) if aiohttp.__version__.startswith("3.8.") else "")');

test.runIf(aiohttp !== '')('of aiohttp each find is known', () => {
  expect(findsIn(aiohttp).finds).toEqual(Object.keys(EXPECTED_IN_AIOHTTP).sort());
});
