import * as vscode from 'vscode';
import type { Settings } from './contributions';

const DEFAULT_SLOW_CALLBACK_MS = 100;

/** A setting's value as VS Code has it for that resource: what the user wrote, valid or not. */
export function setting<Name extends keyof Settings>(name: Name, resource: vscode.Uri): Settings[Name] | undefined {
  return vscode.workspace.getConfiguration('loopInspector', resource).get<Settings[Name]>(name);
}

/** From how many milliseconds on a step blocks; a value that makes no sense counts as the default. */
export function slowCallbackMs(resource: vscode.Uri): number {
  const value: unknown = setting('slowCallbackMs', resource);
  return typeof value === 'number' && value >= 1 && Number.isFinite(value) ? value : DEFAULT_SLOW_CALLBACK_MS;
}
