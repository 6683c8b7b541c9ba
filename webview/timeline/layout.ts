/** Where everything of the timeline's lanes is, apart from drawing it: rectangles in pixels. */
import { PixelBits, type TimelineLane, type TimelineView } from '../../src/core/snapshot/timelineProtocol';
import type { Span } from './state';

export const LANE_HEIGHT = 22;
/** Space above and below a lane's bars. */
const PADDING = 4;
const FULL = LANE_HEIGHT - 2 * PADDING;
/** What is queued is lower than what runs, and what is parked is a line: they are told apart without colour. */
const QUEUED_HEIGHT = 0.5 * FULL;
const PARKED_HEIGHT = 2;

export type BoxKind = 'parked' | 'queued' | 'running' | 'blocking';

export interface Box {
  readonly kind: BoxKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The boxes of one lane, in the order in which they are drawn. An answer may be of another span than the one on show, as while
 * somebody drags: its pixels are then moved and stretched.
 * @param top of the lane
 */
export function laneBoxes({ runs }: Pick<TimelineLane, 'runs'>, answered: Span & { readonly pixels: number }, shown: Span, width: number, top: number): readonly Box[] {
  const boxes: Readonly<Record<BoxKind, Box[]>> = { parked: [], queued: [], running: [], blocking: [] };
  const pixel = (answered.to - answered.from) / answered.pixels;
  const scale = width / (shown.to - shown.from);
  const bottom = top + LANE_HEIGHT - PADDING;
  const place = (index: number): number => (answered.from + index * pixel - shown.from) * scale;
  let index = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const first = index;
    const bits = runs[i + 1]!;
    index += runs[i]!;
    const x = Math.max(0, place(first));
    const right = Math.min(width, place(index));
    if (bits === 0 || right <= 0 || x >= width) continue;
    const add = (kind: BoxKind, height: number): number => boxes[kind].push({ kind, x, y: bottom - height, width: right - x, height });
    const running = (bits & PixelBits.share) / PixelBits.share;
    const queued = ((bits >> PixelBits.queuedShift) & PixelBits.share) / PixelBits.share;
    const blocking = (bits & PixelBits.blocking) !== 0;
    if ((bits & PixelBits.alive) !== 0 && running < 1 && queued < 1) add('parked', PARKED_HEIGHT);
    if (queued > 0) add('queued', Math.max(PARKED_HEIGHT + 1, queued * QUEUED_HEIGHT));
    // One that blocks is always to be seen, and stands out above all others.
    if (blocking) boxes.blocking.push({ kind: 'blocking', x, y: top + 1, width: Math.max(2, right - x), height: bottom + 2 - top });
    else if (running > 0) add('running', Math.max(PARKED_HEIGHT + 1, running * FULL));
  }
  // All of a kind after each other: to change the colour for each pixel takes longer than to draw it.
  return [...boxes.parked, ...boxes.queued, ...boxes.running, ...boxes.blocking];
}

/** What is under a point of the lanes. */
export function hit(view: TimelineView, shown: Span, width: number, x: number, y: number, firstLaneTop: number): { readonly lane: number; readonly at: number } | null {
  const lane = view.lanes.first + Math.floor((y - firstLaneTop) / LANE_HEIGHT);
  if (lane < 0 || lane >= view.lanes.total || x < 0 || x >= width) return null;
  return { lane, at: Math.round(shown.from + (x / width) * (shown.to - shown.from)) };
}
