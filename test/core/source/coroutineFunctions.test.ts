import { expect, test } from 'vitest';
import { coroutineFunctionsIn } from '../../../src/core/source/coroutineFunctions';
import { MarkedText } from '../../../src/core/source/markedText';
import { PythonParser } from '../../../src/core/source/parsedPython';

const SOURCE = `async def plain():
    async  def inner(): pass

class A:
    @decorated
    @twice(1)
    async def method(self, async_default=1):
        yield "async def text()"

def ordinary(): pass  # async def comment()
async for x in y: pass
`;

test('coroutine functions are found with their first line', () => {
  const found = coroutineFunctionsIn(new PythonParser().parse(SOURCE));
  const line = (offset: number): number => SOURCE.slice(0, offset).split('\n').length;
  expect(found.map(({ name, first, from }) => [name, line(first), line(from)])).toEqual([
    ['plain', 1, 1],
    ['inner', 2, 2],
    ['method', 5, 7],
  ]);
});

test('places are offsets and lines, with any line ends', () => {
  for (const end of ['\n', '\r\n']) {
    const text = SOURCE.replaceAll('\n', end);
    const marked = new MarkedText(text, new PythonParser().parse(text));
    const lines = text.split(end);
    lines.forEach((line, number) => expect(marked.line(number)).toBe(line));
    expect(marked.line(lines.length)).toBe('');
    for (let offset = 0; offset < text.length; offset++) {
      const { line, character } = marked.placeOf(offset);
      expect(lines.slice(0, line).reduce((sum, one) => sum + one.length + end.length, 0) + character).toBe(offset);
    }
  }
});

test('a place of which only the line is known is its first yield point', () => {
  const text = 'async def f(a):\n    return (await a, await a)\n';
  const marked = new MarkedText(text, new PythonParser().parse(text));
  const [first, second] = marked.points;
  expect(marked.pointAt({ line: 1, character: 0 }, false)).toBe(first);
  expect(marked.pointAt({ line: 1, character: 0 }, true)).toBeNull();
  expect(marked.pointAt({ line: 1, character: text.split('\n')[1]!.lastIndexOf('await') }, true)).toBe(second);
});
