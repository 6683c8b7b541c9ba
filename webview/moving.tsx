/**
 * Handles that slide to where they stand next: on in the queue, and from its head to the running one. Only what
 * can be followed moves: at thousands of handles a second none of the last picture is in the next, and nothing is measured.
 */
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Serial } from '../src/core/snapshot/protocol';

const SLIDE_MS = 160;

interface MovingProps {
  readonly class: string;
  /** Those that are drawn, in order; elements inside say which they are by `data-handle`. */
  readonly handles: readonly (Serial | undefined)[];
  readonly children: ComponentChildren;
}

export function Moving({ class: name, handles, children }: MovingProps): VNode {
  const area = useRef<HTMLDivElement>(null);
  const last = useRef(handles);
  const moved = !sameOrder(handles, last.current) && handles.some((handle) => handle !== undefined && last.current.includes(handle));
  // where they are before this picture takes the last one's place
  const before = moved && area.current !== null && !wantsStill(area.current) ? places(area.current) : null;
  last.current = handles;

  useLayoutEffect(() => {
    if (before === null) return;
    for (const [handle, { element, x, y }] of places(area.current!)) {
      const from = before.get(handle);
      if (from === undefined || (Math.abs(from.x - x) < 1 && Math.abs(from.y - y) < 1)) continue;
      element.animate([{ transform: `translate(${from.x - x}px, ${from.y - y}px)` }, { transform: 'none' }], { duration: SLIDE_MS, easing: 'ease-out' });
    }
  });

  return (
    <div ref={area} class={name}>
      {children}
    </div>
  );
}

interface Place {
  readonly element: HTMLElement;
  readonly x: number;
  readonly y: number;
}

function places(area: HTMLElement): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const element of area.querySelectorAll<HTMLElement>('[data-handle]')) {
    const { x, y } = element.getBoundingClientRect();
    found.set(element.dataset['handle'] ?? '', { element, x, y });
  }
  return found;
}

const sameOrder = (a: MovingProps['handles'], b: MovingProps['handles']): boolean => a.length === b.length && a.every((handle, i) => handle === b[i]);

const wantsStill = (element: HTMLElement): boolean => element.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches ?? true;
