/** The check of what the timeline's page asks for. */
import * as v from 'valibot';
import { MAX_COLLAPSED, MAX_LANES, MAX_PIXELS, type TimelineWindow } from './snapshot/timelineProtocol';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** ns. Windows may begin before the run does, and end after now. */
const time = v.pipe(v.number(), v.finite(), v.minValue(Number.MIN_SAFE_INTEGER), v.maxValue(Number.MAX_SAFE_INTEGER));

const range = v.variant('kind', [
  v.object({ kind: v.literal('all') }),
  v.object({ kind: v.literal('last'), length: time }),
  v.object({ kind: v.literal('fixed'), from: time, to: time }),
]);

export const timelineWindow: v.GenericSchema<TimelineWindow> = v.object({
  range,
  firstLane: count,
  laneCount: v.pipe(count, v.maxValue(MAX_LANES)),
  pixels: v.pipe(count, v.minValue(1), v.maxValue(MAX_PIXELS)),
  collapsed: v.pipe(v.array(count), v.maxLength(MAX_COLLAPSED)),
  pointer: v.nullable(v.object({ lane: count, at: time })),
});
