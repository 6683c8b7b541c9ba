import type { LogHistogram } from '../timeline/logHistogram';
import type { InspectorState } from '../state/state';
import type { Serial } from './protocol';
import type { Histogram, TaskTimes } from './timelineProtocol';

/** The times of the task with that serial number; null if it has had no step, was let go, or nobody notes steps. */
export function taskTimes({ tasks, timeline }: InspectorState, selected: Serial | null): TaskTimes | null {
  if (selected === null || timeline === null) return null;
  const lane = timeline.lane(tasks.find(selected)?.lane ?? 0);
  if (lane === null) return null;
  const { steps, queued } = timeline.times.of(lane);
  return { task: selected, steps: histogram(steps), queued: histogram(queued) };
}

const histogram = (times: LogHistogram): Histogram => ({
  count: times.count,
  p50: times.quantile(0.5),
  p90: times.quantile(0.9),
  p99: times.quantile(0.99),
  max: times.max,
  ...times.bars(),
});
