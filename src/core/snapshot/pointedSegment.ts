import type { LaneColumns } from '../timeline/laneColumns';
import { segmentAt } from '../timeline/segmentAt';
import type { StepLog } from '../timeline/stepLog';
import type { LaneSource } from './laneSource';
import type { PointedSegment, TimelineWindow } from './timelineProtocol';

/** What `source` was doing where the pointer is; `columns`: of the pixel there alone. `begin`: of the run, ns of the stream's clock. */
export function pointedSegment(log: StepLog, source: LaneSource, columns: LaneColumns, pointer: NonNullable<TimelineWindow['pointer']>, begin: number): PointedSegment {
  const at = begin + pointer.at;
  const relative = (t: number | null): number | null => (t === null ? null : t - begin);
  const here = { lane: pointer.lane, label: source.label, steps: columns.counts[0]!, longest: columns.longest[0]! };
  if (at < source.begin || at > source.end) return { ...here, state: 'not there', begin: null, end: null };
  const segment = source.lane === null ? { state: 'parked' as const, begin: null, end: null } : segmentAt(log, source.lane, at);
  // After its last step that ended there may be one that has not.
  if (segment.end === null && segment.state === 'parked') {
    const ran = columns.busy[0]! > 0;
    if (ran || columns.queued[0]! > 0) return { ...here, state: ran ? 'running' : 'queued', begin: null, end: null };
  }
  const state = source.task === null && segment.state !== 'running' ? 'callbacks' : segment.state;
  return { ...here, state, begin: relative(segment.begin ?? source.begin), end: relative(segment.end) };
}
