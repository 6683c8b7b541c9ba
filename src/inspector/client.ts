import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable';
import { Emitter, type Event } from '../base/emitter';
import type { Location } from '../core/events/location';
import type { Report } from '../core/report/schema';
import type { Exit, Snapshot, ViewWindow, WarningView } from '../core/snapshot/protocol';
import type { FromInspector, RunRequest, ToInspector } from './protocol';

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
