import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable';
import { Emitter, type Event } from '../base/emitter';
import type { ControlCommand } from '../core/control';
import type { Destination } from '../core/history/destination';
import type { Report } from '../core/report/schema';
import { crashed, type Exit, STOPPED } from '../core/events/exit';
import type { Snapshot, ViewWindow, WarningView } from '../core/snapshot/protocol';
import type { Standing } from '../core/snapshot/standing';
import type { FileMarks, WatchedFiles } from '../core/snapshot/sourceMarks';
import { buildReport } from '../core/report/buildReport';
import { createState } from '../core/state/state';
export { chooseInterpreter, EMBEDDED, interpretersOnPath, interpreterWith } from '../runtimes/python/interpreters';
import type { FromInspector, InspectorStart, RunRequest, ToInspector } from './protocol';

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

export interface Ended {
  readonly exit: Exit;
  readonly report: Report;
}

/**
 * One run of one program: starts the inspector worker and passes messages, nothing more. `onEnded`
 * fires exactly once, also when the worker dies. After it the inspector still answers `view`, until
 * `dispose`, after which no event fires and no thread is left.
 */
export interface Run extends Disposable {
  readonly request: RunRequest;
  /** The taker calls `outputTaken` when it has written the chunk, or the program is held up. */
  readonly onOutput: Event<OutputChunk>;
  readonly onSnapshot: Event<Snapshot>;
  readonly onMarks: Event<readonly FileMarks[]>;
  readonly onWarnings: Event<readonly WarningView[]>;
  /** The loops have come to a stand, as somebody has asked, or stand elsewhere; null: they go on. */
  readonly onStanding: Event<Standing | null>;
  readonly onEnded: Event<Ended>;
  /** Asks for snapshots of that window from now on, the first at once. */
  view(window: ViewWindow): void;
  acknowledge(sequence: number): void;
  hide(): void;
  outputTaken(bytes: number): void;
  input(bytes: Uint8Array): void;
  endInput(): void;
  interrupt(): void;
  /** Asks for the marks of those files: those that there are, then what changes. */
  watchFiles(files: WatchedFiles): void;
  /** What cannot be done now, such as to step while nothing is paused, is ignored. */
  control(command: ControlCommand): void;
  /** Snapshots show that moment from now on; also after the end. */
  travel(destination: Destination): void;
  /** Ends the program now; `onEnded` follows within a second. Safe to call at any time. */
  stop(): void;
}

/** How long an ended or stopped inspector may take to say its last word, ms. */
const LAST_WORD_MS = 800;

class WorkerRun implements Run {
  readonly #worker: Worker;
  readonly #output = new Emitter<OutputChunk>();
  readonly #snapshot = new Emitter<Snapshot>();
  readonly #marks = new Emitter<readonly FileMarks[]>();
  readonly #warnings = new Emitter<readonly WarningView[]>();
  readonly #standing = new Emitter<Standing | null>();
  readonly #end = new Emitter<Ended>();
  /** `onEnded` has fired. */
  #ended = false;
  #disposed = false;
  #deadline: NodeJS.Timeout | null = null;

  readonly onOutput = this.#output.event;
  readonly onSnapshot = this.#snapshot.event;
  readonly onMarks = this.#marks.event;
  readonly onWarnings = this.#warnings.event;
  readonly onStanding = this.#standing.event;
  readonly onEnded = this.#end.event;

  constructor(
    distDir: string,
    readonly request: RunRequest,
  ) {
    const start: InspectorStart = { request, distDir };
    // what it opens its streams close, and the number may be another's by the time that it ends
    const options = { workerData: start, name: 'loop inspector', env: {}, trackUnmanagedFds: false };
    this.#worker = new Worker(path.join(distDir, 'inspector.js'), options);
    this.#worker.on('message', (message: FromInspector) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#finish(lost(request, crashed(134, `The inspector broke down: ${error.message}`))));
    this.#worker.on('exit', () => this.#finish(lost(request, crashed(134, 'The inspector ended before the program did.'))));
  }

  view(window: ViewWindow): void {
    this.#send({ type: 'view', window });
  }

  acknowledge(sequence: number): void {
    this.#send({ type: 'acknowledge', sequence });
  }

  hide(): void {
    this.#send({ type: 'hide' });
  }

  outputTaken(bytes: number): void {
    this.#send({ type: 'outputTaken', bytes });
  }

  input(bytes: Uint8Array): void {
    this.#send({ type: 'input', bytes });
  }

  endInput(): void {
    this.#send({ type: 'endInput' });
  }

  interrupt(): void {
    this.#send({ type: 'interrupt' });
  }

  control(command: ControlCommand): void {
    this.#send({ type: 'control', command });
  }

  watchFiles(files: WatchedFiles): void {
    this.#send({ type: 'watchFiles', files });
  }

  travel(destination: Destination): void {
    this.#send({ type: 'travel', destination });
  }

  stop(): void {
    if (this.#ended) return;
    this.#send({ type: 'stop' });
    this.#deadline ??= setTimeout(() => this.#finish(lost(this.request, STOPPED)), LAST_WORD_MS);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#finish(lost(this.request, STOPPED));
  }

  #send(message: ToInspector): void {
    if (!this.#disposed) this.#worker.postMessage(message);
  }

  #receive(message: FromInspector): void {
    if (this.#disposed) return;
    switch (message.type) {
      case 'output':
        return this.#output.fire(message);
      case 'snapshot':
        return this.#snapshot.fire(message.snapshot);
      case 'marks':
        return this.#marks.fire(message.files);
      case 'warnings':
        return this.#warnings.fire(message.warnings);
      case 'standing':
        return this.#standing.fire(message.standing);
      case 'ended':
        return this.#tellEnd(message);
    }
  }

  #tellEnd({ exit, report }: Ended): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#end.fire({ exit, report });
  }

  /** A worker's own workers end with it, so no thread is left. */
  #finish(end: Ended): void {
    if (this.#disposed) return;
    this.#disposed = true;
    void this.#worker.terminate();
    this.#tellEnd(end);
    for (const emitter of [this.#output, this.#snapshot, this.#marks, this.#warnings, this.#standing, this.#end]) emitter.dispose();
  }
}

/** The end of a run whose inspector cannot tell it. */
function lost(request: RunRequest, exit: Exit): Ended {
  const state = createState({ slowCallbackMs: request.slowCallbackMs });
  return { exit, report: buildReport(state, { program: request.path, runtime: '', exit, elapsed: 0 }) };
}

/**
 * Starts the program in its own threads.
 * @param distDir folder of the built bundles
 */
export const startRun = (distDir: string, request: RunRequest): Run => new WorkerRun(distDir, request);
