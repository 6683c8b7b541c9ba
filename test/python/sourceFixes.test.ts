/** Fixes, held to CPython: each result parses, differs in nothing but what was to be changed, and runs as it should. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { findInSource } from '../../src/core/source/findings/findings';
import { applyEdits } from '../../src/core/source/fixes/fix';
import { fixesFor } from '../../src/core/source/fixes/fixes';
import { parsePython } from '../../src/core/source/parsedPython';
import { CommandLine } from '../cli/commandLine';
import { pythons } from './interpreters';

/** TaskGroups and what the newest grammar has. */
const newest = (await pythons()).at(-1) ?? 'python3';
const cli = new CommandLine('--python', newest);
afterAll(() => cli[Symbol.dispose]());

/** Text after each fix of each finding, one at a time. */
const results = (text: string): string[] => {
  const python = parsePython(text);
  return findInSource(python).flatMap((finding) => fixesFor(python, finding).map(({ edits }) => applyEdits(text, edits)));
};

/** CPython's complaints about results, each with its text. */
async function complaints(pairs: readonly (readonly [before: string, after: string])[], sleep: string, coroutines: readonly string[]): Promise<string[]> {
  const file = await cli.file('cases.json', JSON.stringify(pairs.map((pair) => [...pair, sleep, coroutines])));
  const { stdout } = await promisify(execFile)(newest, [path.join(import.meta.dirname, 'source_fixes.py'), file], { maxBuffer: 1e8 });
  const said = JSON.parse(stdout) as (string | null)[];
  expect(said).toHaveLength(pairs.length);
  return said.flatMap((complaint, index) => (complaint === null ? [] : [`${complaint}\n${pairs[index]![1]}`]));
}

/** Places of an expression in an `async def`; `@` is the call. */
const PLACES = [
  '@', 'x = @', 'x = y = @', 'x: int = @', 'x += @', 'return @', 'yield @', 'await x(@)', 'x = yield @', 'del x[@]', 'assert @, @', 'raise @', 'raise x from @',
  '@.a', '@.a()', '@()', '@[0]', '@[1:2].b', 'x[@]', 'x[@:@]', '@.a = 1', '@[0] = 1', '@.a.b.c(@)', '(@)', '((@).a)', '[@]', '(@, @)', '{@}', '{@: @}', '[*@]', '{**@}',
  '-@', 'not @', '~@', '@ + @', '@ ** 2', '2 ** @', '@ ** @', '@ < @ < 3', '@ in @', '@ is not @', '@ and @ or @', '@ if @ else @', 'lambda: @', 'lambda x=@: x', '(x := @)',
  'print(@, *@, a=@, **@)', 'print(x for x in @)', 'print(@ for x in y)', '[@ for x in y]', '[x for x in @ if @]', '{@: @ for x in y}', '{@ for x in y}', '[[@ for x in y] for z in w]', '(x for x in @)', '[@ async for x in y]',
  'f"{@}"', 'f"{@!r:>{@}}"', 'f"{@=}"', 'rf"\\{@}"', '"@"', '# @', 'b"@" + x', "f'''{\n@\n}'''",
  'if @: pass', 'if x: @', 'if x: pass\n    elif @: pass\n    else: @', 'while @: pass', 'for x in @: pass', 'async for x in @: pass', 'with @ as x: pass', 'with @, @ as y: pass', 'async with @ as x: pass',
  'try: @\n    except @: pass\n    except* x: pass\n    finally: @'.replace('except* x: pass\n    ', ''), 'match @:\n        case 1 if @: @\n        case _: pass', 'def g(a=@): return @', 'async def g(a=@): return @', '@dec(@)\n    def g(): pass'.replace('@dec', '\u0040dec'),
  'class A(@):\n        x = @\n        async def g(self): @', 'x; @; y', '@; @', 'x = [\n        @,\n        @,  # b\n    ]', 'x = \\\n        @', 'if x:\n        @\n    else:\n\t\t@'.replace('\t\t', '        '), 'global q; q = @', 'type X = y; @',
];
const CALLS = ['time.sleep(1)', 'time.sleep(x or y)', 'requests.get(u)', 'requests.get(u, timeout=1, *a, **k)', 'requests.get(\n        u,\n        # c\n    )', 'input()', 'subprocess.run(["a", "b"], check=True)', 'f()', 'asyncio.create_task(f())'];
const HEADS = ['import asyncio\nimport time, requests, subprocess\n', '"""Text."""\nfrom __future__ import annotations\nimport time, requests, subprocess\n', 'import asyncio as aio\nimport time, requests, subprocess\n'];

describe('of a call in any place', () => {
  test.each(HEADS)('every fix parses and changes nothing else: %j', async (head) => {
    const pairs: [string, string][] = [];
    for (const place of PLACES)
      for (const call of CALLS) {
        const text = `${head}async def f(): pass\nasync def main(x, y, u, a, k):\n    ${place.replaceAll('@dec', '\u0000').replaceAll('@', call).replaceAll('\u0000', '@dec')}\n    x\nmain\n`;
        pairs.push(...results(text).map((after): [string, string] => [text, after]));
      }
    expect(pairs.length).toBeGreaterThan(300);
    expect(await complaints(pairs, 'time.sleep', ['f'])).toEqual([]);
  });
});

test('of code that others wrote, every fix parses and changes nothing else', async () => {
  const { stdout } = await promisify(execFile)(newest, ['-c', 'import sysconfig, glob, os; print("\\n".join(glob.glob(os.path.join(sysconfig.get_path("stdlib"), "test", "test_asyncio", "*.py")) + glob.glob(os.path.join(sysconfig.get_path("stdlib"), "asyncio", "*.py"))))'], { maxBuffer: 1e8 });
  const texts = stdout.trim().split('\n').map((file) => readFileSync(file, 'utf8'));
  expect(texts.length).toBeGreaterThan(20);
  const pairs = texts.flatMap((text) => results(text).map((after): [string, string] => [text, after]));
  expect(await complaints(pairs, 'time.sleep', [])).toEqual([]);
});

const TROUBLED = `"""A program with all the faults."""
import asyncio
import subprocess
import sys
from time import sleep as snooze

done = []


class Store:
    async def save(self, what):
        await asyncio.sleep(0)
        done.append(what)

    async def work(self):
        self.save("record")
        snooze(0.15)


async def background():
    await asyncio.sleep(0)
    done.append("background")


async def main():
    asyncio.create_task(background())
    await Store().work()
    code = subprocess.run([sys.executable, "-c", "import time; time.sleep(0.15)"]).returncode
    done.append(f"code {subprocess.call([sys.executable, '-c', 'import time; time.sleep(0.15)'])}")
    print(code, sorted(done))


if __name__ == "__main__":
    main()
`;

/** Applies the preferred fix of the first finding until none has one. */
function fixAll(text: string): string {
  for (;;) {
    const python = parsePython(text);
    const fix = findInSource(python).flatMap((finding) => fixesFor(python, finding)).find(({ preferred }) => preferred);
    if (fix === undefined) return text;
    text = applyEdits(text, fix.edits);
  }
}

test('a program with all the faults runs well once it is fixed', async () => {
  const before = await cli.report(TROUBLED.replace('    main()\n', '    asyncio.run(main())\n'));
  expect(new Set(before.report.warnings.map(({ code }) => code))).toEqual(new Set(['slow-callback', 'never-awaited', 'unreferenced-task']));
  const text = fixAll(TROUBLED);
  expect(findInSource(parsePython(text))).toEqual([]);
  const after = await cli.report(text);
  expect([after.code, after.stdout, after.stderr]).toEqual([0, "0 ['background', 'code 0', 'record']\n", '']);
  // a busy machine may hold up any line, but not in these calls
  expect(after.report.warnings.filter(({ code, message }) => ['never-awaited', 'unreferenced-task'].includes(code) || /sleep|subprocess\.(?:run|call)/.test(message))).toEqual([]);
});
