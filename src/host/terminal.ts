import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { OutputChunk } from '../inspector/client';
import { CONTEXT_TERMINAL } from './contributions';
import { frameLinks } from './frameLinks';
import { LineDiscipline } from './lineDiscipline';
import { OutputPump } from './outputPump';

/** What a person does in the terminal. */
export interface TerminalActions {
  input(bytes: Uint8Array): void;
  endInput(): void;
  interrupt(): void;
  /** Ctrl+\: the program is to end now. */
  quit(): void;
  /** A click on a frame of a buffer without a file, at this 1-based line. */
  openFrame(line: number): void;
  /** The terminal was closed; it is of no use any more. */
  closed(): void;
}

export interface Dimensions {
  readonly columns: number;
  readonly rows: number;
}

const DEFAULT_DIMENSIONS: Dimensions = { columns: 80, rows: 24 };
/** How long a run waits for the terminal's size before it starts without. */
const OPEN_TIMEOUT_MS = 500;
/** Shortest time between two batches of output: one frame. */
const FRAME_MS = 16;

const DIM = '\x1b[2m';
const GREEN = '\x1b[32m';
const RED = '\x1b[31m';
const PLAIN = '\x1b[0m';
/** DECSTR: undoes what a program left behind (colours, a hidden cursor, a scroll region). */
const SOFT_RESET = '\x1b[!p';
/** Lets a backspace go from the first column to the end of the wrapped line above. */
const REVERSE_WRAP = '\x1b[?45h';

const COLOURS_AT_END = /(?:\x1b\[[0-9;]*m)+$/;

/** A program's terminal: shows its output, collects its input, and stays for the program's next run. */
export class ProgramTerminal implements vscode.Disposable {
  readonly #terminal: vscode.Terminal;
  readonly #writes = new vscode.EventEmitter<string>();
  readonly #actions: TerminalActions;
  readonly #lines: LineDiscipline;
  readonly #links: vscode.Disposable | null;
  readonly #opened = Promise.withResolvers<void>();
  #dimensions = DEFAULT_DIMENSIONS;
  /** Text from before VS Code opened the terminal; it would be lost. Null once open. */
  #early: string | null = '';
  #pump: OutputPump | null = null;
  #atLineStart = true;
  #used = false;
  #disposed = false;

  /** @param untitled the name in tracebacks of a buffer without a file; null: a file on disk */
  constructor(name: string, untitled: string | null, actions: TerminalActions) {
    this.#actions = actions;
    this.#lines = new LineDiscipline({
      echo: (text) => this.#write(text),
      input: (text) => actions.input(new TextEncoder().encode(text)),
      endOfInput: () => actions.endInput(),
      interrupt: () => actions.interrupt(),
      quit: () => actions.quit(),
    });
    const pty: vscode.Pseudoterminal = {
      onDidWrite: this.#writes.event,
      open: (dimensions) => this.#open(dimensions),
      close: () => this.#closed(),
      handleInput: (data) => {
        if (this.#pump !== null) this.#lines.accept(data);
      },
      setDimensions: (dimensions) => (this.#dimensions = dimensions),
    };
    this.#terminal = vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('sync'), isTransient: true });
    this.#links = untitled === null ? null : frameLinks(this.#terminal, untitled, (line) => actions.openFrame(line));
  }

  /** Brings the terminal to the front; the editor keeps the focus. */
  show(): void {
    this.#terminal.show(true);
  }

  /** The terminal's size, once it is known, or the usual one if VS Code takes too long. */
  async dimensions(): Promise<Dimensions> {
    await Promise.race([this.#opened.promise, delay(OPEN_TIMEOUT_MS, undefined, { ref: false })]);
    return this.#dimensions;
  }

  /**
   * Starts a run: says `title`; keys go to the program from now on.
   * @param taken is told how many bytes of output were shown
   */
  begin(title: string, taken: (bytes: number) => void): void {
    this.#lines.reset();
    this.#write(`${this.#used ? this.#freshLine() + '\r\n' : ''}${REVERSE_WRAP}${DIM}${title}${PLAIN}\r\n`);
    this.#used = true;
    this.#pump?.discard();
    this.#pump = new OutputPump({ write: (text) => this.#write(text), settled: () => this.#settled() }, taken);
  }

  output(chunk: OutputChunk): void {
    this.#pump?.push(chunk);
  }

  /** Ends a run: when all of its output is shown, says `message`. */
  async end(message: string, failed: boolean): Promise<void> {
    const pump = this.#pump;
    await pump?.end();
    if (this.#pump !== pump) return;
    this.#pump = null;
    this.#write(`${SOFT_RESET}${PLAIN}${this.#freshLine()}${failed ? RED : GREEN}${message}${PLAIN}\r\n`);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pump?.discard();
    this.#opened.resolve();
    this.#links?.dispose();
    this.#terminal.dispose();
    this.#writes.dispose();
  }

  #open(dimensions: Dimensions | undefined): void {
    if (dimensions !== undefined) this.#dimensions = dimensions;
    const early = this.#early ?? '';
    this.#early = null;
    if (early !== '') this.#writes.fire(early);
    this.#opened.resolve();
  }

  #closed(): void {
    if (this.#disposed) return;
    this.dispose();
    this.#actions.closed();
  }

  #freshLine(): string {
    return this.#atLineStart ? '' : '\r\n';
  }

  #write(text: string): void {
    if (this.#disposed || text === '') return;
    const shown = text.slice(-100).replace(COLOURS_AT_END, '');
    if (shown !== '') this.#atLineStart = shown.endsWith('\n');
    if (this.#early !== null) this.#early += text;
    else this.#writes.fire(text);
  }

  /**
   * An extension's terminal gets no word of what VS Code has drawn. Messages to the window are handled
   * in order, so the answer to a harmless command says that the window has reached the text before it.
   */
  async #settled(): Promise<void> {
    await this.#opened.promise;
    const answer = vscode.commands.executeCommand('setContext', CONTEXT_TERMINAL, true);
    // Rejected when the window is going away: then nothing needs to be held up.
    await Promise.all([delay(FRAME_MS), answer.then(undefined, () => undefined)]);
  }
}
