import type { VNode } from 'preact';
import type { PointedSegment } from '../../src/core/snapshot/timelineProtocol';
import { formatCount } from '../format';
import { lengthText, momentText } from './axis';
import { LANE_HEIGHT } from './layout';
import type { Span } from './state';

interface TooltipProps {
  readonly pointed: PointedSegment;
  readonly span: Span;
  readonly width: number;
  readonly x: number;
  readonly y: number;
}

const STATES: Readonly<Record<PointedSegment['state'], string>> = {
  'running': 'running a step',
  'queued': 'in the ready queue, waiting for its turn',
  'parked': 'parked at an await',
  'callbacks': 'no callback',
  'not there': 'not alive then',
};

/** What is under the pointer. It is for the eyes only: the table tells the same. */
export function Tooltip({ pointed: { label, state, begin, end, steps, longest }, span, width, x, y }: TooltipProps): VNode {
  return (
    <div class={`timeline-tooltip${x > width / 2 ? ' at-left' : ''}`} aria-hidden="true" style={{ '--x': `${x}px`, 'top': `${y + LANE_HEIGHT}px` }}>
      <strong>{label}</strong>
      <span>{STATES[state]}</span>
      {begin !== null && <span>{`from ${momentText(Math.max(0, begin), span, width)}${end === null ? ', not ended' : `, for ${lengthText(end - begin)}`}`}</span>}
      {steps > 1 && <span>{`${formatCount(steps)} steps here, the longest ${lengthText(longest)}`}</span>}
    </div>
  );
}
