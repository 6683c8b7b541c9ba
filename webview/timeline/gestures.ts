/** The mouse on the lanes: wheel, drag, hover, click. */

export interface Wheel {
  readonly across: number;
  readonly down: number;
  /** Where the pointer is, 0 at the left edge and 1 at the right. */
  readonly share: number;
  /** With Shift the lanes scroll. */
  readonly scrolls: boolean;
}

/** Pixels of a line, in which some wheels count. */
const LINE = 20;

/** Returns what ends it. Not a property of the element: the page has to say that the wheel does not scroll it. */
export function onWheel(element: HTMLElement, turned: (wheel: Wheel) => void): () => void {
  const listen = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
    const { left, width } = element.getBoundingClientRect();
    // Shift makes some browsers turn the wheel across.
    const down = event.shiftKey && event.deltaY === 0 ? event.deltaX : event.deltaY;
    turned({ across: event.shiftKey ? 0 : event.deltaX * unit, down: down * unit, share: (event.clientX - left) / width, scrolls: event.shiftKey });
  };
  element.addEventListener('wheel', listen, { passive: false });
  return () => element.removeEventListener('wheel', listen);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Pointing {
  readonly drag: (dx: number, dy: number) => void;
  /** null: it has left. */
  readonly hover: (point: Point | null) => void;
  /** `shift`: that key was held. */
  readonly click: (point: Point, shift: boolean) => void;
}

/** A press that moves less is a click. */
const STILL = 4;

/** Returns what ends it. */
export function followPointer(element: HTMLElement, { drag, hover, click }: Pointing): () => void {
  let pressed: { readonly id: number; readonly start: Point; last: Point; moved: boolean } | null = null;
  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const point = pointOf(event);
    pressed = { id: event.pointerId, start: point, last: point, moved: false };
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const point = pointOf(event);
    if (pressed === null) return hover(point);
    pressed.moved ||= Math.hypot(point.x - pressed.start.x, point.y - pressed.start.y) >= STILL;
    if (!pressed.moved) return;
    hover(null);
    drag(point.x - pressed.last.x, point.y - pressed.last.y);
    pressed.last = point;
  };
  const up = (event: PointerEvent): void => {
    if (pressed !== null && !pressed.moved) click(pointOf(event), event.shiftKey);
    pressed = null;
  };
  const cancel = (): void => {
    pressed = null;
    hover(null);
  };
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel, pointerleave: cancel } as const;
  for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener as EventListener);
  };
}
