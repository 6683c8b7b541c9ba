/** The moment of the history that the page shows, as a line through the lanes. */
import type { VNode } from 'preact';
import { momentText } from './axis';
import { place } from './paint';
import type { Span } from './state';

interface MomentProps {
  /** ns since the run's start. */
  readonly at: number;
  readonly shown: Span;
  /** Of the lanes, pixels. */
  readonly width: number;
}

/** The line through the axis and the lanes. The slider above tells screen readers the same. */
export function Moment({ at, shown, width }: MomentProps): VNode | null {
  const x = place(at, shown, width);
  if (width === 0 || x < 0 || x > width) return null;
  return (
    <div class="timeline-moment-room" aria-hidden="true">
      <div class={`timeline-moment${x > width / 2 ? ' at-left' : ''}`} style={{ left: `${x}px` }}>
        <span class="timeline-moment-text">{`shown: ${momentText(at, shown, width)}`}</span>
      </div>
    </div>
  );
}
