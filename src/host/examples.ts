/** Programs to begin with, one for each thing worth seeing. They open as buffers without a file: nothing is changed or left anywhere. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from './contributions';

interface Example extends vscode.QuickPickItem {
  readonly source: string;
}

/** Lets the person choose an example, opens it and runs it. */
export async function openExample(extensionUri: vscode.Uri): Promise<void> {
  const chosen = await vscode.window.showQuickPick(examples(vscode.Uri.joinPath(extensionUri, 'examples').fsPath), {
    title: vscode.l10n.t('Loop Inspector: examples'),
    placeHolder: vscode.l10n.t('Open and run …'),
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: chosen.source });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  if (vscode.workspace.isTrusted) await vscode.commands.executeCommand(COMMANDS.run, document.uri);
}

async function examples(folder: string): Promise<Example[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py')).sort();
  return Promise.all(
    names.map(async (name) => {
      const source = await readFile(path.join(folder, name), 'utf8');
      return { label: path.parse(name).name.replaceAll('_', ' '), detail: summary(source), source };
    }),
  );
}

/** The first line of the module's docstring. */
const summary = (source: string): string => /^"""(.*?)(?:"""|$)/m.exec(source)?.[1] ?? '';
