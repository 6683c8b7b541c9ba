/** Messages between the inspector worker and whoever started it (extension host, command line). */
import type { Location } from '../core/events/location';
import type { Report } from '../core/report/schema';
import type { Exit } from '../core/events/exit';
import type { Snapshot, ViewWindow, WarningView } from '../core/snapshot/protocol';
import type { Program } from '../runtimes/runtime';

/** What to run and on what. */
export interface RunRequest extends Program {
  /** The interpreter's command; null: the embedded one. */
  readonly python: string | null;
  readonly terminal: Program['terminal'] & { readonly columns: number; readonly rows: number };
}

export type ToInspector =
  | { readonly type: 'view'; readonly window: ViewWindow }
  /** The view with that sequence number was drawn; the next may come. */
  | { readonly type: 'acknowledge'; readonly sequence: number }
  /** Nobody looks: send no snapshots until the next `view`. */
  | { readonly type: 'hide' }
  /** So many bytes of output were taken; more may come. */
  | { readonly type: 'outputTaken'; readonly bytes: number }
  | { readonly type: 'input'; readonly bytes: Uint8Array }
  | { readonly type: 'endInput' }
  /** Like Ctrl+C: KeyboardInterrupt in the program. */
  | { readonly type: 'interrupt' }
  /** End the program now. */
  | { readonly type: 'stop' };

export type FromInspector =
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** Yield points that gave control back for the first time since the last such message. */
  | { readonly type: 'ceded'; readonly at: readonly Location[] }
  /** All warnings so far, when they changed. */
  | { readonly type: 'warnings'; readonly warnings: readonly WarningView[] }
  /** The last message. All output was sent before. */
  | { readonly type: 'ended'; readonly exit: Exit; readonly report: Report };

/** What the inspector worker is started with. */
export interface InspectorStart {
  readonly request: RunRequest;
  /** Folder of the built bundles. */
  readonly distDir: string;
}
