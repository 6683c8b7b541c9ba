import type { ViewWindow } from '../core/snapshot/protocol';

/** Snapshots at most this often: once per frame of a 60 Hz screen. */
const FRAME_MS = 16;
/** While nothing happens ages and countdowns still run. */
const IDLE_MS = 100;

/** Decides when the view gets a snapshot: when it looks, has drawn the last one, and there is something new. */
export class Viewer {
  #window: ViewWindow | null = null;
  #sequence = 0;
  #acknowledged = 0;
  #lastSent = -Infinity;
  #asked = false;

  /** The window to answer now, or null. `changed`: the state is not what the last snapshot showed; `ages`: the program still runs. */
  due(now: number, changed: boolean, ages: boolean): ViewWindow | null {
    if (this.#window === null || this.#acknowledged < this.#sequence) return null;
    const age = now - this.#lastSent;
    return this.#asked || (changed && age >= FRAME_MS) || (ages && age >= IDLE_MS) ? this.#window : null;
  }

  get window(): ViewWindow | null {
    return this.#window;
  }

  /** The number of the snapshot that is sent now. */
  next(now: number): number {
    this.#lastSent = now;
    this.#asked = false;
    return ++this.#sequence;
  }

  view(window: ViewWindow): void {
    // a view that comes into sight has drawn nothing: what it owes is forgiven
    if (this.#window === null) this.#acknowledged = this.#sequence;
    this.#window = window;
    this.#asked = true;
  }

  /** The view is to get another moment as soon as it has drawn the last. */
  ask(): void {
    this.#asked = true;
  }

  acknowledge(sequence: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, sequence);
  }

  hide(): void {
    this.#window = null;
  }
}
