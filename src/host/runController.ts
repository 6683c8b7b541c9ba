import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, CONTEXT_RUNNING } from './contributions';
import { Problems } from './problems';
import { Program, type ProgramServices, type RunMarks } from './program';
import { findTarget, type Target } from './target';

/** Where the addresses of the programs with a panel are kept, by the panel's title, over a reload of the window. */
const PANELS_KEY = 'panels';
/** How many are kept: VS Code brings a panel back when it comes into sight, so one that is not here yet may still come. */
const MAX_PANELS = 50;

/**
 * All programs that run or are on the screen. Running a program again ends its former run and reuses
 * its terminal and panel; different programs run beside each other.
 */
export class RunController implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #services: ProgramServices;
  readonly #programs = new Map<string, Program>();
  readonly #problems: Problems;

  constructor(context: vscode.ExtensionContext, marks: RunMarks, log: vscode.LogOutputChannel) {
    this.#state = context.workspaceState;
    this.#problems = new Problems(context.extensionUri);
    this.#services = {
      extensionUri: context.extensionUri,
      problems: this.#problems,
      marks,
      log,
      restart: (program) => void vscode.commands.executeCommand(COMMANDS.run, program.uri),
      changed: (program) => this.#changed(program),
    };
  }

  /**
   * The command. A person who cannot have the file run is told why and what to do.
   * @param resource what a menu was opened on; anything else that a caller passes counts as nothing
   */
  async run(resource: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      await explainTrust();
      return;
    }
    const uri = resource instanceof vscode.Uri ? resource : [...this.#programs.values()].find((program) => program.panelActive)?.uri;
    const target = await findTarget(uri);
    if (target.ok) await this.#programFor(target.value).run(target.value);
    else void vscode.window.showErrorMessage(target.error.message);
  }

  /** Gives a panel that VS Code kept over a reload of the window back to its program. */
  adopt(panel: vscode.WebviewPanel): void {
    const address = this.#panels()[panel.title];
    if (address === undefined) {
      // Nobody knows whose it was: there is nothing to show in it, now or later.
      panel.dispose();
      return;
    }
    const uri = vscode.Uri.parse(address);
    const program = this.#programs.get(uri.toString()) ?? this.#add(uri, path.basename(uri.path));
    program.adopt(panel);
  }

  /** Ends all runs. Panels stay, so that VS Code can bring them back. */
  async shutdown(): Promise<void> {
    await Promise.all([...this.#programs.values()].map((program) => program.end()));
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
    this.#problems.dispose();
  }

  #programFor(target: Target): Program {
    return this.#programs.get(target.uri.toString()) ?? this.#add(target.uri, target.name);
  }

  #add(uri: vscode.Uri, name: string): Program {
    const taken = [...this.#programs.values()].some((other) => other.label === name);
    const label = taken ? `${name} (${vscode.workspace.asRelativePath(path.dirname(uri.path))})` : name;
    const program = new Program(uri, label, this.#services);
    this.#programs.set(uri.toString(), program);
    return program;
  }

  #changed(program: Program): void {
    if (program.idle) {
      this.#programs.delete(program.uri.toString());
      program.dispose();
    }
    const programs = [...this.#programs.values()];
    void vscode.commands.executeCommand('setContext', CONTEXT_RUNNING, programs.some(({ running }) => running));
    if (program.panelTitle !== null) this.#remember(program.panelTitle, program.uri);
  }

  #remember(title: string, uri: vscode.Uri): void {
    const panels = this.#panels();
    if (panels[title] === uri.toString()) return;
    const others = Object.entries(panels).filter(([other]) => other !== title);
    void this.#state.update(PANELS_KEY, Object.fromEntries([...others.slice(1 - MAX_PANELS), [title, uri.toString()]]));
  }

  #panels(): Readonly<Record<string, string>> {
    return this.#state.get(PANELS_KEY, {});
  }
}

async function explainTrust(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t(
    'Loop Inspector did not run the file: running it executes code of this workspace, which you have not trusted. Trust the workspace to run it.',
  );
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
