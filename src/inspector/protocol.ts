/** Messages between the inspector worker and whoever started it (extension host, command line). */
import type { ControlCommand } from '../core/control';
import type { Destination } from '../core/history/destination';
import type { Report } from '../core/report/schema';
import type { Exit } from '../core/events/exit';
import type { Snapshot, ViewWindow, WarningView } from '../core/snapshot/protocol';
import type { Standing } from '../core/snapshot/standing';
import type { FileMarks, WatchedFiles } from '../core/snapshot/sourceMarks';
import type { Program } from '../runtimes/runtime';

/** Unless somebody wishes otherwise, the text of a value is cut after so many letters. */
export const REPR_LENGTH = 200;

/** Unless somebody wishes otherwise, what a run's history may take, in megabytes. */
export const HISTORY_MB = 256;

/** What to run and on what. */
export interface RunRequest extends Program {
  /** The interpreter's command; null: the embedded one. */
  readonly python: string | null;
  /** How many finished tasks are kept; absent: 10,000. */
  readonly finishedTasksKept?: number;
  /** What the run's history may take, in megabytes; 0: none is kept. */
  readonly historyMb: number;
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
  | { readonly type: 'control'; readonly command: ControlCommand }
  /** Tell marks in those files, from now on. */
  | { readonly type: 'watchFiles'; readonly files: WatchedFiles }
  | { readonly type: 'travel'; readonly destination: Destination }
  /** End the program now. */
  | { readonly type: 'stop' };

export type FromInspector =
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** Marks in the watched files that have changed since they were told last, at most four times a second. */
  | { readonly type: 'marks'; readonly files: readonly FileMarks[] }
  /** All warnings so far, when they changed. */
  | { readonly type: 'warnings'; readonly warnings: readonly WarningView[] }
  /** The loops stand, as somebody has asked; null: they go on. */
  | { readonly type: 'standing'; readonly standing: Standing | null }
  /** The last message. All output was sent before. */
  | { readonly type: 'ended'; readonly exit: Exit; readonly report: Report };

/** What the inspector worker is started with. */
export interface InspectorStart {
  readonly request: RunRequest;
  /** Folder of the built bundles. */
  readonly distDir: string;
}
