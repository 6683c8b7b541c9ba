/** Places in a text that is edited: those behind an edit move along, those inside of it go. */
import type { Place } from '../core/source/markedText';

/** An edit as VS Code tells it. */
export interface Edit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

/** What was edited in a text since a run began. */
export class Edits {
  readonly all: Edit[] = [];
  #saved = 0;

  add(edits: readonly Edit[]): void {
    this.all.push(...edits);
  }

  saved(): void {
    this.#saved = this.all.length;
  }

  /** It was closed and is there again as it was saved: what came after that is not there any more. */
  reopened(): void {
    this.all.length = this.#saved;
  }
}

/** Where `place` is after the edits; null: it is gone. */
export function moved(place: Place, edits: readonly Edit[]): Place | null {
  let at: Place | null = place;
  for (const edit of edits) {
    at = movedBy(at, edit);
    if (at === null) return null;
  }
  return at;
}

function movedBy(place: Place, { range, text }: Edit): Place | null {
  if (isBefore(place, range.start)) return place;
  if (isBefore(place, range.end)) return null;
  const inserted = text.split(/\r\n|\r|\n/);
  const addedLines = inserted.length - 1 - (range.end.line - range.start.line);
  if (place.line !== range.end.line) return addedLines === 0 ? place : { line: place.line + addedLines, character: place.character };
  const endColumn = (inserted.at(-1) ?? '').length + (inserted.length === 1 ? range.start.character : 0);
  return { line: place.line + addedLines, character: place.character - range.end.character + endColumn };
}

const isBefore = (a: Place, b: Place): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);

/** Where a stretch of text is after the edits; null: something in it was edited. */
export function movedRange(range: { readonly start: Place; readonly end: Place }, edits: readonly Edit[]): { readonly start: Place; readonly end: Place } | null {
  let { start, end } = range;
  for (const edit of edits) {
    if (!isBefore(edit.range.start, end)) continue;
    if (isBefore(start, edit.range.end)) return null;
    start = movedBy(start, edit) ?? start;
    end = movedBy(end, edit) ?? end;
  }
  return { start, end };
}
