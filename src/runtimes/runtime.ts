/** What runs a user's program and emits the event stream. One folder per runtime implements it. */
import type { Disposable } from '../base/disposable';
import type { Event } from '../base/emitter';
import type { Exit } from '../core/events/exit';

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
  /** Ends the program at once, whatever it does. `onExit` follows with reason "stopped". */
  stop(): void;
}
