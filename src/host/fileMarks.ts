/** What one run tells of one file, at the places where it is in the text as it is now. The program runs the text from before. */
import type { BlockedMark, CoroutineMark, FileMarks, YieldPointMark } from '../core/snapshot/sourceMarks';
import type { Place } from '../core/source/markedText';
import { type Edit, Edits, moved } from './movedPlaces';

type Mark = YieldPointMark | BlockedMark | CoroutineMark;

export interface Placed<M extends Mark> {
  readonly mark: M;
  readonly at: Place;
  /** Its line as the program runs it; null: not known. */
  readonly ran: string | null;
}

interface Kept<M extends Mark> {
  mark: M;
  at: Place | null;
}

export class RunFile {
  /** The lines that the program runs. */
  #lines: readonly string[] | null;
  readonly #edits = new Edits();
  readonly #points = new Map<string, Kept<YieldPointMark>>();
  readonly #blocked = new Map<string, Kept<BlockedMark>>();
  readonly #coroutines = new Map<string, Kept<CoroutineMark>>();

  /** @param text that the program runs; null: the file was not open, so it is not known */
  constructor(text: string | null) {
    this.#lines = text === null ? null : linesOf(text);
  }

  get points(): readonly Placed<YieldPointMark>[] {
    return this.#placed(this.#points);
  }

  get blocked(): readonly Placed<BlockedMark>[] {
    return this.#placed(this.#blocked);
  }

  get coroutines(): readonly Placed<CoroutineMark>[] {
    return this.#placed(this.#coroutines);
  }

  update({ points, blocked, coroutines }: FileMarks): void {
    this.#take(this.#points, points);
    this.#take(this.#blocked, blocked);
    this.#take(this.#coroutines, coroutines);
  }

  edited(edits: readonly Edit[]): void {
    this.#edits.add(edits);
    for (const kept of this.#all) for (const one of kept.values()) if (one.at !== null) one.at = moved(one.at, edits);
  }

  saved(): void {
    this.#edits.saved();
  }

  /** Its text was closed and is there again, as it was saved. */
  reopened(text: string): void {
    this.#lines ??= linesOf(text);
    this.#edits.reopened();
    for (const kept of this.#all) for (const one of kept.values()) one.at = this.#placeOf(one.mark);
  }

  get #all(): readonly Map<string, Kept<Mark>>[] {
    return [this.#points, this.#blocked, this.#coroutines];
  }

  #take<M extends Mark>(kept: Map<string, Kept<M>>, marks: readonly M[]): void {
    for (const mark of marks) {
      const key = `${mark.line}:${columnOf(mark)}`;
      const known = kept.get(key);
      if ('count' in mark && mark.count === 0) kept.delete(key);
      else if (known === undefined) kept.set(key, { mark, at: this.#placeOf(mark) });
      else known.mark = mark;
    }
  }

  #placeOf(mark: Mark): Place | null {
    return moved({ line: mark.line - 1, character: Math.max(0, columnOf(mark) - 1) }, this.#edits.all);
  }

  #placed<M extends Mark>(kept: ReadonlyMap<string, Kept<M>>): Placed<M>[] {
    const placed: Placed<M>[] = [];
    for (const { mark, at } of kept.values()) if (at !== null) placed.push({ mark, at, ran: this.#lines === null ? null : (this.#lines[mark.line - 1] ?? '') });
    return placed;
  }
}

const columnOf = (mark: Mark): number => ('column' in mark ? mark.column : 0);
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);
