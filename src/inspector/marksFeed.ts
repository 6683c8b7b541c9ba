/** Tells what is marked in the files that somebody looks at: only what has changed since it was told last. */
import { buildSourceMarks } from '../core/snapshot/buildSourceMarks';
import type { BlockedMark, FileMarks, WatchedFiles } from '../core/snapshot/sourceMarks';
import type { InspectorState } from '../core/state/state';

type Mark = { readonly line: number; readonly column?: number };

export class MarksFeed {
  #watched: WatchedFiles = { paths: [], justMyCode: true };
  /** Rows that were folded when it was looked last; -1: never, or for other files. */
  #events = -1;
  /** By kind, file and place: as it was told last. */
  readonly #told = new Map<string, string>();
  /** By file: the lines that were told to have blocked, also if that was taken back. */
  readonly #blocked = new Map<string, Set<number>>();

  watch(files: WatchedFiles): void {
    this.#watched = files;
    this.#events = -1;
  }

  /** The files with news, each with what is new in it. */
  news(state: InspectorState): FileMarks[] {
    if (state.events === this.#events && !state.ended) return [];
    this.#events = state.events;
    return buildSourceMarks(state, this.#watched)
      .map(({ path, points, blocked, coroutines }) => ({
        path,
        points: this.#changed(`point ${path}`, points),
        blocked: this.#changed(`blocked ${path}`, this.#withGone(path, blocked)),
        coroutines: this.#changed(`coroutine ${path}`, coroutines),
      }))
      .filter(({ points, blocked, coroutines }) => points.length + blocked.length + coroutines.length > 0);
  }

  /** Also takes back those told before that are not among `marks`: warnings move while a step still blocks. */
  #withGone(path: string, marks: readonly BlockedMark[]): BlockedMark[] {
    const told = this.#blocked.get(path) ?? new Set();
    for (const { line } of marks) told.add(line);
    this.#blocked.set(path, told);
    const gone = [...told].filter((line) => !marks.some((mark) => mark.line === line));
    return [...marks, ...gone.map((line) => ({ line, count: 0, longest: 0 }))];
  }

  #changed<M extends Mark>(group: string, marks: readonly M[]): M[] {
    return marks.filter((mark) => {
      const key = `${group} ${mark.line} ${mark.column ?? 0}`;
      const text = JSON.stringify(mark);
      if (this.#told.get(key) === text) return false;
      this.#told.set(key, text);
      return true;
    });
  }
}
