/** Runs a program on the embedded interpreter in a worker thread, and watches it from outside. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Emitter } from '../../../base/emitter';
import { crashed, endedBy, type Exit, exited, FINISHED, INTERRUPTED, STOPPED } from '../../../core/events/exit';
import { createRing, RingReader, RingWriter } from '../../channel/sharedRing';
import { encodeCommand, type LoopCommand } from '../../commands';
import type { Runtime } from '../../runtime';
import { Cell, createControl, SIGINT, WATCH_SIGNAL } from './control';
import type { EmbeddedStart, FromEmbedded } from './protocol';

const EVENTS_BYTES = 4 * 1024 * 1024;
const INPUT_BYTES = 64 * 1024;
const COMMANDS_BYTES = 64 * 1024;

export type EmbeddedOptions = Omit<EmbeddedStart, 'control' | 'events' | 'input' | 'commands'>;

export class EmbeddedRuntime implements Runtime {
  readonly #control = createControl();
  readonly #cells = new Int32Array(this.#control.cells);
  readonly #signal = new Uint8Array(this.#control.signal);
  readonly #events: RingReader;
  readonly #input: RingWriter;
  readonly #inputMemory = createRing(INPUT_BYTES);
  readonly #commands: RingWriter;
  readonly #exit = new Emitter<Exit>();
  readonly #worker: Worker;
  readonly #overdueMs: number;
  /** Input that does not fit into the ring yet. */
  #pendingInput: Uint8Array[] = [];
  /** The same for commands. */
  readonly #pendingCommands: Uint8Array[] = [];
  #ending: Exit | null = null;
  #stopped = false;
  #heartbeat = 0;
  #lastBeat = performance.now();

  readonly onExit = this.#exit.event;

  constructor(options: EmbeddedOptions) {
    this.#overdueMs = options.slowCallbackMs / 2;
    const events = createRing(EVENTS_BYTES);
    this.#events = new RingReader(events);
    this.#input = new RingWriter(this.#inputMemory);
    const commands = createRing(COMMANDS_BYTES);
    this.#commands = new RingWriter(commands);
    const start: EmbeddedStart = { ...options, control: this.#control, events, input: this.#inputMemory, commands };
    this.#worker = new Worker(path.join(options.distDir, 'embeddedPython.mjs'), {
      workerData: start,
      name: 'loop inspector: program',
      // the worker's own process.stdout must not be the host's
      stdout: true,
      stderr: true,
      env: {},
    });
    this.#worker.on('message', (message: FromEmbedded) => this.#ended(exitOf(message)));
    this.#worker.on('error', (error: Error) => this.#ended(brokenDown(error.message)));
    this.#worker.on('exit', () => {
      this.#exit.fire(this.#ending ?? (this.#stopped ? STOPPED : brokenDown('its thread ended')));
      this.#exit.dispose();
    });
  }

  read(limit: number): Uint8Array<ArrayBuffer> {
    return this.#events.read(limit);
  }

  /**
   * No sign of life while a loop runs: a step may be overdue. The signal makes the interpreter look for itself
   * (`embedded.py`), at each call until it lives again.
   */
  watch(): void {
    this.#passInput();
    this.#passCommands();
    const beat = Atomics.load(this.#cells, Cell.heartbeat);
    const now = performance.now();
    if (beat !== this.#heartbeat || Atomics.load(this.#cells, Cell.waiting) === 1) {
      this.#heartbeat = beat;
      this.#lastBeat = now;
    } else if (Atomics.load(this.#cells, Cell.watching) === 1 && now - this.#lastBeat >= this.#overdueMs) {
      Atomics.compareExchange(this.#signal, 0, 0, WATCH_SIGNAL); // never over a Ctrl+C
      this.#wake();
    }
  }

  input(bytes: Uint8Array): void {
    this.#pendingInput.push(bytes);
    this.#passInput();
  }

  endInput(): void {
    if (this.#pendingInput.length > 0) this.#pendingInput.push(new Uint8Array(0));
    else this.#endInput();
  }

  interrupt(): void {
    if (Atomics.load(this.#cells, Cell.begun) === 0) return this.#ended(INTERRUPTED);
    Atomics.store(this.#signal, 0, SIGINT);
    this.#wake();
  }

  command(command: LoopCommand): void {
    this.#pendingCommands.push(encodeCommand(command));
    this.#passCommands();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    void this.#worker.terminate();
  }

  dispose(): void {
    this.stop();
  }

  #ended(exit: Exit): void {
    this.#ending ??= exit;
    void this.#worker.terminate();
  }

  #wake(): void {
    Atomics.add(this.#cells, Cell.wake, 1);
    Atomics.notify(this.#cells, Cell.wake);
  }

  #endInput(): void {
    Atomics.store(this.#cells, Cell.inputEnded, 1);
    this.#wake();
  }

  /** Never waits. What has not been taken yet is pointed to again: a signal is lost when another is under way. */
  #passCommands(): void {
    for (let line = this.#pendingCommands[0]; line !== undefined && line.length <= COMMANDS_BYTES - this.#commands.used; line = this.#pendingCommands[0]) {
      this.#commands.write(line);
      this.#pendingCommands.shift();
    }
    if (this.#commands.used === 0 || Atomics.load(this.#cells, Cell.begun) === 0) return;
    Atomics.compareExchange(this.#signal, 0, 0, WATCH_SIGNAL);
    this.#wake();
  }

  /** Never waits: this thread must go on reading events. An empty chunk marks the end of input. */
  #passInput(): void {
    for (let chunk = this.#pendingInput[0]; chunk !== undefined; chunk = this.#pendingInput[0]) {
      if (chunk.length === 0) {
        this.#endInput();
        this.#pendingInput = [];
        return;
      }
      const free = INPUT_BYTES - this.#input.used;
      if (free === 0) return;
      this.#input.write(chunk.subarray(0, free));
      this.#wake();
      if (chunk.length > free) this.#pendingInput[0] = chunk.subarray(free);
      else this.#pendingInput.shift();
    }
  }
}

const brokenDown = (why: string): Exit => crashed(134, `The embedded interpreter broke down: ${why}`);

function exitOf(message: FromEmbedded): Exit {
  if (message.type === 'crashed') return brokenDown(message.message);
  const { code, reason, error, missingModule } = message;
  switch (reason) {
    case 'finished':
      return FINISHED;
    case 'exit':
      return exited(code);
    case 'exception':
      return missingModule === '' ? endedBy(code, error) : { ...endedBy(code, error), missingModule };
    case 'interrupted':
      return INTERRUPTED;
  }
}
