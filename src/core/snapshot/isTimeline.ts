/** Whether some data is the timeline's part of a snapshot. */
import { isBoolean, isNumber, isText, listOf, nullable, oneOf, record } from './checks';
import type { Histogram, PointedSegment, TaskTimes, TimelineLane, TimelineView } from './timelineProtocol';

const isNumbers = listOf(isNumber);

const isLane = record<TimelineLane>({
  task: nullable(isNumber),
  label: isText,
  depth: isNumber,
  children: isNumber,
  collapsed: isBoolean,
  runs: isNumbers,
  lived: isNumber,
  busy: isNumber,
  queued: isNumber,
  longest: isNumber,
  steps: isNumber,
});

const isPointed = record<PointedSegment>({
  lane: isNumber,
  label: isText,
  state: oneOf({ 'running': true, 'queued': true, 'parked': true, 'callbacks': true, 'not there': true }),
  begin: nullable(isNumber),
  end: nullable(isNumber),
  steps: isNumber,
  longest: isNumber,
});

export const isTimeline = record<TimelineView>({
  from: isNumber,
  to: isNumber,
  pixels: isNumber,
  begin: isNumber,
  end: isNumber,
  droppedSteps: isNumber,
  lanes: record({ total: isNumber, first: isNumber, items: listOf(isLane) }),
  utilisation: isNumbers,
  blocked: listOf(isBoolean),
  stdout: isNumbers,
  stderr: isNumbers,
  warnings: listOf(record({ pixel: isNumber, count: isNumber, code: isText })),
  pointed: nullable(isPointed),
});

const isHistogram = record<Histogram>({
  count: isNumber,
  p50: isNumber,
  p90: isNumber,
  p99: isNumber,
  max: isNumber,
  least: isNumber,
  factor: isNumber,
  bars: isNumbers,
});

export const isTaskTimes = record<TaskTimes>({ task: isNumber, steps: isHistogram, queued: isHistogram });
