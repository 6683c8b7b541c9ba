import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunRequest } from '../inspector/protocol';
import { slowCallbackMs } from './settings';
import type { Target } from './target';
import type { Dimensions } from './terminal';

/** What running `target` on `python` (null: the embedded interpreter) in a terminal of that size asks of the inspector. */
export function runRequest(target: Target, python: string | null, size: Dimensions): RunRequest {
  return {
    python,
    path: target.path,
    source: target.source,
    module: false,
    args: [],
    cwd: workingDirectory(target),
    env: environment(),
    slowCallbackMs: slowCallbackMs(target.uri),
    terminal: { stdin: true, stdout: true, stderr: true, columns: size.columns, rows: size.rows },
  };
}

/** Where a new terminal for the file would start: in its workspace folder, else beside it. */
function workingDirectory(target: Target): string {
  const folder = vscode.workspace.getWorkspaceFolder(target.uri);
  if (folder?.uri.scheme === 'file') return folder.uri.fsPath;
  return target.source === null ? path.dirname(target.path) : (workspaceFolders()[0] ?? homedir());
}

function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** VS Code's own environment as its terminals have it: without what is meant for VS Code itself. */
function environment(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(VSCODE_|ELECTRON_)/.test(entry[0]),
  );
  return { ...Object.fromEntries(own), TERM: 'xterm-256color', COLORTERM: 'truecolor', TERM_PROGRAM: 'vscode' };
}
