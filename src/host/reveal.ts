import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Location } from '../core/events/location';
import { sourceUri } from './sourceLines';
import type { Target } from './target';

/**
 * Opens a place that the panel names, in the column of the editors.
 * @param target the program whose panel it is
 * @param panelColumn where that panel is; the file does not go there
 * @returns false when there is no such file here
 */
export async function reveal(location: Location, target: Target | null, panelColumn: vscode.ViewColumn | undefined): Promise<boolean> {
  const uri = sourceUri(location.path, target);
  if (uri === undefined || !(await exists(uri))) return false;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const line = Math.min(Math.max(location.line, 1), document.lineCount) - 1;
    const column = location.column > 0 ? location.column - 1 : document.lineAt(line).firstNonWhitespaceCharacterIndex;
    const at = document.validatePosition(new vscode.Position(line, column));
    await vscode.window.showTextDocument(document, { viewColumn: columnFor(uri, panelColumn), selection: new vscode.Range(at, at) });
    return true;
  } catch {
    // A binary file, or one too large for the editor.
    return false;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  try {
    return (await stat(uri.fsPath)).isFile();
  } catch {
    return false;
  }
}

/** Where the file is open already, else the first column that is not the panel's, else a new one. */
function columnFor(uri: vscode.Uri, panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const shows = (tab: vscode.Tab): boolean => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();
  const open = groups.find((group) => group.activeTab !== undefined && shows(group.activeTab)) ?? groups.find((group) => group.tabs.some(shows));
  const free = groups.find((group) => group.viewColumn !== panelColumn);
  return (open ?? free)?.viewColumn ?? vscode.ViewColumn.Beside;
}
