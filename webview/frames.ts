import { Press } from './press';

/** Draws at most once a frame, however often it is asked to, and not while something is pressed. */
export class FrameLoop {
  readonly #window: Window;
  readonly #draw: () => void;
  readonly #drawn: () => void;
  readonly #press: Press;
  #requested = false;

  /**
   * @param draw called in an animation frame
   * @param drawn called after that frame was put on the screen
   */
  constructor(window: Window, draw: () => void, drawn: () => void) {
    this.#window = window;
    this.#draw = draw;
    this.#drawn = drawn;
    this.#press = new Press(window, () => this.#requested && this.#inFrame());
  }

  request(): void {
    if (this.#requested) return;
    this.#requested = true;
    this.#inFrame();
  }

  #inFrame(): void {
    this.#window.requestAnimationFrame(() => {
      if (this.#press.isGoing || !this.#requested) return;
      this.#requested = false;
      this.#draw();
      // A timer set in an animation frame fires only after that frame was laid out and painted.
      this.#window.setTimeout(this.#drawn, 0);
    });
  }
}
