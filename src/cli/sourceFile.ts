import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Location } from '../core/events/location';
import { MAX_EXCERPT_LINES, type SourceExcerpt } from '../core/sourceExcerpt';

/** Larger files are no program text. */
const MAX_BYTES = 10 * 1024 * 1024;
/** No line of source that people read is longer. */
const MAX_LINE = 400;
const SOURCE = /\.py[iw]?$/;

/**
 * The lines around a place. Only of Python files: the page has no business with others.
 * @param program the program's own file, whatever it is called
 * @returns null when there is no such file, or no such line in it
 */
export async function readExcerpt(location: Location, program: string): Promise<SourceExcerpt | null> {
  const { path: file, line } = location;
  if (!path.isAbsolute(file) || (file !== program && !SOURCE.test(file))) return null;
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > MAX_BYTES) return null;
    const lines = (await readFile(file, 'utf8')).split(/\r\n|\r|\n/);
    if (line > lines.length) return null;
    const firstLine = Math.max(1, line - (MAX_EXCERPT_LINES - 1) / 2);
    return { location, firstLine, lines: lines.slice(firstLine - 1, firstLine - 1 + MAX_EXCERPT_LINES).map(cut) };
  } catch {
    return null;
  }
}

const cut = (line: string): string => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line);
