import * as vscode from 'vscode';
import type { Location } from '../core/events/location';
import type { Exit } from '../core/events/exit';
import { EMBEDDED, interpreterWith, type Run, startRun } from '../inspector/client';
import type { RunRequest } from '../inspector/protocol';
import { endedSnapshot } from './endedSnapshot';
import { LoopPanel, type PanelActions } from './panel';
import type { Problems, RunProblems } from './problems';
import { reveal } from './reveal';
import { interpreterFor } from './interpreter';
import { pickInterpreter } from './pickInterpreter';
import { runRequest } from './runRequest';
import type { Target } from './target';
import { ProgramTerminal } from './terminal';

/** The gutter's part in a run. */
export interface RunMarks {
  runStarted(program: string): void;
  runEnded(program: string): void;
  markCeded(program: string, at: readonly Location[]): void;
}

/** What every program shares. */
export interface ProgramServices {
  readonly extensionUri: vscode.Uri;
  readonly problems: Problems;
  readonly marks: RunMarks;
  readonly log: vscode.LogOutputChannel;
  /** The person asks in the panel to run the program again. */
  restart(program: Program): void;
  /** The program's run, terminal or panel has come or gone. */
  changed(program: Program): void;
}

/** A run that is not over yet. */
interface Current {
  readonly run: Run;
  interrupted: boolean;
}

/** One program: its present run if there is one, and the terminal and the panel that stay for the next. */
export class Program implements vscode.Disposable {
  readonly uri: vscode.Uri;
  /** What people call it; no other program on the screen is called the same. */
  readonly label: string;
  readonly #services: ProgramServices;
  /** As it was run last. */
  #target: Target | null = null;
  /** The interpreter that was picked for this program alone; null: none was. */
  #python: string | null = null;
  #terminal: ProgramTerminal | null = null;
  #panel: LoopPanel | null = null;
  #problems: RunProblems | null = null;
  #current: Current | null = null;
  /** Resolves when the last run is over and all of it is shown. */
  #finished: Promise<void> = Promise.resolve();
  /** Counts the requests to run; one that still waits gives way to a newer. */
  #requests = 0;
  #waiting = 0;
  #disposed = false;

  constructor(uri: vscode.Uri, label: string, services: ProgramServices) {
    this.uri = uri;
    this.label = label;
    this.#services = services;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  /** Nothing runs or is about to, and nothing of it is on the screen. */
  get idle(): boolean {
    return this.#terminal === null && this.#panel === null && this.#current === null && this.#waiting === 0;
  }

  get panelTitle(): string | null {
    return this.#panel?.title ?? null;
  }

  get panelActive(): boolean {
    return this.#panel?.active ?? false;
  }

  /** Runs `target`, this program as it is now. A run that is still under way is ended first. */
  async run(target: Target): Promise<void> {
    this.#requests += 1;
    const request = this.#requests;
    this.#waiting += 1;
    try {
      await this.end();
      if (!this.#disposed && request === this.#requests) await this.#runAs(target, () => request !== this.#requests);
    } finally {
      this.#waiting -= 1;
    }
    this.#services.changed(this);
  }

  /** Takes over a panel that VS Code kept over a reload of the window. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = new LoopPanel(panel, this.#services.extensionUri, this.#panelActions(), this.#services.log);
  }

  /** Ends the present run, if there is one; resolves when it is over and all of it is shown. */
  async end(): Promise<void> {
    this.#current?.run.stop();
    await this.#finished;
  }

  dispose(): void {
    this.#disposed = true;
    this.#current?.run.dispose();
    this.#current = null;
    this.#problems?.dispose();
    this.#terminal?.dispose();
    this.#panel?.dispose();
  }

  async #runAs(target: Target, superseded: () => boolean): Promise<void> {
    this.#target = target;
    const terminal = (this.#terminal ??= this.#openTerminal(target));
    terminal.show();
    if (this.#panel === null) this.#panel = this.#openPanel();
    else this.#panel.show();
    this.#services.changed(this);
    const [size, python] = await Promise.all([terminal.dimensions(), this.#python === EMBEDDED ? null : (this.#python ?? interpreterFor(target))]);
    if (this.#disposed || superseded() || this.#terminal !== terminal) return;
    this.#start(target, runRequest(target, python, size));
  }

  #start(target: Target, request: RunRequest): void {
    const { marks, problems, log } = this.#services;
    const warnings = problems.begin(target);
    this.#problems?.dispose();
    this.#problems = warnings;
    const { python } = request;
    const title = python === null ? vscode.l10n.t('Running {0} on embedded CPython…', this.label) : vscode.l10n.t('Running {0} on {1}…', this.label, python);
    let run: Run;
    try {
      run = startRun(vscode.Uri.joinPath(this.#services.extensionUri, 'dist').fsPath, request);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      this.#terminal?.begin(title, () => undefined);
      const message = vscode.l10n.t('The program could not be started: {0}', error instanceof Error ? error.message : String(error));
      void this.#showEnd({ code: 1, reason: 'crashed', message });
      return;
    }
    const program = this.uri.toString();
    marks.runStarted(program);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#finished = promise;
    this.#current = { run, interrupted: false };
    this.#terminal?.begin(title, (bytes) => run.outputTaken(bytes));
    run.onOutput((chunk) => {
      if (this.#terminal === null) run.outputTaken(chunk.bytes.length);
      else this.#terminal.output(chunk);
    });
    run.onCeded((at) => marks.markCeded(program, at));
    run.onWarnings((all) => warnings.update(all));
    run.onEnded(({ exit }) => {
      marks.runEnded(program);
      this.#current = null;
      run.dispose();
      void this.#showEnd(exit).finally(resolve);
      this.#services.changed(this);
    });
    this.#panel?.follow(run);
    this.#services.changed(this);
  }

  async #showEnd(exit: Exit): Promise<void> {
    if (this.#panel !== null && this.#target !== null) this.#panel.ended(endedSnapshot(this.#panel.last, this.#target.path, exit));
    await this.#terminal?.end(exit.message, exit.code !== 0);
    if (exit.missingModule !== undefined) void this.#offerInterpreter(exit.missingModule);
    if (exit.tooOld === true) void this.#offerEmbedded(exit.message);
  }

  /** The embedded interpreter lacks a module that another one of this machine has. */
  async #offerInterpreter(module: string): Promise<void> {
    const python = await interpreterWith(module, process.env);
    if (python === null || this.#disposed) return;
    const run = vscode.l10n.t('Run with {0}', python);
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t('The embedded interpreter has no module {0}. {1} has it.', module, python), run);
    if (answer !== run) return;
    this.#python = python;
    this.#services.restart(this);
  }

  /** The person's interpreter is too old. */
  async #offerEmbedded(message: string): Promise<void> {
    const embedded = vscode.l10n.t('Run on embedded CPython');
    const other = vscode.l10n.t('Choose another…');
    const answer = await vscode.window.showErrorMessage(vscode.l10n.t('{0} Loop Inspector needs Python 3.9 or newer.', message), embedded, other);
    if (this.#disposed || answer === undefined) return;
    if (answer === other) return this.#changeInterpreter();
    this.#python = EMBEDDED;
    this.#services.restart(this);
  }

  async #changeInterpreter(): Promise<void> {
    if (this.#target === null || !(await pickInterpreter(this.#target))) return;
    this.#python = null;
    this.#services.restart(this);
  }

  #interrupt(): void {
    if (this.#current === null) return;
    if (this.#current.interrupted) this.#current.run.stop();
    else this.#current.run.interrupt();
    this.#current.interrupted = true;
  }

  #openTerminal(target: Target): ProgramTerminal {
    return new ProgramTerminal(this.label, target.source === null ? null : target.path, {
      input: (bytes) => this.#current?.run.input(bytes),
      endInput: () => this.#current?.run.endInput(),
      interrupt: () => this.#interrupt(),
      quit: () => this.#current?.run.stop(),
      openFrame: (line) => void this.#reveal({ path: target.path, line, column: 0 }),
      closed: () => {
        this.#terminal = null;
        this.#current?.run.stop();
        this.#services.changed(this);
      },
    });
  }

  #openPanel(): LoopPanel {
    return LoopPanel.open(vscode.l10n.t('Loop: {0}', this.label), this.#services.extensionUri, this.#panelActions(), this.#services.log);
  }

  #panelActions(): PanelActions {
    return {
      reveal: (location) => void this.#reveal(location),
      stop: () => this.#current?.run.stop(),
      restart: () => this.#services.restart(this),
      changeInterpreter: () => void this.#changeInterpreter(),
      closed: () => {
        this.#panel = null;
        this.#services.changed(this);
      },
    };
  }

  async #reveal(location: Location): Promise<void> {
    if (await reveal(location, this.#target, this.#panel?.viewColumn)) return;
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not a file on this machine, so it cannot be shown.', location.path));
  }
}
