import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { random } from '../random';
import { PythonParser } from '../../../src/core/source/parsedPython';
import { findYieldPoints, matchYieldPoint, yieldPointsOf } from '../../../src/core/source/yieldPoints';

const kinds = (text: string): string[] => findYieldPoints(text).map(({ kind, from }) => `${text.slice(0, from).split('\n').length} ${kind}`);

describe('yield points', () => {
  test('are await, async for, async with, async comprehensions', () => {
    expect(kinds('async def f(a):\n    await a\n    async for x in a:\n        pass\n    async with a as b:\n        pass\n    return [x async for x in a]\n')).toEqual([
      '2 await',
      '3 async for',
      '5 async with',
      '7 async comprehension',
    ]);
  });

  test('are yields that go to the loop, and no others', () => {
    expect(kinds('class A:\n    def __await__(self):\n        yield\n\ndef g():\n    yield\n\n@types.coroutine\ndef h():\n    yield\n\nasync def agen():\n    yield\n')).toEqual([
      '3 yield',
      '10 yield',
    ]);
  });

  test('are not in strings and comments, but in what formatted strings evaluate', () => {
    expect(kinds('async def f():\n    "await x"  # await y\n    return f"{await z}"\n')).toEqual(['3 await']);
  });

  test('stay known around half-typed code', () => {
    expect(kinds('async def f():\n    await a\n    foo(\n\nasync def g():\n    await b\n')).toContain('2 await');
  });

  test('keep their place with CRLF', () => {
    const text = 'async def f():\r\n    await a\r\n';
    expect(findYieldPoints(text).map(({ from }) => text.slice(from, from + 5))).toEqual(['await']);
  });

  test('are matched by where CPython says that they cede', () => {
    const text = 'async def f(a):\n    x = [i async for i in a]\n    async with a() as b:\n        await b\n';
    const points = findYieldPoints(text);
    const match = (place: string): string | undefined => matchYieldPoint(points, text.indexOf(place))?.kind;
    expect([match('[i'), match('a() as'), match('await b'), match('x =')]).toEqual(['async comprehension', 'async with', 'await', undefined]);
  });

  test('are the same after every edit as in a file that was never edited', () => {
    const folder = path.join(import.meta.dirname, 'corpus');
    const pieces = ['await x', 'async with a as b:\n', '"""', '(', ')', '\n', '    ', 'yield', '#', 'async for i in j:\n    pass\n', 'def __await__(self):\n'];
    for (const [seed, name] of readdirSync(folder).entries()) {
      const next = random(seed);
      const below = (count: number): number => Math.floor(next() * count);
      const parser = new PythonParser();
      let text = readFileSync(path.join(folder, name), 'utf8');
      for (let edit = 0; edit < 60; edit++) {
        expect(yieldPointsOf(parser.parse(text)), `${name}, edit ${edit}`).toEqual(findYieldPoints(text));
        const at = below(text.length);
        const removed = next() < 0.5 ? 0 : below(12);
        text = text.slice(0, at) + (next() < 0.3 ? '' : pieces[below(pieces.length)]!) + text.slice(at + removed);
      }
    }
  });
});
