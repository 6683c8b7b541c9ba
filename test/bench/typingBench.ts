/** What a letter typed into a large file costs in the extension host while a program runs at full speed: its own handlers, without VS Code. */
import type { FileMarks, YieldPointMark } from '../../src/core/snapshot/sourceMarks';
import { MarkedText } from '../../src/core/source/markedText';
import { PythonParser } from '../../src/core/source/parsedPython';
import { RunFile } from '../../src/host/fileMarks';
import { gutterLines, iconOf } from '../../src/host/gutterLines';

const LINES = 5000;
const LETTERS = 200;

export interface TypingTimes {
  /** Of the handler of a letter; ms. */
  readonly median: number;
  readonly worst: number;
  /** What comes later, at most four times a second: news of every mark, a parse and the gutter. */
  readonly redraw: number;
}

/** A file with a yield point in every fourth line, each with news every time. */
export function typingTimes(): TypingTimes {
  let text = Array.from({ length: LINES / 4 }, (_, i) => `async def work_${i}(item):\n    """Does number ${i}."""\n    await item.step(${i})\n    return item\n`).join('');
  const file = new RunFile(text);
  const parser = new PythonParser();
  file.update(news(0));
  new MarkedText(text, parser.parse(text));
  const keys: number[] = [];
  const redraws: number[] = [];
  const line = LINES / 2 + 1;
  let at = text.split('\n', line).join('\n').length + 1;
  for (let letter = 0; letter < LETTERS; letter++) {
    const place = { line, character: letter };
    text = text.slice(0, at) + 'x' + text.slice(at);
    at += 1;
    const typed = performance.now();
    file.edited([{ range: { start: place, end: place }, text: 'x' }]);
    keys.push(performance.now() - typed);
    if (letter % 10 !== 0) continue;
    const drawn = performance.now();
    file.update(news(letter));
    const lines = gutterLines(new MarkedText(text, parser.parse(text)), [file]);
    for (const content of lines.values()) iconOf(content);
    redraws.push(performance.now() - drawn);
    if (lines.size !== LINES / 4) throw new Error('the gutter is wrong');
  }
  return { median: median(keys), worst: Math.max(...keys), redraw: median(redraws) };
}

const news = (count: number): FileMarks => ({
  path: '/app/large.py',
  points: Array.from({ length: LINES / 4 }, (_, i): YieldPointMark => ({ line: 4 * i + 3, column: 5, reached: count + 1, ceded: count, waits: count, total: count, longest: 1, parked: i % 3, tasks: [] })),
  blocked: [],
  coroutines: [],
});

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
