import * as vscode from 'vscode';
import { COMMANDS, PANEL_VIEW_TYPE } from './host/contributions';
import type { GutterMarkers } from './host/gutter';
import type { RunMarks } from './host/program';
import type { RunController } from './host/runController';

/** What is loaded only when it is first needed, so that opening a Python file costs next to nothing. */
let controller: Promise<RunController> | null = null;
let gutter: Promise<GutterMarkers> | null = null;

export function activate(context: vscode.ExtensionContext): void {
  const run = async (resource: unknown): Promise<void> => (await loadController(context)).run(resource);
  const markVisible = (editors: readonly vscode.TextEditor[]): void => {
    if (gutter === null && editors.some(({ document }) => document.languageId === 'python')) void loadGutter(context);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand(COMMANDS.run, run),
    vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => (await loadController(context)).adopt(panel),
    }),
    vscode.window.onDidChangeVisibleTextEditors(markVisible),
    // A document's language may change while it is in sight.
    vscode.workspace.onDidOpenTextDocument(() => markVisible(vscode.window.visibleTextEditors)),
  );
  markVisible(vscode.window.visibleTextEditors);
}

/** Ends all runs before the extension host goes. */
export async function deactivate(): Promise<void> {
  await (await controller)?.shutdown();
}

function loadController(context: vscode.ExtensionContext): Promise<RunController> {
  controller ??= (async () => {
    const { RunController } = await import('./host/runController');
    const log = vscode.window.createOutputChannel('Loop Inspector', { log: true });
    const marks: RunMarks = {
      // Also when no Python file is open yet: the program's may be opened while it runs.
      runStarted: (program) => void loadGutter(context).then((markers) => markers.runStarted(program)),
      runEnded: (program) => void gutter?.then((markers) => markers.runEnded(program)),
      markCeded: (program, at) => void gutter?.then((markers) => markers.markCeded(program, at)),
    };
    const loaded = new RunController(context, marks, log);
    context.subscriptions.push(log, loaded);
    return loaded;
  })();
  return controller;
}

function loadGutter(context: vscode.ExtensionContext): Promise<GutterMarkers> {
  gutter ??= (async () => {
    const { GutterMarkers } = await import('./host/gutter');
    const markers = new GutterMarkers(context.extensionUri);
    context.subscriptions.push(markers);
    return markers;
  })();
  return gutter;
}
