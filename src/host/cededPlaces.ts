import * as vscode from 'vscode';
import type { Location } from '../core/events/location';

/** Where a program's yield points have ceded, in texts that may be edited meanwhile and afterwards. */
export class CededPlaces {
  /** Key of a document → places, moved along by edits. */
  readonly #places = new Map<string, readonly vscode.Position[]>();
  /** Key of a document → its edits while the program runs: it runs the text from before. */
  readonly #edits = new Map<string, readonly vscode.TextDocumentContentChangeEvent[]>();
  #running = true;

  add(at: readonly Location[]): void {
    for (const { path: file, line, column } of at) {
      const place = new vscode.Position(line - 1, Math.max(0, column - 1));
      this.#places.set(file, [...this.of(file), ...(this.#edits.get(file) ?? []).reduce(moved, [place])]);
    }
  }

  edited(key: string, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    this.#places.set(key, changes.reduce(moved, this.of(key)));
    if (this.#running) this.#edits.set(key, [...(this.#edits.get(key) ?? []), ...changes]);
  }

  end(): void {
    this.#running = false;
    this.#edits.clear();
  }

  of(key: string): readonly vscode.Position[] {
    return this.#places.get(key) ?? [];
  }
}

/** The places after a change: those behind it move along, those inside of it go. */
function moved(places: readonly vscode.Position[], { range, text }: vscode.TextDocumentContentChangeEvent): readonly vscode.Position[] {
  const inserted = text.split(/\r\n|\r|\n/);
  const addedLines = inserted.length - 1 - (range.end.line - range.start.line);
  const endColumn = (inserted.at(-1) ?? '').length + (inserted.length === 1 ? range.start.character : 0);
  return places.flatMap((place) => {
    if (place.isBefore(range.start)) return [place];
    if (place.isBefore(range.end)) return [];
    const character = place.line === range.end.line ? place.character - range.end.character + endColumn : place.character;
    return [new vscode.Position(place.line + addedLines, character)];
  });
}
