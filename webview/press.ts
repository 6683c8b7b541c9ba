/** What a click is for. Whoever drags something has other elements: the picture and the ruler of the timeline, the scrubber. */
const PRESSED = 'button, a, summary, [role=row], [role=treeitem], [role=tab], [role=option], [role=menuitem]';

/**
 * Knows whether somebody is pressing something with a pointer. Meanwhile nothing may be drawn: what a new warning above moves away
 * between press and release gets no click.
 *
 * @param released called when that is over
 */
export class Press {
  #going = false;

  constructor(page: Window, released: () => void) {
    const end = (): void => {
      if (!this.#going) return;
      this.#going = false;
      released();
    };
    const begin = ({ target, button }: PointerEvent): void => {
      this.#going = button === 0 && target instanceof Element && target.closest(PRESSED) !== null;
    };
    page.addEventListener('pointerdown', begin, true);
    for (const over of ['pointerup', 'pointercancel', 'dragend', 'blur'] as const) page.addEventListener(over, end, true);
    // it may have been released where the page does not see it
    page.addEventListener('pointermove', ({ buttons }) => buttons === 0 && end(), true);
  }

  get isGoing(): boolean {
    return this.#going;
  }
}
