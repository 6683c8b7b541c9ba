/** One run, seen from the inspector's thread: reads the stream, folds it, answers views, tells what is new. */
import path from 'node:path';
import type { Report } from '../core/report/schema';
import { buildReport } from '../core/report/buildReport';
import { FrameReader, type OutputFrame } from '../core/events/frames';
import { buildSnapshot } from '../core/snapshot/buildSnapshot';
import { crashed, endedBy, type Exit, INTERRUPTED, notSeenToItsEnd } from '../core/events/exit';
import { Ending } from '../core/events/schema';
import { DEFAULT_WINDOW, type RunView } from '../core/snapshot/protocol';
import { warningViews } from '../core/snapshot/warningViews';
import { endState } from '../core/state/endState';
import { foldFrame } from '../core/state/fold';
import { createState, streamTime } from '../core/state/state';
import type { Runtime } from '../runtimes/runtime';
import { OutputGate } from './outputGate';
import type { FromInspector, RunRequest, ToInspector } from './protocol';
import { Viewer } from './viewer';

/** How often the stream is looked at when it had nothing last time. */
const TICK_MS = 8;
/** Read and fold so long at a stretch, then look at messages. */
const STRETCH_MS = 8;
const CHUNK_BYTES = 256 * 1024;
/** Marks and warnings are told at most this often. */
const NEWS_MS = 250;

const epochNow = (): number => performance.timeOrigin + performance.now();

export class Session {
  readonly #state;
  readonly #reader = new FrameReader();
  readonly #gate = new OutputGate();
  readonly #viewer = new Viewer();
  /** Read and not sent yet. */
  readonly #output: OutputFrame[] = [];
  readonly #timer: NodeJS.Timeout;
  #exit: Exit | null = null;
  /** When the program ended, ms since 1970. */
  #endedAt = 0;
  #over = false;
  #stopped = false;
  #again: NodeJS.Immediate | null = null;
  /** Events at the last snapshot. */
  #shownEvents = -1;
  #toldWarnings = 0;
  #toldCeded = 0;
  #lastNews = -Infinity;

  constructor(
    private readonly request: RunRequest,
    private readonly runtime: Runtime,
    private readonly send: (message: FromInspector) => void,
  ) {
    this.#state = createState({ slowCallbackMs: request.slowCallbackMs });
    this.#timer = setInterval(() => this.#turn(), TICK_MS);
    runtime.onExit((exit) => {
      this.#exit = exit;
      this.#endedAt = epochNow();
      this.#turn();
    });
  }

  receive(message: ToInspector): void {
    switch (message.type) {
      case 'view':
        return this.#viewer.view(message.window);
      case 'acknowledge':
        return this.#viewer.acknowledge(message.sequence);
      case 'hide':
        return this.#viewer.hide();
      case 'outputTaken':
        return this.#gate.taken(message.bytes);
      case 'input':
        return this.runtime.input(message.bytes);
      case 'endInput':
        return this.runtime.endInput();
      case 'interrupt':
        return this.runtime.interrupt();
      case 'stop':
        this.#stopped = true;
        return this.runtime.stop();
    }
  }

  #turn(): void {
    if (this.#over) return;
    this.runtime.watch();
    const more = this.#readStretch();
    if (!more && this.#exit !== null) return this.#end(this.#exit);
    this.#tellNews(NEWS_MS);
    this.#show();
    if (more && this.#gate.open && this.#again === null) {
      this.#again = setImmediate(() => {
        this.#again = null;
        this.#turn();
      });
    }
  }

  /** @returns whether there may be more to read */
  #readStretch(): boolean {
    const end = performance.now() + STRETCH_MS;
    do {
      if (!this.#gate.open && !this.#stopped) return true;
      const bytes = this.runtime.read(CHUNK_BYTES);
      if (bytes.length === 0) return false;
      const frames = this.#reader.push(bytes);
      if (!frames.ok) {
        this.#exit ??= crashed(134, frames.error.message);
        this.runtime.stop();
        return false;
      }
      for (const frame of frames.value) {
        foldFrame(this.#state, frame);
        if (frame.kind === 'output') this.#output.push(frame);
      }
      this.#sendOutput();
    } while (performance.now() < end);
    return true;
  }

  /** A program writes line by line; what came together goes together, as bytes of its own: a message copies the whole buffer of a view. */
  #sendOutput(): void {
    const chunks = this.#output.splice(0);
    // nobody waits for the rest of the output of a program that was stopped
    if (this.#stopped) return;
    for (let start = 0, end = 0; start < chunks.length; start = end) {
      const { stream } = chunks[start]!;
      while (chunks[end]?.stream === stream) end++;
      const bytes = new Uint8Array(Buffer.concat(chunks.slice(start, end).map((chunk) => chunk.bytes)));
      this.#gate.sent(bytes.length);
      this.send({ type: 'output', stream, bytes });
    }
  }

  #tellNews(every: number): void {
    const now = performance.now();
    if (now - this.#lastNews < every) return;
    const { ceded, warningsVersion } = this.#state;
    if (ceded.length > this.#toldCeded) {
      this.send({ type: 'ceded', at: ceded.slice(this.#toldCeded).map(({ path: file, line, column }) => ({ path: file, line, column })) });
      this.#toldCeded = ceded.length;
      this.#lastNews = now;
    }
    if (warningsVersion !== this.#toldWarnings) {
      this.send({ type: 'warnings', warnings: warningViews(this.#state) });
      this.#toldWarnings = warningsVersion;
      this.#lastNews = now;
    }
  }

  #show(): void {
    const now = performance.now();
    const window = this.#viewer.due(now, this.#state.events !== this.#shownEvents);
    if (window === null) return;
    this.#shownEvents = this.#state.events;
    this.send({ type: 'snapshot', snapshot: buildSnapshot(this.#state, window, this.#run(), this.#moment(now)) });
  }

  #moment(now: number): { now: number; sequence: number } {
    return { now: streamTime(this.#state, epochNow()) ?? 0, sequence: this.#viewer.next(now) };
  }

  #run(): RunView {
    const { hello } = this.#state.definitions;
    return {
      phase: this.#over ? 'ended' : hello === null ? 'starting' : 'running',
      program: path.basename(this.request.path),
      path: this.request.path,
      runtime: this.#runtimeName(),
      elapsed: this.#elapsed(),
      slowCallback: this.request.slowCallbackMs,
      exit: this.#over ? this.#exit : null,
    };
  }

  #runtimeName(): string {
    const { hello } = this.#state.definitions;
    if (hello === null) return '';
    const name = `${hello.implementation} ${hello.python}`;
    return this.request.python === null ? `embedded ${name}` : name;
  }

  /** Since the program's first line. */
  #elapsed(): number {
    const { hello } = this.#state.definitions;
    if (hello === null) return 0;
    const now = streamTime(this.#state, this.#over ? this.#endedAt : epochNow()) ?? hello.clock;
    return Math.max(0, (now - hello.clock) / 1e6);
  }

  #end(told: Exit): void {
    const exit = this.#refined(told);
    this.#exit = exit;
    this.#over = true;
    clearInterval(this.#timer);
    endState(this.#state, exit.reason);
    this.#tellNews(0);
    // whether or not the last one was drawn: this is how the run is remembered
    const window = this.#viewer.window ?? DEFAULT_WINDOW;
    this.send({ type: 'snapshot', snapshot: buildSnapshot(this.#state, window, this.#run(), this.#moment(performance.now())) });
    this.send({ type: 'ended', exit, report: this.#report(exit) });
  }

  /** A process tells no more than a code; the program's last words say where it comes from. */
  #refined(exit: Exit): Exit {
    const { hello } = this.#state.definitions;
    if (hello !== null && !this.#state.programEnded && (exit.reason === 'finished' || exit.reason === 'exit')) return notSeenToItsEnd(exit);
    if (exit.reason !== 'exit') return exit;
    switch (this.#state.ending) {
      case Ending.exception:
        return endedBy(exit.code, this.#state.definitions.name(this.#state.endedBy));
      case Ending.interrupted:
        return INTERRUPTED;
      default:
        return exit;
    }
  }

  #report(exit: Exit): Report {
    return buildReport(this.#state, { program: this.request.path, runtime: this.#runtimeName(), exit, elapsed: this.#elapsed() });
  }
}
