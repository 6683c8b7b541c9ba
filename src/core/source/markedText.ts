/** One version of a Python file's text, with what is in it and where: places as offsets and as 0-based lines. */
import { type CoroutineFunction, coroutineFunctionsIn } from './coroutineFunctions';
import type { ParsedPython } from './parsedPython';
import { matchYieldPoint, type YieldPoint, yieldPointsOf } from './yieldPoints';

/** A place in an editor: both 0-based, `character` in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

export class MarkedText {
  readonly points: readonly YieldPoint[];
  readonly functions: readonly CoroutineFunction[];
  readonly #starts: readonly number[];
  readonly #byAnchor = new Map<number, YieldPoint>();
  readonly #blocks: readonly YieldPoint[];

  constructor(
    readonly text: string,
    parsed: ParsedPython,
  ) {
    this.points = yieldPointsOf(parsed);
    this.functions = coroutineFunctionsIn(parsed);
    this.#starts = lineStarts(text);
    for (const point of this.points) if (point.kind !== 'async with') this.#byAnchor.set(point.anchor, point);
    this.#blocks = this.points.filter(({ kind }) => kind === 'async with');
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  placeOf(offset: number): Place {
    const line = this.lineAt(offset);
    return { line, character: offset - this.#starts[line]! };
  }

  /** Without its end; '' beyond the last. */
  line(line: number): string {
    const start = this.#starts[line];
    return start === undefined ? '' : this.text.slice(start, this.#starts[line + 1] ?? this.text.length).replace(/\r?\n$/, '');
  }

  /** The yield point that CPython means by that place. Before 3.11 only lines are known (`character` 0): their first is taken. */
  pointAt({ line, character }: Place, columnKnown: boolean): YieldPoint | null {
    const start = this.#starts[line];
    if (start === undefined) return null;
    const exact = this.#byAnchor.get(start + character) ?? matchYieldPoint(this.#blocks, start + character);
    if (exact !== null || columnKnown) return exact;
    const end = this.#starts[line + 1] ?? this.text.length + 1;
    return this.points.find(({ from }) => start <= from && from < end) ?? null;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
