import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Target } from './target';

/** Larger files are no program text; reading one would hold the editor up. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file that a warning or a stack frame names, as it was saved: so the program runs it. */
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

/** The file that `target`'s program calls `name`; undefined if it does not exist here, such as the interpreter's own modules. */
export async function sourceLines(name: string, target: Target): Promise<SourceLines | undefined> {
  const uri = sourceUri(name, target);
  if (uri === undefined) return undefined;
  if (target.source !== null && name === target.path) return linesIn(uri, target.source);
  try {
    const status = await stat(uri.fsPath);
    if (!status.isFile() || status.size > MAX_BYTES) return undefined;
    return linesIn(uri, await readFile(uri.fsPath, 'utf8'));
  } catch {
    return undefined;
  }
}

function linesIn(uri: vscode.Uri, program: string): SourceLines {
  const lines = program.split(/\r\n|\r|\n/);
  return {
    uri,
    rangeOf(line) {
      const text = lines[line - 1] ?? '';
      const start = text.length - text.trimStart().length;
      return new vscode.Range(line - 1, text.trim() === '' ? 0 : start, line - 1, text.trimEnd().length);
    },
  };
}
