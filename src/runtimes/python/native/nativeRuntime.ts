/** Runs a program on the user's own interpreter, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { assert } from '../../../base/assert';
import { nanos } from '../../../base/brand';
import { Emitter } from '../../../base/emitter';
import { crashed, type Exit, exited, FINISHED, INTERRUPTED, STOPPED, TOO_OLD } from '../../../core/events/exit';
import { FrameCutter } from '../../../core/events/frameCutter';
import { encodeOutputFrame } from '../../../core/events/frames';
import { encodeCommand, type LoopCommand } from '../../commands';
import type { Program, Runtime } from '../../runtime';
import { handOver, outputPipes } from './outputPipes';

/** File descriptor of the event stream in the program's process. */
const EVENTS = 3;
/** And of the commands. */
const COMMANDS = 4;
/** More than that is left in the pipes, where the program waits for it to be taken. */
const QUEUE_BYTES = 8 * 1024 * 1024;
/** Once the program has ended: a process that it has left behind may hold its streams open; nothing came for so long. */
const GRACE_MS = 200;

export interface NativeOptions extends Program {
  /** The interpreter's command. */
  readonly python: string;
  /** Folder with `python/`. */
  readonly distDir: string;
}

export class NativeRuntime implements Runtime {
  readonly #process: ChildProcess;
  readonly #streams: readonly Readable[];
  readonly #commands: Writable;
  readonly #cutter = new FrameCutter();
  readonly #exit = new Emitter<Exit>();
  /** Whole frames that were not read yet. */
  readonly #queue: Uint8Array[] = [];
  #queued = 0;
  #paused = false;
  #stopped = false;
  /** The interpreter could read the package. */
  #greeted = false;
  /** How the process ended; its streams may still hold something. */
  #ended: Exit | null = null;
  #grace: NodeJS.Timeout | null = null;

  readonly onExit = this.#exit.event;

  constructor(options: NativeOptions) {
    const { python, cwd, env, distDir, terminal, slowCallbackMs, reprLength, args, source, module } = options;
    const folder = path.join(distDir, 'python');
    const start = { package: folder, path: options.path, source, module, args, slowCallbackMs, reprLength, terminal, events: EVENTS, commands: COMMANDS };
    const pipes = outputPipes(terminal.together, env);
    this.#process = spawn(python, [path.join(folder, 'start.py'), JSON.stringify(start)], {
      cwd,
      env,
      stdio: ['pipe', ...(pipes?.theirs ?? (['pipe', 'pipe'] as const)), 'pipe', 'pipe'],
      // A group of its own: Ctrl+C in the terminal of the command line is passed on once, not twice; and its children end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    if (pipes !== null) handOver(pipes);
    const { stdin } = this.#process;
    const { stdout, stderr } = pipes ?? this.#process;
    const events = this.#process.stdio[EVENTS];
    const commands = this.#process.stdio[COMMANDS];
    assert(stdin !== null && stdout !== null && events instanceof Object && 'read' in events && commands instanceof Object && 'write' in commands, 'all streams are pipes');
    this.#streams = stderr === null ? [stdout, events] : [stdout, stderr, events];
    this.#commands = commands;
    commands.on('error', () => undefined); // the program has closed it
    stdin.on('error', () => undefined); // the program does not read its input
    stdout.on('data', (bytes: Uint8Array) => this.#output('stdout', bytes));
    stderr?.on('data', (bytes: Uint8Array) => this.#output('stderr', bytes));
    events.on('data', (bytes: Uint8Array) => {
      this.#greeted = true;
      this.#push(this.#cutter.push(bytes));
    });
    for (const stream of this.#streams) stream.on('error', () => undefined); // its end follows
    this.#process.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#process.pid !== undefined) return; // a signal could not be sent
      this.#ended = crashed(127, cannotStart(python, cwd, error));
      this.#over();
    });
    this.#process.on('exit', (code, signal) => {
      this.#ended ??= this.#stopped ? STOPPED : exitOf(code, signal);
      this.#wait();
    });
    // of the process and of each stream that it writes to
    let open = 1 + this.#streams.length;
    const closed = (): void => {
      open -= 1;
      if (open === 0) this.#over();
    };
    for (const each of [this.#process, ...this.#streams]) each.on('close', closed);
  }

  read(limit: number): Uint8Array<ArrayBuffer> {
    const taken: Uint8Array[] = [];
    for (let size = 0; this.#queue.length > 0 && size < limit; ) {
      const chunk = this.#queue.shift()!;
      size += chunk.length;
      taken.push(chunk);
    }
    const bytes = Buffer.concat(taken);
    this.#queued -= bytes.length;
    if (this.#paused && this.#queued < QUEUE_BYTES / 2) {
      this.#paused = false;
      for (const stream of this.#streams) stream.resume();
      if (this.#ended !== null) this.#wait();
    }
    return bytes;
  }

  /** A thread in the program's process does (`watcher.py`). */
  watch(): void {
    return;
  }

  input(bytes: Uint8Array): void {
    this.#process.stdin?.write(bytes);
  }

  endInput(): void {
    this.#process.stdin?.end();
  }

  command(command: LoopCommand): void {
    if (this.#ended === null) this.#commands.write(encodeCommand(command));
  }

  interrupt(): void {
    this.#signal('SIGINT');
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#signal('SIGKILL');
  }

  dispose(): void {
    this.stop();
  }

  /** To the program and what it has started, as a terminal does. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, signal);
      else this.#process.kill(signal);
    } catch {
      // it has ended already
    }
  }

  #output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    // the clock that `time.perf_counter_ns` reads in the program
    this.#push(encodeOutputFrame(stream, nanos(Number(process.hrtime.bigint())), bytes));
  }

  #push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (!this.#paused && this.#queued > QUEUE_BYTES) {
      this.#paused = true;
      for (const stream of this.#streams) stream.pause();
    }
    if (this.#ended !== null) this.#wait();
  }

  /** The process has gone; its streams end now, unless another process holds them. */
  #wait(): void {
    if (this.#grace !== null) clearTimeout(this.#grace);
    this.#grace = this.#paused ? null : setTimeout(() => this.#over(), GRACE_MS);
  }

  #over(): void {
    if (this.#grace !== null) clearTimeout(this.#grace);
    for (const stream of [...this.#streams, this.#commands]) stream.destroy();
    const tooOld = !this.#greeted && this.#process.exitCode === TOO_OLD_CODE;
    this.#exit.fire(tooOld ? TOO_OLD : (this.#ended ?? crashed(1, 'The program’s process was lost.')));
    this.#exit.dispose();
  }
}

/** Exit code of `start.py`. */
const TOO_OLD_CODE = 78;

function cannotStart(python: string, cwd: string, error: NodeJS.ErrnoException): string {
  return `The interpreter ${python} cannot be started in ${cwd}: ${error.message}. Choose another, or the embedded one.`;
}

function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal === 'SIGINT') return INTERRUPTED;
  if (signal !== null) return crashed(128 + constants.signals[signal], `The program’s process was ended by ${signal}.`);
  return code === 0 || code === null ? FINISHED : exited(code);
}
