/** Lines of the program's files, read when somebody looks at them. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const MOST_FILES = 64;
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_CHARACTERS = 200;

/** Files are read once; one that was changed after the program started may not be what runs, and tells nothing. */
export class SourceLines {
  readonly #startedAt: number;
  /** By path, those read last at the end. */
  readonly #files = new Map<string, readonly string[]>();

  /** @param startedAt when the program started, ms since 1970 */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** The text of a line (1-based) without its indentation, cut; null: it cannot be told. */
  readonly line = (file: string, line: number): string | null => {
    const text = this.#read(file)[line - 1]?.trim() ?? '';
    return text === '' ? null : text.slice(0, MOST_CHARACTERS);
  };

  #read(file: string): readonly string[] {
    const known = this.#files.get(file);
    const lines = known ?? this.#load(file);
    this.#files.delete(file);
    this.#files.set(file, lines);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= MOST_FILES) break;
      this.#files.delete(oldest);
    }
    return lines;
  }

  #load(file: string): readonly string[] {
    // "<stdin>" and the like are no files.
    if (!path.isAbsolute(file)) return [];
    try {
      const stat = statSync(file);
      if (!stat.isFile() || stat.size > MOST_BYTES || stat.mtimeMs > this.#startedAt) return [];
      return readFileSync(file, 'utf8').split(/\r\n|\r|\n/);
    } catch {
      return [];
    }
  }
}
