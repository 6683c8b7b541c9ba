import type { Disposable } from '../base/disposable';

/** Runs an action some time after it is asked for, never while it is asked for, and at most once per `intervalMs`. */
export class Coalesced implements Disposable {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #last = -Infinity;

  constructor(intervalMs: number, action: () => void) {
    this.#action = action;
    this.#intervalMs = intervalMs;
  }

  request(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#last = performance.now();
        this.#action();
      },
      Math.max(0, this.#last + this.#intervalMs - performance.now()),
    );
  }

  /** Forgets what was asked for and not done yet. */
  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
