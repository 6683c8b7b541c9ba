/** A change of a Python file that a person may choose. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import type { ParsedPython } from '../parsedPython';

/** Replaces what stands between two offsets (UTF-16 units) of the text before any edit. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
  /** What most people want; at most one of a finding's fixes. */
  readonly preferred: boolean;
}

/** What a fix is made from. */
export interface FixContext {
  readonly python: ParsedPython;
  readonly names: Names;
  readonly call: SyntaxNode;
}

export const insert = (at: number, text: string): TextEdit => ({ from: at, to: at, text });

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  // edits at one place keep their order
  const ordered = edits.map((edit, index) => ({ edit, index })).sort((a, b) => b.edit.from - a.edit.from || b.index - a.index);
  return ordered.reduce((changed, { edit }) => changed.slice(0, edit.from) + edit.text + changed.slice(edit.to), text);
}
