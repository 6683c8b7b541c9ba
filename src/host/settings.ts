import * as vscode from 'vscode';
import { ENDED_TASKS_KEPT } from '../core/state/taskTable';
import { HISTORY_MB, REPR_LENGTH } from '../inspector/protocol';
import type { Settings } from './contributions';

const DEFAULT_SLOW_CALLBACK_MS = 100;
/** An hour. */
export const MAX_SLOW_CALLBACK_MS = 3_600_000;
const MAX_TASKS_KEPT = 1_000_000;
/** Longer names and texts are cut on their way. */
const MAX_REPR_LENGTH = 1000;

export const SECTION = 'loopInspector';

/** A setting's value as VS Code has it for that resource: what the user wrote, valid or not. */
export function setting<Name extends keyof Settings>(name: Name, resource: vscode.Uri): Settings[Name] | undefined {
  return vscode.workspace.getConfiguration(SECTION, resource).get<Settings[Name]>(name);
}

/**
 * Writes a setting: where it counts for that resource, being said there already in its folder; else into the workspace's, or where no folder is
 * open the user's. False: it could not be written, and the person has been told why.
 * @param value undefined: takes it away
 * @param scope where it is to be written; undefined: as said
 */
export async function writeSetting(name: keyof Settings, value: unknown, resource: vscode.Uri, scope?: vscode.ConfigurationTarget): Promise<boolean> {
  const configuration = vscode.workspace.getConfiguration(SECTION, resource);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const usual = vscode.workspace.workspaceFolders === undefined ? Global : Workspace;
  try {
    await configuration.update(name, value, scope ?? (configuration.inspect(name)?.workspaceFolderValue === undefined ? usual : WorkspaceFolder));
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The setting {0} could not be written: {1}', `${SECTION}.${name}`, error instanceof Error ? error.message : String(error)));
    return false;
  }
}

/** From how many milliseconds on a step blocks; a value that makes no sense counts as the default. */
export function slowCallbackMs(resource: vscode.Uri): number {
  const value: unknown = setting('slowCallbackMs', resource);
  return typeof value === 'number' && value >= 1 && Number.isFinite(value) ? Math.min(MAX_SLOW_CALLBACK_MS, value) : DEFAULT_SLOW_CALLBACK_MS;
}

/** How many finished tasks are kept; a value that makes no sense counts as the default. */
export function finishedTasksKept(resource: vscode.Uri): number {
  const value: unknown = setting('finishedTasksKept', resource);
  return typeof value === 'number' && value >= 0 ? Math.min(MAX_TASKS_KEPT, Math.trunc(value)) : ENDED_TASKS_KEPT;
}

/** After how many letters the text of a value is cut; a value that makes no sense counts as the default. */
export function reprLength(resource: vscode.Uri): number {
  const value: unknown = setting('reprLength', resource);
  return typeof value === 'number' && value >= 1 ? Math.min(MAX_REPR_LENGTH, Math.trunc(value)) : REPR_LENGTH;
}

/** What a run's history may take, in megabytes, 0: none is kept; a value that makes no sense counts as the default. */
export function historyMb(resource: vscode.Uri): number {
  const value: unknown = setting('history.memoryMb', resource);
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : HISTORY_MB;
}
