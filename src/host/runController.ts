import path from 'node:path';
import { err, ok, type Result } from '../base/result';
import * as vscode from 'vscode';
import { CONTEXT_PAUSED, CONTEXT_RUNNING, DEBUG_TYPE } from './contributions';
import { type LaunchConfiguration, parseConfiguration } from './debug/configuration';
import { KeptSnapshots } from './keptSnapshots';
import { Problems } from './problems';
import { type Launched, Program, type ProgramServices, type RunMarks, SUPERSEDED } from './program';
import { findTarget, moduleTarget, resourceOf, type Target } from './target';

/** Where it is kept over a reload of the window which program each panel shows, by the panel's title. */
const PANELS_KEY = 'panels';
/** How many are kept: VS Code brings a panel back when it comes into sight, so one that is not here yet may still come. */
const MAX_PANELS = 50;

/** The program of a panel: its address, and how it was run. */
interface Shown {
  readonly program: string;
  readonly launch: LaunchConfiguration;
}

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
      kept: new KeptSnapshots(context.storageUri ?? context.globalStorageUri, log),
      restart: (program) => void this.#ask(program.uri, program.label, program.launch),
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
    const shown = resource instanceof vscode.Uri ? undefined : this.#programOfPanel();
    if (shown?.launch.module !== undefined) {
      shown.restart();
      return;
    }
    const target = await findTarget(resource instanceof vscode.Uri ? resource : shown?.uri);
    if (target.ok) await this.#ask(target.value.uri, target.value.name, {});
    else void vscode.window.showErrorMessage(target.error.message);
  }

  /** The program whose panel has the focus. A panel that has just been closed may still think so. */
  #programOfPanel(): Program | undefined {
    if (!(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview)) return undefined;
    return [...this.#programs.values()].find((program) => program.panelActive);
  }

  /** What a launch configuration asks for. An error is for people to read. @param signal aborted: nobody wants it any more */
  async launch(configuration: LaunchConfiguration, folder: vscode.WorkspaceFolder | undefined, signal: AbortSignal): Promise<Result<Launched>> {
    if (!vscode.workspace.isTrusted) return err({ code: 'untrusted', message: untrusted() });
    const { program, module } = configuration;
    const target = module === undefined ? await findTarget(addressOf(program ?? '', folder)) : ok(moduleTarget(module, folder));
    if (!target.ok) return target;
    const launched = await this.#programFor(target.value).run(target.value, configuration, signal);
    return launched === null ? err({ code: SUPERSEDED, message: vscode.l10n.t('{0} was not started: it was closed or run again meanwhile.', target.value.name) }) : ok(launched);
  }

  /** Every run is one of VS Code's debugger, so that its toolbar and its list of runs have it. */
  async #ask(uri: vscode.Uri, name: string, launch: LaunchConfiguration): Promise<void> {
    const program = launch.module === undefined ? { program: uri.scheme === 'file' ? uri.fsPath : uri.toString() } : {};
    const configuration = { ...launch, ...program, type: DEBUG_TYPE, request: 'launch', name };
    // a file is saved when it is looked for
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(resourceOf(uri)), configuration, { suppressSaveBeforeStart: launch.module === undefined });
  }

  /** Does something to the program whose panel has the focus, else to the one that was started last of those that run. */
  act(action: (program: Program) => void): void {
    const program = this.#programOfPanel() ?? [...this.#programs.values()].findLast(({ running }) => running);
    if (program !== undefined) action(program);
  }

  /** Follows a link of ours to tasks: `[program, filter, task]`. */
  showTasks([program, filter, task]: readonly unknown[]): void {
    if (typeof program !== 'string' || typeof filter !== 'string') return;
    const known = this.#programs.get(program);
    if (known === undefined) void vscode.window.showInformationMessage(vscode.l10n.t('That run is not shown any more. Run the program again to see its tasks.'));
    else known.showTasks(filter, typeof task === 'number' ? task : null);
  }

  /** Gives a panel that VS Code kept over a reload of the window back to its program. */
  async adopt(panel: vscode.WebviewPanel): Promise<void> {
    const shown = this.#panels()[panel.title];
    if (typeof shown?.program !== 'string') {
      // Nobody knows whose it was: there is nothing to show in it, now or later.
      panel.dispose();
      return;
    }
    const uri = vscode.Uri.parse(shown.program);
    const launch = parseConfiguration(shown.launch);
    const program = this.#programs.get(uri.toString()) ?? this.#add(uri, path.basename(uri.path));
    await program.adopt(panel, launch.ok ? launch.value : {});
  }

  clearProblems(): void {
    this.#problems.clear();
  }

  /** Ends all runs. Panels stay, so that VS Code can bring them back. */
  async shutdown(): Promise<void> {
    await Promise.all([...this.#programs.values()].map((program) => program.shutdown()));
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
    const folder = resourceOf(uri);
    const label = taken ? `${name} (${folder === uri ? vscode.workspace.asRelativePath(path.dirname(uri.path)) : path.basename(folder.path)})` : name;
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
    void vscode.commands.executeCommand('setContext', CONTEXT_PAUSED, programs.some(({ paused }) => paused));
    if (program.panelTitle !== null) this.#remember(program.panelTitle, { program: program.uri.toString(), launch: program.launch });
  }

  #remember(title: string, shown: Shown): void {
    const panels = this.#panels();
    if (JSON.stringify(panels[title]) === JSON.stringify(shown)) return;
    const others = Object.entries(panels).filter(([other]) => other !== title);
    void this.#state.update(PANELS_KEY, Object.fromEntries([...others.slice(1 - MAX_PANELS), [title, shown]]));
  }

  #panels(): Readonly<Record<string, Partial<Shown> | undefined>> {
    return this.#state.get(PANELS_KEY, {});
  }
}

/** A path, which may be relative to the folder, or the address of an untitled buffer. */
const addressOf = (program: string, folder: vscode.WorkspaceFolder | undefined): vscode.Uri =>
  program.startsWith('untitled:') ? vscode.Uri.parse(program) : vscode.Uri.file(path.resolve(folder?.uri.fsPath ?? '', program));

const untrusted = (): string =>
  vscode.l10n.t('Loop Inspector did not run the file: running it executes code of this workspace, which you have not trusted. Trust the workspace to run it.');

async function explainTrust(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  if ((await vscode.window.showWarningMessage(untrusted(), manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
