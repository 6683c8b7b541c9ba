import * as vscode from 'vscode';
import { CONTROL_COMMANDS } from './host/controlCommands';
import { COMMANDS, DEBUG_TYPE, INTERNAL_COMMANDS, PANEL_VIEW_TYPE } from './host/contributions';
import type { LaunchConfigurations } from './host/debug/configuration';
import type { SourceMarks } from './host/sourceMarks';
import type { RunMarks } from './host/program';
import type { RunController } from './host/runController';

/** What is loaded only when it is first needed, so that opening a Python file costs next to nothing. */
let controller: Promise<RunController> | null = null;
let gutter: Promise<SourceMarks> | null = null;
let sourceChecks: Promise<void> | null = null;

export function activate(context: vscode.ExtensionContext): void {
  const run = async (resource: unknown): Promise<void> => (await loadController(context)).run(resource);
  const markVisible = (editors: readonly vscode.TextEditor[]): void => {
    if (sourceChecks === null && editors.some(({ document }) => document.languageId === 'python')) sourceChecks = loadSourceChecks(context);
    if (gutter === null && editors.some(({ document }) => document.languageId === 'python')) void loadGutter(context);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand(COMMANDS.run, run),
    vscode.commands.registerCommand(COMMANDS.clearProblems, async () => (await controller)?.clearProblems()),
    vscode.commands.registerCommand(COMMANDS.openExample, async () => (await import('./host/examples')).openExample(context.extensionUri)),
    // Nothing has run yet: there is nothing to act upon.
    ...CONTROL_COMMANDS.map(({ command, act }) => vscode.commands.registerCommand(command, async () => (await controller)?.act(act))),
    vscode.commands.registerCommand(INTERNAL_COMMANDS.showTasks, async (...asked: unknown[]) => (await loadController(context)).showTasks(asked)),
    vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => (await loadController(context)).adopt(panel),
    }),
    vscode.window.onDidChangeVisibleTextEditors(markVisible),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, lazyConfigurations),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, lazyConfigurations, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: async ({ workspaceFolder }) => {
        const { LoopDebugSession } = await import('./host/debug/loopDebugSession');
        const runs = await loadController(context);
        // VS Code asks for no more of its Disposable than `dispose`
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
        return new vscode.DebugAdapterInlineImplementation(new LoopDebugSession((configuration, signal) => runs.launch(configuration, workspaceFolder, signal)));
      },
    }),
    // A document's language may change while it is in sight.
    vscode.workspace.onDidOpenTextDocument(() => markVisible(vscode.window.visibleTextEditors)),
  );
  markVisible(vscode.window.visibleTextEditors);
}

const lazyConfigurations: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations: async () => (await configurations()).provideDebugConfigurations(),
  resolveDebugConfiguration: async (folder, given) => (await configurations()).resolveDebugConfiguration(folder, given),
};

const configurations = async (): Promise<LaunchConfigurations> => new (await import('./host/debug/configuration')).LaunchConfigurations();

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
      runStarted: (program, watch) => void loadGutter(context).then((markers) => markers.runStarted(program, watch)),
      runStands: (program, stands) => void gutter?.then((markers) => markers.runStands(program, stands)),
      update: (program, files) => void gutter?.then((markers) => markers.update(program, files)),
    };
    const loaded = new RunController(context, marks, log);
    context.subscriptions.push(log, loaded);
    return loaded;
  })();
  return controller;
}

function loadGutter(context: vscode.ExtensionContext): Promise<SourceMarks> {
  gutter ??= import('./host/editorMarks').then(({ showMarks }) => showMarks(context));
  return gutter;
}

async function loadSourceChecks(context: vscode.ExtensionContext): Promise<void> {
  const [{ StaticDiagnostics }, { registerQuickFixes }] = await Promise.all([import('./host/staticDiagnostics'), import('./host/quickFixes')]);
  context.subscriptions.push(new StaticDiagnostics(context.extensionUri), registerQuickFixes());
}
