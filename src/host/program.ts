import * as vscode from 'vscode';
import type { Location } from '../core/events/location';
import type { ControlCommand } from '../core/control';
import type { FileMarks, WatchedFiles } from '../core/snapshot/sourceMarks';
import type { Exit } from '../core/events/exit';
import { EMBEDDED, interpreterWith, type Run, startRun } from '../inspector/client';
import type { RunRequest } from '../inspector/protocol';
import type { Snapshot } from '../core/snapshot/protocol';
import { endedSnapshot } from '../panel/endedSnapshot';
import type { LaunchConfiguration } from './debug/configuration';
import { endedByWindow } from '../panel/keptSnapshot';
import type { KeptSnapshots } from './keptSnapshots';
import { LoopPanel, type PanelActions } from './panel';
import type { Problems, RunProblems } from './problems';
import { reveal } from './reveal';
import { interpreterFor } from './interpreter';
import { pickInterpreter } from './pickInterpreter';
import { ruleChoices, setMuted } from './ruleSettings';
import { runRequest } from './runRequest';
import { resourceOf, type Target } from './target';
import { ProgramTerminal } from './terminal';
import { Throttle } from './throttle';

/** The gutter's part in a run. */
export interface RunMarks {
  /** `watch`: tells the run which files to tell marks of. */
  runStarted(program: string, watch: (files: WatchedFiles) => void): void;
  /** It has ended or somebody holds it, or it goes on. */
  runStands(program: string, stands: boolean): void;
  update(program: string, files: readonly FileMarks[]): void;
}

/** A run that was begun, for whoever asked for it. */
export interface Launched {
  readonly onOutput: Run['onOutput'];
  readonly onStanding: Run['onStanding'];
  /** Resolves when it is over. */
  readonly ended: Promise<Exit>;
  control(command: ControlCommand): void;
  /** Where VS Code finds what the program calls `name`: a path, or the address of an untitled buffer. */
  addressOf(name: string): string;
  input(bytes: Uint8Array): void;
  /** Like Ctrl+C; the second time the program is ended. */
  interrupt(): void;
  stop(): void;
  /** Ends it because the window goes. */
  closeWithWindow(): void;
}

/** What every program shares. */
export interface ProgramServices {
  readonly extensionUri: vscode.Uri;
  readonly problems: Problems;
  readonly marks: RunMarks;
  readonly log: vscode.LogOutputChannel;
  /** What a panel shows after a reload of the window. */
  readonly kept: KeptSnapshots;
  /** The person asks in the panel to run the program again. */
  restart(program: Program): void;
  /** The program's run, terminal or panel has come or gone. */
  changed(program: Program): void;
}

/** Of the error that a run did not begin because something else was asked for meanwhile. */
export const SUPERSEDED = 'superseded';

/** How often a run's state is kept, ms: so much of it a window that crashes may lose. */
const KEEP_MS = 2_000;

/** A run that is not over yet. */
interface Current {
  readonly run: Run;
  interrupted: boolean;
  paused: boolean;
}

/** One program: its present run if there is one, and the terminal and the panel that stay for the next. */
export class Program implements vscode.Disposable {
  readonly uri: vscode.Uri;
  /** What people call it; no other program on the screen is called the same. */
  readonly label: string;
  readonly #services: ProgramServices;
  /** As it was run last. */
  #target: Target | null = null;
  #launch: LaunchConfiguration = {};
  /** The interpreter that was picked for this program alone; null: none was. */
  #python: string | null = null;
  #terminal: ProgramTerminal | null = null;
  #panel: LoopPanel | null = null;
  #problems: RunProblems | null = null;
  #current: Current | null = null;
  /** The run that the panel shows; after its end its inspector still answers. */
  #shown: Run | null = null;
  /** Resolves when the last run is over and all of it is shown. */
  #finished: Promise<void> = Promise.resolve();
  /** Counts the requests to run; one that still waits gives way to a newer. */
  #requests = 0;
  #waiting = 0;
  #disposed = false;
  /** The window goes, and the run with it. */
  #closing = false;
  /** The run's last state, whatever moment of the past the panel shows. */
  #live: Snapshot | null = null;
  readonly #keeper = new Throttle(KEEP_MS, () => void this.#keep());

  constructor(uri: vscode.Uri, label: string, services: ProgramServices) {
    this.uri = uri;
    this.label = label;
    this.#services = services;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  /** Somebody has asked for it and has not let it go on since. */
  get paused(): boolean {
    return this.#current?.paused ?? false;
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

  /** How it was run last. */
  get launch(): LaunchConfiguration {
    return this.#launch;
  }

  /**
   * Runs `target`, this program as it is now. A run that is still under way is ended first. Null: another request came meanwhile, or it
   * could not be started.
   * @param signal aborted: nobody wants it any more
   */
  async run(target: Target, launch: LaunchConfiguration, signal: AbortSignal): Promise<Launched | null> {
    this.#requests += 1;
    const request = this.#requests;
    const superseded = (): boolean => this.#disposed || signal.aborted || request !== this.#requests;
    this.#waiting += 1;
    try {
      await this.end();
      return superseded() ? null : await this.#runAs(target, launch, superseded);
    } finally {
      this.#waiting -= 1;
      this.#services.changed(this);
    }
  }

  /** Takes over a panel that VS Code kept over a reload of the window. @param launch how it was run before that */
  async adopt(panel: vscode.WebviewPanel, launch: LaunchConfiguration): Promise<void> {
    if (this.#target === null) this.#launch = launch;
    const fate = { closed: false };
    panel.onDidDispose(() => (fate.closed = true));
    const last = await this.#services.kept.read(this.uri);
    // Meanwhile it may have been closed, or the program been run.
    if (fate.closed || this.#disposed) return;
    if (this.#current !== null && this.#panel !== null) {
      panel.dispose();
      return;
    }
    this.#panel?.dispose();
    this.#panel = new LoopPanel(panel, this.#services.extensionUri, this.#panelActions(), this.#services.log);
    if (last !== null) this.#panel.ended(last);
  }

  control(command: ControlCommand): void {
    const current = this.#current;
    if (current === null) return;
    current.run.control(command);
    if (command.kind !== 'pause' && command.kind !== 'resume') return;
    current.paused = command.kind === 'pause';
    this.#services.changed(this);
  }

  stop(): void {
    this.#current?.run.stop();
  }

  restart(): void {
    this.#services.restart(this);
  }

  /** Shows the tasks that match `filter` in the panel, and selects one. */
  showTasks(filter: string, selected: number | null): void {
    if (this.#shown === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The panel of {0} was closed after the end of the run. Run it again to see its tasks.', this.label));
      return;
    }
    if (this.#panel === null) {
      this.#panel = this.#openPanel();
      this.#panel.follow(this.#shown);
      this.#services.changed(this);
    }
    this.#panel.showTasks(filter, selected);
  }

  /** Ends the present run, if there is one; resolves when it is over and all of it is shown. */
  async end(): Promise<void> {
    this.#current?.run.stop();
    await this.#finished;
  }

  /** Ends the run because the window goes; its panel will be back with what is kept now. */
  async shutdown(): Promise<void> {
    this.#closing = this.#current !== null;
    await this.end();
  }

  dispose(): void {
    this.#disposed = true;
    this.#keeper.dispose();
    this.#current = null;
    this.#shown?.dispose();
    this.#problems?.dispose();
    this.#terminal?.dispose();
    this.#panel?.dispose();
  }

  async #runAs(target: Target, launch: LaunchConfiguration, superseded: () => boolean): Promise<Launched | null> {
    this.#target = target;
    this.#launch = launch;
    const terminal = launch.console === 'internalConsole' ? null : (this.#terminal ??= this.#openTerminal(target));
    terminal?.show();
    if (this.#panel === null) this.#panel = this.#openPanel();
    else this.#panel.show();
    this.#services.changed(this);
    const [size, python] = await Promise.all([terminal?.dimensions() ?? null, this.#python === EMBEDDED ? null : (this.#python ?? interpreterFor(target, launch.python))]);
    if (superseded() || (terminal !== null && this.#terminal !== terminal)) return null;
    return this.#start(target, terminal, runRequest(target, launch, python, size));
  }

  /** @param terminal where output goes; null: whoever asked takes it */
  #start(target: Target, terminal: ProgramTerminal | null, request: RunRequest): Launched | null {
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
      terminal?.begin(title, () => undefined);
      const message = vscode.l10n.t('The program could not be started: {0}', error instanceof Error ? error.message : String(error));
      void this.#showEnd({ code: 1, reason: 'crashed', message }, terminal);
      return null;
    }
    this.#closing = false;
    this.#live = null;
    const program = this.uri.toString();
    marks.runStarted(program, (files) => run.watchFiles(files));
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = Promise.withResolvers<Exit>();
    this.#finished = promise;
    this.#current = { run, interrupted: false, paused: false };
    this.#shown?.dispose();
    this.#shown = run;
    terminal?.begin(title, (bytes) => run.outputTaken(bytes));
    run.onOutput((chunk) => {
      if (terminal === null || this.#terminal !== terminal) run.outputTaken(chunk.bytes.length);
      else terminal.output(chunk);
    });
    run.onMarks((files) => marks.update(program, files));
    run.onStanding((standing) => marks.runStands(program, standing !== null));
    run.onWarnings((all) => warnings.update(all));
    run.onEnded(({ exit }) => {
      marks.runStands(program, true);
      this.#current = null;
      if (this.#panel === null) this.#letGo();
      void this.#showEnd(exit, terminal).finally(resolve);
      end.resolve(exit);
      this.#services.changed(this);
    });
    this.#panel?.follow(run);
    run.onSnapshot((snapshot) => {
      if (snapshot.history.live) this.#live = snapshot;
      this.#keeper.request();
    });
    this.#services.changed(this);
    const current = this.#current;
    return {
      onOutput: run.onOutput,
      onStanding: run.onStanding,
      ended: end.promise,
      control: (command) => (this.#current === current ? this.control(command) : undefined),
      addressOf: (name) => (target.source !== null && target.path === name ? target.uri.toString() : name),
      input: (bytes) => run.input(bytes),
      interrupt: () => this.#interrupt(current),
      stop: () => run.stop(),
      closeWithWindow: () => (this.#current === current ? void this.shutdown() : undefined),
    };
  }

  #keep(): Promise<void> | undefined {
    const last = this.#live;
    return last === null || this.#panel === null ? undefined : this.#services.kept.keep(this.uri, this.#closing ? endedByWindow(last) : last);
  }

  async #showEnd(exit: Exit, terminal: ProgramTerminal | null): Promise<void> {
    if (this.#panel !== null && this.#target !== null) {
      this.#panel.ended(endedSnapshot(this.#panel.last, this.#target.path, exit));
      this.#live = endedSnapshot(this.#live, this.#target.path, exit);
    }
    this.#keeper.dispose();
    await this.#keep();
    await terminal?.end(exit.message, exit.code !== 0);
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
    // what was chosen now counts, not what the launch configuration asked for
    this.#launch = { ...this.#launch, python: undefined };
    this.#services.restart(this);
  }

  #interrupt(current = this.#current): void {
    if (current === null) return;
    if (current.interrupted) current.run.stop();
    else current.run.interrupt();
    current.interrupted = true;
    // The inspector lets it go on, so that it comes to see it.
    current.paused = false;
    this.#services.changed(this);
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

  /** Nobody can look at the last run any more. */
  #letGo(): void {
    this.#shown?.dispose();
    this.#shown = null;
  }

  #openPanel(): LoopPanel {
    return LoopPanel.open(vscode.l10n.t('Loop: {0}', this.label), this.#services.extensionUri, this.#panelActions(), this.#services.log);
  }

  #panelActions(): PanelActions {
    return {
      reveal: (location) => void this.#reveal(location),
      stop: () => this.stop(),
      restart: () => this.restart(),
      control: (command) => this.control(command),
      copy: (text) => void vscode.env.clipboard.writeText(text),
      explainRule: (code) => void vscode.commands.executeCommand('vscode.open', this.#services.problems.documentation(code)),
      muteRule: (code, muted) => void setMuted(code, muted, resourceOf(this.uri)),
      rules: () => ruleChoices(resourceOf(this.uri)),
      changeInterpreter: () => void this.#changeInterpreter(),
      closed: () => {
        this.#panel = null;
        if (this.#current === null) this.#letGo();
        this.#services.changed(this);
      },
    };
  }

  async #reveal(location: Location): Promise<void> {
    if (await reveal(location, this.#target, this.#panel?.viewColumn)) return;
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not a file on this machine, so it cannot be shown.', location.path));
  }
}
