import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunRequest } from '../inspector/protocol';
import type { LaunchConfiguration } from './debug/configuration';
import { finishedTasksKept, historyMb, reprLength, setting, slowCallbackMs } from './settings';
import { resourceOf, type Target } from './target';
import type { Dimensions } from './terminal';

/**
 * What running `target` on `python` (null: the embedded interpreter) in a terminal of that size asks of the inspector.
 * @param launch its launch configuration; settings stand for what that does not say
 * @param size of the terminal; null: it has none
 */
export function runRequest(target: Target, launch: LaunchConfiguration, python: string | null, size: Dimensions | null): RunRequest {
  const terminal = size !== null;
  const resource = resourceOf(target.uri);
  const env = { ...environment(), ...(launch.env ?? asRecord(setting('env', resource))) };
  return {
    python,
    path: target.path,
    source: target.source,
    module: target.module,
    args: launch.args ?? asList(setting('args', resource)),
    cwd: path.resolve(workingDirectory(target), launch.cwd ?? inFolder(setting('cwd', resource), target)),
    // as in launch.json elsewhere: null takes a variable away
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    slowCallbackMs: launch.slowCallbackMs ?? slowCallbackMs(resource),
    reprLength: reprLength(resource),
    finishedTasksKept: finishedTasksKept(resource),
    historyMb: historyMb(resource),
    terminal: { stdin: terminal, stdout: terminal, stderr: terminal, together: terminal, columns: size?.columns ?? 80, rows: size?.rows ?? 24 },
  };
}

/** Where a new terminal for the file would start: in its workspace folder, else beside it. */
function workingDirectory(target: Target): string {
  const folder = vscode.workspace.getWorkspaceFolder(resourceOf(target.uri));
  if (folder?.uri.scheme === 'file') return folder.uri.fsPath;
  return target.source === null && !target.module ? path.dirname(target.path) : (workspaceFolders()[0] ?? homedir());
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

/** A setting may hold anything that somebody wrote. */
const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const asRecord = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});

/** Settings know no variables; this one is too useful to go without. */
function inFolder(value: unknown, target: Target): string {
  return typeof value === 'string' ? value.replaceAll('${workspaceFolder}', workingDirectory(target)).replace(/^~(?=$|[/\\])/, homedir()) : '';
}
