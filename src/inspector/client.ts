import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable';
import { Emitter, type Event } from '../base/emitter';
import type { Location } from '../core/events/location';
import type { Report } from '../core/report/schema';
import { crashed, type Exit, STOPPED } from '../core/events/exit';
import type { Snapshot, ViewWindow, WarningView } from '../core/snapshot/protocol';
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
 * fires exactly once, also when the worker dies; after that no other event fires and no thread is left.
 */
export interface Run extends Disposable {
  readonly request: RunRequest;
  /** The taker calls `outputTaken` when it has written the chunk, or the program is held up. */
  readonly onOutput: Event<OutputChunk>;
  readonly onSnapshot: Event<Snapshot>;
  readonly onCeded: Event<readonly Location[]>;
  readonly onWarnings: Event<readonly WarningView[]>;
  readonly onEnded: Event<Ended>;
  /** Asks for snapshots of that window from now on, the first at once. */
  view(window: ViewWindow): void;
  acknowledge(sequence: number): void;
  hide(): void;
  outputTaken(bytes: number): void;
  input(bytes: Uint8Array): void;
  endInput(): void;
  interrupt(): void;
  /** Ends the program now; `onEnded` follows within a second. Safe to call at any time. */
  stop(): void;
}

/** How long an ended or stopped inspector may take to say its last word, ms. */
const LAST_WORD_MS = 800;

class WorkerRun implements Run {
  readonly #worker: Worker;
  readonly #output = new Emitter<OutputChunk>();
  readonly #snapshot = new Emitter<Snapshot>();
  readonly #ceded = new Emitter<readonly Location[]>();
  readonly #warnings = new Emitter<readonly WarningView[]>();
  readonly #ended = new Emitter<Ended>();
  #over = false;
  #deadline: NodeJS.Timeout | null = null;

  readonly onOutput = this.#output.event;
  readonly onSnapshot = this.#snapshot.event;
  readonly onCeded = this.#ceded.event;
  readonly onWarnings = this.#warnings.event;
  readonly onEnded = this.#ended.event;

  constructor(
    distDir: string,
    readonly request: RunRequest,
  ) {
    const start: InspectorStart = { request, distDir };
    this.#worker = new Worker(path.join(distDir, 'inspector.js'), { workerData: start, name: 'loop inspector', env: {} });
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

  stop(): void {
    if (this.#over) return;
    this.#send({ type: 'stop' });
    this.#deadline ??= setTimeout(() => this.#finish(lost(this.request, STOPPED)), LAST_WORD_MS);
  }

  dispose(): void {
    this.#finish(lost(this.request, STOPPED));
  }

  #send(message: ToInspector): void {
    if (!this.#over) this.#worker.postMessage(message);
  }

  #receive(message: FromInspector): void {
    if (this.#over) return;
    switch (message.type) {
      case 'output':
        return this.#output.fire(message);
      case 'snapshot':
        return this.#snapshot.fire(message.snapshot);
      case 'ceded':
        return this.#ceded.fire(message.at);
      case 'warnings':
        return this.#warnings.fire(message.warnings);
      case 'ended':
        return this.#finish(message);
    }
  }

  /** A worker's own workers end with it, so no thread is left. */
  #finish({ exit, report }: Ended): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    void this.#worker.terminate();
    this.#ended.fire({ exit, report });
    for (const emitter of [this.#output, this.#snapshot, this.#ceded, this.#warnings, this.#ended]) emitter.dispose();
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
