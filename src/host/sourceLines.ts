import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Target } from './target';

/** Larger files are no program text; reading one would hold the editor up. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file that a warning or a stack frame names, as it is now. */
export interface SourceLines {
  readonly uri: vscode.Uri;
  /** The code of a 1-based line: without the blanks around it. */
  rangeOf(line: number): vscode.Range;
}

/** What `target`'s program calls `name`: a path on disk, or the untitled buffer that runs. */
export function sourceUri(name: string, target: Target | null): vscode.Uri | undefined {
  if (target !== null && target.source !== null && target.path === name) return target.uri;
  return path.isAbsolute(name) ? vscode.Uri.file(name) : undefined;
}

/** The file at that address; undefined if it does not exist here, such as the interpreter's own modules. */
export async function sourceLines(uri: vscode.Uri): Promise<SourceLines | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return linesIn(uri, (line) => (line <= open.lineCount ? open.lineAt(line - 1).text : ''));
  try {
    const status = await stat(uri.fsPath);
    if (!status.isFile() || status.size > MAX_BYTES) return undefined;
    const lines = (await readFile(uri.fsPath, 'utf8')).split(/\r\n|\r|\n/);
    return linesIn(uri, (line) => lines[line - 1] ?? '');
  } catch {
    return undefined;
  }
}

function linesIn(uri: vscode.Uri, textOf: (line: number) => string): SourceLines {
  return {
    uri,
    rangeOf(line) {
      const text = textOf(line);
      const start = text.length - text.trimStart().length;
      return new vscode.Range(line - 1, text.trim() === '' ? 0 : start, line - 1, text.trimEnd().length);
    },
  };
}
