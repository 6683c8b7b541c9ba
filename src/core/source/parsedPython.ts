/** Parses a Python file, again and again while it is edited: what did not change is not parsed again. */
import { type ChangedRange, type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';

export interface ParsedPython {
  /** The file as it is. */
  readonly text: string;
  /** What was parsed: `text` with what the grammar does not know replaced, offset by offset. UTF-16 units, as all offsets here. */
  readonly source: string;
  readonly tree: Tree;
}

/** For a file that is parsed once. */
export const parsePython = (text: string): ParsedPython => new PythonParser().parse(text);

/** Keeps the last parse of one file, from which the next one starts. */
export class PythonParser {
  #source = '';
  #fragments: readonly TreeFragment[] = [];

  parse(text: string): ParsedPython {
    const source = plain(text);
    const tree = parser.parse(source, TreeFragment.applyChanges(this.#fragments, changedRanges(this.#source, source)));
    this.#source = source;
    this.#fragments = TreeFragment.addTree(tree);
    return { text, source, tree };
  }
}

/** One range from the first difference to the last; none if the texts are equal. */
function changedRanges(before: string, after: string): ChangedRange[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return [{ fromA: start, toA: before.length - end, fromB: start, toB: after.length - end }];
}

/**
 * What the grammar does not know, as something of the same length that it does: CRLF, form feeds, template strings, a
 * backslash before a formatted string's brace (which escapes nothing).
 */
function plain(text: string): string {
  return text
    .replace(/(\\)?\r\n/g, (_, continued: string | undefined) => (continued === undefined ? ' \n' : ' \\\n'))
    .replace(/\f|\\(?=\{)/g, ' ')
    .replace(/(?<![\w\u0080-\uffff])(?:[tT](?=['"])|[tT](?=[rR]['"]))/g, 'f')
    .replace(/(?<![\w\u0080-\uffff])([rR])[tT](?=['"])/g, '$1f');
}
