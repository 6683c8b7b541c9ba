/** What one run tells of one file, at the places where it is in the text as it is now. The program runs the text from before. */
import type { BlockedMark, CoroutineMark, FileMarks, YieldPointMark } from '../core/snapshot/sourceMarks';
import type { Place } from '../core/source/markedText';
import { type Edit, moved } from './movedPlaces';

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
  readonly #lines: readonly string[] | null;
  readonly #edits: Edit[] = [];
  readonly #points = new Map<string, Kept<YieldPointMark>>();
  readonly #blocked = new Map<string, Kept<BlockedMark>>();
  readonly #coroutines = new Map<string, Kept<CoroutineMark>>();

  /** @param text that the program runs; null: the file was not open, so it is not known */
  constructor(text: string | null) {
    this.#lines = text === null ? null : text.split(/\r\n|\r|\n/);
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
    this.#edits.push(...edits);
    for (const kept of [this.#points, this.#blocked, this.#coroutines]) for (const one of kept.values()) if (one.at !== null) one.at = moved(one.at, edits);
  }

  /** As told for the text `text`, which has just been opened: whatever was edited before was thrown away. */
  reopened(text: string): RunFile {
    const file = new RunFile(text);
    const marks = <M extends Mark>(kept: ReadonlyMap<string, Kept<M>>): M[] => Array.from(kept.values(), ({ mark }) => mark);
    file.update({ path: '', points: marks(this.#points), blocked: marks(this.#blocked), coroutines: marks(this.#coroutines) });
    return file;
  }

  #take<M extends Mark>(kept: Map<string, Kept<M>>, marks: readonly M[]): void {
    for (const mark of marks) {
      const column = 'column' in mark ? mark.column : 0;
      const key = `${mark.line}:${column}`;
      const known = kept.get(key);
      if (known === undefined) kept.set(key, { mark, at: moved({ line: mark.line - 1, character: Math.max(0, column - 1) }, this.#edits) });
      else known.mark = mark;
    }
  }

  #placed<M extends Mark>(kept: ReadonlyMap<string, Kept<M>>): Placed<M>[] {
    const placed: Placed<M>[] = [];
    for (const { mark, at } of kept.values()) if (at !== null) placed.push({ mark, at, ran: this.#lines === null ? null : (this.#lines[mark.line - 1] ?? '') });
    return placed;
  }
}
