/** Answers what a timeline has in sight. */
import { runningHandle } from '../state/running';
import type { LoopState } from '../state/loopState';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { taskName } from '../state/labels';
import { TaskStatus } from '../state/taskColumns';
import { LaneColumns } from '../timeline/laneColumns';
import type { Markers } from '../timeline/markers';
import type { Timeline } from '../timeline/timeline';
import { laneOrder } from './laneOrder';
import type { LaneSource } from './laneSource';
import { pixelRuns } from './pixelRuns';
import { pointedSegment } from './pointedSegment';
import type { TimelineLane, TimelineRange, TimelineView, TimelineWindow } from './timelineProtocol';

/** Parts that the minimap divides the run into. */
const MINIMAP = 400;
/** Pixels: what is so near to each other looks as if it were evenly spread, and to look where each step is would take most of the time. */
const BLUR = 2;
/** ns; nothing is told finer than that, and windows of no length cannot be divided. */
const SHORTEST_WINDOW = 100;

/** @param now ns of the stream's clock. Returns null if nobody asks, or nobody has noted the steps. */
export function timelineView(state: InspectorState, window: TimelineWindow | null, now: number): TimelineView | null {
  const { timeline } = state;
  if (window === null || timeline === null || timeline.begin === 0) return null;
  const { begin, log } = timeline;
  const [from, to] = rangeOf(window.range, begin, now);
  const running = runningNow(state);
  const loops = [...timeline.tracks].filter(([, track]) => track.callbacks.steps > 0);
  const order = laneOrder(state, from, to, new Set(window.collapsed), Math.max(0, window.firstLane - loops.length), window.laneCount);
  const sources: LaneSource[] = [
    ...loops.slice(window.firstLane, window.firstLane + window.laneCount).map(([serial, { callbacks }]) => ({
      task: null,
      loop: state.loops.get(serial) ?? null,
      lane: callbacks,
      label: timeline.tracks.size > 1 ? `callbacks of loop ${serial}` : 'callbacks',
      begin,
      end: now,
    })),
    ...order.rows.map((row) => taskSource(state, state.tasks.at(row)!, now)),
  ].slice(0, window.laneCount);
  const callbacks = Math.max(0, Math.min(loops.length - window.firstLane, window.laneCount));
  const read = (columns: LaneColumns, source: LaneSource): LaneColumns => {
    columns.read(source.lane);
    addUnended(columns, state, source, running, now);
    return columns;
  };
  const columns = new LaneColumns(log, from, to, window.pixels, BLUR);
  const items = sources.map((source, index): TimelineLane => {
    const task = index < callbacks ? null : source.task;
    const found = read(columns, source);
    return {
      task: task?.serial ?? null,
      label: source.label,
      depth: task === null ? 0 : (order.depths[index - callbacks] ?? 0),
      children: task === null ? 0 : order.children[task.index]!,
      collapsed: task !== null && window.collapsed.includes(task.serial),
      runs: pixelRuns(found, task === null ? null : source, state.slowNs),
      lived: Math.max(0, Math.min(source.end, to) - Math.max(source.begin, from)),
      busy: found.totalBusy,
      queued: found.totalQueued,
      longest: found.totalLongest,
      steps: found.steps,
    };
  });
  const { pointer } = window;
  const pointedSource = pointer === null ? undefined : sources[pointer.lane - window.firstLane];
  return {
    from: from - begin,
    to: to - begin,
    pixels: window.pixels,
    begin: Math.max(0, log.droppedUntil - begin),
    end: now - begin,
    droppedSteps: log.dropped,
    lanes: { total: order.total + loops.length, first: window.firstLane, items },
    ...minimap(timeline, now, state.slowNs),
    stdout: pairs(timeline.stdout, from, to, window.pixels),
    stderr: pairs(timeline.stderr, from, to, window.pixels),
    warnings: warningsIn(timeline, from, to, window.pixels),
    pointed: pointer === null || pointedSource === undefined ? null : pointedSegment(log, pointedSource, read(columns.pixelAt(begin + pointer.at), pointedSource), pointer, begin),
  };
}

function rangeOf(range: TimelineRange, begin: number, now: number): readonly [number, number] {
  switch (range.kind) {
    case 'all':
      return [begin, Math.max(now, begin + SHORTEST_WINDOW)];
    case 'last':
      return [now - Math.max(range.length, SHORTEST_WINDOW), now];
    case 'fixed':
      return [begin + range.from, begin + Math.max(range.to, range.from + SHORTEST_WINDOW)];
  }
}

const taskSource = (state: InspectorState, task: Task, now: number): LaneSource => ({
  task,
  loop: null,
  lane: state.timeline?.lane(task.lane) ?? null,
  label: taskName(state, task),
  begin: task.createdAt,
  end: task.ended ? task.endedAt : now,
});

/** What runs now: of each loop the task, or null for a callback. */
function runningNow(state: InspectorState): ReadonlyMap<Task | LoopState, LoopState> {
  const running = new Map<Task | LoopState, LoopState>();
  if (state.ended) return running;
  for (const loop of state.loops.values()) {
    const handle = runningHandle(loop);
    if (handle !== null && (handle.task !== null || handle.name !== 0)) running.set(handle.task ?? loop, loop);
  }
  return running;
}

/** Steps are noted at their end. What is known of the one that runs, and of those that are queued, is added to what is shown. */
function addUnended(columns: LaneColumns, state: InspectorState, { task, loop, begin }: LaneSource, running: ReadonlyMap<Task | LoopState, LoopState>, now: number): void {
  const key = task ?? loop;
  const runs = key === null ? undefined : running.get(key);
  if (runs !== undefined) {
    const since = now - runs.runningFor(now);
    columns.addStep(since, since, now);
    return;
  }
  if (task === null || state.ended || (task.status !== TaskStatus.ready && task.status !== TaskStatus.created)) return;
  const { queue, overhead } = state.loopOf(task);
  // Which place in the queue is its own is known of samples only: it came no earlier than the first.
  const first = queue.length === 0 ? now : queue.sinceAt(0) + overhead;
  const since = Math.max(begin, first, task.suspendedAt);
  columns.addStep(Math.min(since, now), now, now);
}

function minimap(timeline: Timeline, now: number, slowNs: number): Pick<TimelineView, 'utilisation' | 'blocked'> {
  const shares = new Float64Array(MINIMAP);
  const longest = new Float64Array(MINIMAP);
  if (now > timeline.begin) for (const utilisation of timeline.utilisations) utilisation.raise(now, shares, longest);
  return { utilisation: Array.from(shares, (share) => Math.round(100 * share)), blocked: Array.from(longest, (length) => length >= slowNs) };
}

function pairs(markers: Markers, from: number, to: number, pixels: number): number[] {
  return markers.inWindow(from, to, pixels).filter((_, index) => index % 3 !== 2);
}

function warningsIn({ warnings, rules }: Timeline, from: number, to: number, pixels: number): TimelineView['warnings'] {
  const found = warnings.inWindow(from, to, pixels);
  return Array.from({ length: found.length / 3 }, (_, i) => ({ pixel: found[3 * i]!, count: found[3 * i + 1]!, code: rules[found[3 * i + 2]!]! }));
}
