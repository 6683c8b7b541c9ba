/** What runs a user's program and emits the event stream. One folder per runtime implements it. */
import type { Disposable } from '../base/disposable';
import type { Event } from '../base/emitter';
import type { Exit } from '../core/events/exit';
import type { LoopCommand } from './commands';

/** What to run. */
export interface Program {
  /** Absolute path of the program; for an untitled buffer the name to show (`Untitled-1`), for a module its name. */
  readonly path: string;
  /** Text to run instead of the file's: an untitled buffer. */
  readonly source: string | null;
  /** Whether `path` is the name of a module, to be run as `python -m` does. */
  readonly module: boolean;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly slowCallbackMs: number;
  /** Texts of results and other values are cut after so many letters. */
  readonly reprLength: number;

  /** Whether each of the program's streams is a terminal; and whether output and errors go to the same place, in the order in which they are written. */
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean; readonly together: boolean };
}

export interface Runtime extends Disposable {
  /** Fires once, after the last byte of the stream can be read. No thread or process is left then. */
  readonly onExit: Event<Exit>;
  /** Takes up to `limit` bytes of the event stream (`core/events/frames.ts`); empty: nothing new. */
  read(limit: number): Uint8Array<ArrayBuffer>;
  /** Called every few milliseconds while the program runs: looks whether a step is overdue. */
  watch(): void;
  input(bytes: Uint8Array): void;
  endInput(): void;
  interrupt(): void;
  /** Has it done as soon as the program can, in the order of the calls. */
  command(command: LoopCommand): void;
  /** Ends the program at once, whatever it does. `onExit` follows with reason "stopped". */
  stop(): void;
}
