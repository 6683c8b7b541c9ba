import type { Disposable } from '../base/disposable';

/** Runs an action when asked to, the first time at once, then at most once per `intervalMs`. */
export class Throttle implements Disposable {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #asked = false;

  constructor(intervalMs: number, action: () => void) {
    this.#intervalMs = intervalMs;
    this.#action = action;
  }

  request(): void {
    if (this.#timer !== null) {
      this.#asked = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#asked) this.request();
    }, this.#intervalMs);
    this.#asked = false;
    this.#action();
  }

  /** Forgets what was asked for and not done yet. */
  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#asked = false;
  }
}
