/** One run, seen from the inspector's thread: reads the stream, folds it, answers views, tells what is new. */
import path from 'node:path';
import type { Report } from '../core/report/schema';
import { buildReport } from '../core/report/buildReport';
import { FrameReader, type OutputFrame } from '../core/events/frames';
import type { ControlCommand } from '../core/control';
import { buildSnapshot } from '../core/snapshot/buildSnapshot';
import { crashed, endedBy, type Exit, INTERRUPTED, INTERRUPTED_EARLY, notBegun, notSeenToItsEnd } from '../core/events/exit';
import { Ending } from '../core/events/schema';
import { TimeTravel } from '../core/history/timeTravel';
import { DEFAULT_WINDOW, type RunView, type ViewWindow } from '../core/snapshot/protocol';
import { standing } from '../core/snapshot/standing';
import { warningViews } from '../core/snapshot/warningViews';
import { endState } from '../core/state/endState';
import { foldFrame } from '../core/state/fold';
import { pausedSince } from '../core/state/pauses';
import { createState, streamTime } from '../core/state/state';
import { Timeline } from '../core/timeline/timeline';
import type { Runtime } from '../runtimes/runtime';
import { Controls } from './controls';
import { OutputGate } from './outputGate';
import type { FromInspector, RunRequest, ToInspector } from './protocol';
import { MarksFeed } from './marksFeed';
import { SourceLines } from './sourceLines';
import { Viewer } from './viewer';
import { zstdPacker } from './zstdPacker';

/** How often the stream is looked at when it had nothing last time. */
const TICK_MS = 8;
/** Read and fold so long at a stretch, then look at messages. */
const STRETCH_MS = 8;
const CHUNK_BYTES = 256 * 1024;
/** Marks and warnings are told at most this often. */
const NEWS_MS = 250;
const MEGABYTE = 1024 * 1024;

const epochNow = (): number => performance.timeOrigin + performance.now();

export class Session {
  readonly #state;
  readonly #history: TimeTravel;
  readonly #reader = new FrameReader();
  readonly #gate = new OutputGate();
  readonly #viewer = new Viewer();
  readonly #source = new SourceLines(Date.now());
  readonly #controls: Controls;
  /** A command was passed on since the last snapshot. */
  #asked = false;
  readonly #marks = new MarksFeed();
  /** Read and not sent yet. */
  readonly #output: OutputFrame[] = [];
  #exit: Exit | null = null;
  /** When the program ended, ms since 1970. */
  #endedAt = 0;
  #over = false;
  #stopped = false;
  /** Before the program had begun. */
  #interruptedEarly = false;
  #again: NodeJS.Immediate | null = null;
  /** Events at the last snapshot. */
  #shownEvents = -1;
  #toldWarnings = 0;
  #lastNews = -Infinity;
  /** Since when the loops stand, as told last; null: they go on. */
  #toldStanding: number | null = null;
  #lastMarks = -Infinity;

  constructor(
    private readonly request: RunRequest,
    private readonly runtime: Runtime,
    private readonly send: (message: FromInspector) => void,
  ) {
    this.#state = createState({ ...request, timeline: new Timeline() });
    this.#history = new TimeTravel(this.#state, request.historyMb * MEGABYTE, zstdPacker);
    this.#controls = new Controls(this.#state, (command) => runtime.command(command));
    setInterval(() => this.#turn(), TICK_MS);
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
        this.#interruptedEarly ||= this.#state.definitions.hello === null;
        this.runtime.interrupt();
        return this.#controls.interrupted();
      case 'watchFiles':
        this.#marks.watch(message.files);
        // nothing else happens any more that would tell them
        return this.#over ? this.#tellMarks(0) : undefined;
      case 'control':
        return this.#control(message.command);
      case 'travel':
        this.#history.travel(message.destination);
        return this.#viewer.ask();
      case 'stop':
        this.#stopped = true;
        return this.runtime.stop();
    }
  }

  #control(command: ControlCommand): void {
    if (this.#over) return;
    this.#controls.do(command);
    this.#asked = true;
  }

  #turn(): void {
    if (this.#over) return this.#show();
    this.runtime.watch();
    const more = this.#readStretch();
    if (!more && this.#exit !== null) return this.#end(this.#exit);
    if (!more) this.#history.rest();
    this.#tellNews(NEWS_MS);
    this.#tellMarks(NEWS_MS);
    this.#tellStanding();
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
        this.#history.record(frame);
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
    const { warningsVersion } = this.#state;
    if (warningsVersion !== this.#toldWarnings) {
      this.send({ type: 'warnings', warnings: warningViews(this.#state) });
      this.#toldWarnings = warningsVersion;
      this.#lastNews = now;
    }
  }

  #tellMarks(every: number): void {
    const now = performance.now();
    if (now - this.#lastMarks < every) return;
    this.#lastMarks = now;
    const files = this.#marks.news(this.#state);
    if (files.length > 0) this.send({ type: 'marks', files });
  }

  #tellStanding(): void {
    const since = this.#controls.request.paused ? pausedSince(this.#state) : null;
    if (since === this.#toldStanding) return;
    this.#toldStanding = since;
    this.send({ type: 'standing', standing: since === null ? null : standing(this.#state) });
  }

  #show(): void {
    const now = performance.now();
    const window = this.#viewer.due(now, this.#asked || (this.#history.isLive && this.#state.events !== this.#shownEvents), !this.#over);
    if (window === null) return;
    this.#shownEvents = this.#state.events;
    this.#asked = false;
    this.#sendSnapshot(window, now);
  }

  #sendSnapshot(window: ViewWindow, now: number): void {
    const run = this.#run();
    const history = this.#history.view(run.elapsed);
    const live = { state: this.#state, now: streamTime(this.#state, epochNow()) ?? 0 };
    const shown = this.#history.past() ?? live;
    const moment = { now: shown.now, sequence: this.#viewer.next(now), readLine: this.#source.line, control: this.#controls.request, history, live };
    this.send({ type: 'snapshot', snapshot: buildSnapshot(shown.state, window, run, moment) });
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
    endState(this.#state, exit.reason, streamTime(this.#state, this.#endedAt) ?? undefined);
    this.#tellNews(0);
    this.#tellMarks(0);
    // whether or not the last one was drawn: this is how the run is remembered
    this.#sendSnapshot(this.#viewer.window ?? DEFAULT_WINDOW, performance.now());
    this.send({ type: 'ended', exit, report: this.#report(exit) });
  }

  /** A process tells no more than a code; the program's last words say where it comes from. */
  #refined(exit: Exit): Exit {
    const { hello } = this.#state.definitions;
    const inOrder = exit.reason === 'finished' || exit.reason === 'exit';
    // an interpreter that is interrupted while it starts ends as it likes
    if (hello === null && this.#interruptedEarly && (inOrder || exit.reason === 'interrupted')) return INTERRUPTED_EARLY;
    if (hello === null && inOrder) return notBegun(exit, this.request.python ?? 'the interpreter');
    if (!this.#state.programEnded && inOrder) return notSeenToItsEnd(exit);
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
