/** What a program's loops can be asked for while they run; `control.py` of the Python package does it. */
export type LoopCommand =
  | { readonly kind: 'pause' | 'resume' }
  | { readonly kind: 'step'; readonly unit: 'handle' | 'iteration' }
  /** null: no limit. */
  | { readonly kind: 'speed'; readonly handlesPerSecond: number | null }
  /**
   * `loop`: its number in the event stream; `task`: an address, which may be another task's by now, so `code`, the site id of
   * its coroutine function, and `name` must be its own too.
   */
  | { readonly kind: 'cancelTask'; readonly loop: number; readonly task: number; readonly code: number; readonly name: string };

/** A line of JSON. */
export const encodeCommand = (command: LoopCommand): Uint8Array => new TextEncoder().encode(`${JSON.stringify(command)}\n`);
