/** The thread in which a program runs on the embedded interpreter. It knows shared memory and one message: how it ended. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { encodeFrame, FrameKind } from '../../../core/events/frames';
import { RingReader, RingWriter } from '../../channel/sharedRing';
import { Cell, SIGINT, WATCH_SIGNAL } from './control';
import { type Interpreter, loadInterpreter, mountFiles, PACKAGE_ROOT } from './interpreter';
import type { EmbeddedStart, FromEmbedded } from './protocol';
import { takeSignals } from './signals';

const start = workerData as EmbeddedStart;
const cells = new Int32Array(start.control.cells);
const signal = new Uint8Array(start.control.signal);
const events = new RingWriter(start.events);
const input = new RingReader(start.input);
const commands = new RingReader(start.commands);

const beat = (): void => {
  Atomics.add(cells, Cell.heartbeat, 1);
};

/** Set to make the loop look again. Kept here, as in Python a signal's handler could come between a look at it and the wait. */
let woken = false;

/** Sleeps until the time is over, a SIGINT or a command wants to be handled, or `ready` says so. */
function sleep(milliseconds: number, ready: () => boolean): void {
  const end = performance.now() + milliseconds;
  Atomics.store(cells, Cell.waiting, 1);
  beat();
  for (;;) {
    const wake = Atomics.load(cells, Cell.wake);
    const left = end - performance.now();
    if (ready() || signal[0] === SIGINT || commands.used > 0 || left <= 0) break;
    Atomics.wait(cells, Cell.wake, wake, left);
  }
  Atomics.store(cells, Cell.waiting, 0);
  beat();
}

const hasInput = (): boolean => input.used > 0 || Atomics.load(cells, Cell.inputEnded) === 1;

/** In emscripten's numbers. */
const EINTR = 27;

/** Whether Python was made to look since the program began to wait for input. */
let looked = false;

/**
 * Blocks like any other call that reads: the step it is in may become overdue. A signal ends the system call with
 * EINTR; Python runs the handler and asks again. The first is our own, so that what was recorded is seen meanwhile.
 */
function awaitInput(python: Interpreter): void {
  while (!hasInput()) {
    const wake = Atomics.load(cells, Cell.wake);
    if (!looked) {
      looked = true;
      Atomics.compareExchange(signal, 0, 0, WATCH_SIGNAL);
    }
    if (signal[0] !== 0) throw new python.FS.ErrnoError(EINTR);
    else if (!hasInput()) Atomics.wait(cells, Cell.wake, wake);
  }
  looked = false;
}

/** How long the program waited to write its output since Python last asked, ms. */
let owed = 0;

/** A program that had to wait is made to look (`embedded.py`): the wait is not its own time. */
function writeOutput(stream: 1 | 2, bytes: Uint8Array): number {
  const payload = new Uint8Array(8 + bytes.length);
  // the clock that `time.perf_counter_ns` reads
  new DataView(payload.buffer).setBigUint64(0, BigInt(Math.round(performance.now() * 1e6)), true);
  payload.set(bytes, 8);
  beat();
  const waited = events.write(encodeFrame(FrameKind.output, stream, payload));
  beat();
  if (waited > 0) {
    owed += waited;
    Atomics.compareExchange(signal, 0, 0, WATCH_SIGNAL);
  }
  return bytes.length;
}

function connect(python: Interpreter): void {
  python.setStdout({ write: (bytes: Uint8Array) => writeOutput(1, bytes), isatty: start.terminal.stdout });
  python.setStderr({ write: (bytes: Uint8Array) => writeOutput(2, bytes), isatty: start.terminal.stderr });
  python.setStdin({
    isatty: start.terminal.stdin,
    read: (buffer: Uint8Array) => {
      awaitInput(python);
      const bytes = input.read(buffer.length);
      buffer.set(bytes);
      return bytes.length;
    },
  });
  python.registerJsModule('_loop_inspector_host', {
    write: (address: number, length: number) => {
      beat();
      return events.write(python._module.HEAPU8.subarray(address, address + length)) * 1e6;
    },
    wake: () => {
      woken = true;
    },
    wait: (milliseconds: number, wakeable: boolean) => {
      sleep(milliseconds, () => wakeable && woken);
      if (wakeable) woken = false;
      return Atomics.compareExchange(signal, 0, SIGINT, 0) === SIGINT;
    },
    owed: () => {
      const taken = owed * 1e6;
      owed = 0;
      return taken;
    },
    commands: () => Buffer.from(commands.read()).toString('latin1'),
    begun: () => Atomics.store(cells, Cell.begun, 1),
    watch: (on: boolean) => Atomics.store(cells, Cell.watching, on ? 1 : 0),
  });
  takeSignals(python, signal);
}

function installPackage(python: Interpreter): void {
  const source = path.join(start.distDir, 'python', 'loop_inspector');
  const target = `${PACKAGE_ROOT}/loop_inspector`;
  python.FS.mkdirTree(target);
  for (const name of readdirSync(source)) {
    if (name.endsWith('.py')) python.FS.writeFile(`${target}/${name}`, readFileSync(path.join(source, name)));
  }
}

async function main(): Promise<FromEmbedded> {
  const python = await loadInterpreter({ distDir: start.distDir, env: start.env, snapshot: 'use' });
  installPackage(python);
  mountFiles(python);
  connect(python);
  const run = python.runPython(`
def run(root, cwd, env, path, source, is_module, args, slow_callback_ms, repr_length):
    import os, sys
    sys.path.insert(0, root)
    from loop_inspector import embedded
    sys.path.remove(root)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    return embedded.run(path, source, is_module, args, slow_callback_ms, repr_length)
run`, { filename: `${PACKAGE_ROOT}/loop_inspector/start.py` }) as (...args: unknown[]) => { toJs(): [number, string, string, string] };
  const ending = run(PACKAGE_ROOT, start.cwd, python.toPy(start.env), start.path, start.source ?? undefined, start.module, python.toPy(start.args), start.slowCallbackMs, start.reprLength);
  const [code, reason, error, missingModule] = ending.toJs();
  return { type: 'ended', code, reason: reason as 'finished', error, missingModule };
}

/** `os._exit` leaves the interpreter as an exception with a status. */
function endingOf(error: unknown): FromEmbedded {
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number') return { type: 'ended', code: status, reason: 'exit', error: '', missingModule: '' };
  return { type: 'crashed', message: describe(error) };
}

/** What emscripten's file system throws is no `Error`. */
function describe(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { name, errno } = (error ?? {}) as { name?: unknown; errno?: unknown };
  return typeof name === 'string' && typeof errno === 'number' ? `${name} ${errno}` : String(error);
}

void main()
  .catch(endingOf)
  .then((message) => parentPort?.postMessage(message));
