import type * as vscode from 'vscode';
import type { Finding } from '../core/source/findings/finding';
import { findInSource } from '../core/source/findings/findings';
import { type ParsedPython, PythonParser } from '../core/source/parsedPython';

/** Weak: a closed document takes its parse along. */
const documents = new WeakMap<vscode.TextDocument, { readonly parser: PythonParser; readonly version: number; readonly parsed: ParsedPython }>();

/** The parse of a document as it is now; the gutter, the diagnostics and the quick fixes share it. */
export function parsedDocument(document: vscode.TextDocument): ParsedPython {
  const known = documents.get(document);
  if (known?.version === document.version) return known.parsed;
  const parser = known?.parser ?? new PythonParser();
  const parsed = parser.parse(document.getText());
  documents.set(document, { parser, version: document.version, parsed });
  return parsed;
}

const found = new WeakMap<ParsedPython, readonly Finding[]>();

/** What the document shows without a run; looked for once per version of it. */
export function findingsIn(document: vscode.TextDocument): readonly Finding[] {
  const parsed = parsedDocument(document);
  const findings = found.get(parsed) ?? findInSource(parsed);
  found.set(parsed, findings);
  return findings;
}
