/** Fills in what views show of the loops and of their last minute. */
import { BUCKET_NS, BUCKETS_SHOWN } from '../state/loopHistory';
import type { LoopState } from '../state/loopState';
import type { InspectorState } from '../state/state';
import type { ActivityView, LoopView } from './loopView';
import { readyTotal } from './nowViews';

/** `now` here and below: ns of the stream's clock. */
export const loopViews = (state: InspectorState, loops: readonly LoopState[], now: number): LoopView[] =>
  loops.map((loop) => ({
    serial: loop.serial,
    name: state.definitions.name(loop.name),
    isRunning: loop.isRunning && !state.ended,
    busy: loop.hidesQueue ? null : busyShare(state, loop, now),
    iterations: loop.iterations,
    ready: readyTotal(loop),
  }));

function busyShare(state: InspectorState, loop: LoopState, now: number): number {
  if (state.ended) return loop.busy + loop.idle > 0 ? (100 * loop.busy) / (loop.busy + loop.idle) : 0;
  const { idle, span } = loop.activity.recent(now, loop.rows, loop.isIdle ? loop.time : null);
  return loop.isRunning && span > 0 ? 100 * (1 - idle / span) : 0;
}

/**
 * The last minute of `loops` together; null if none of them tells, or while they are too young.
 * @param begin when there was the first of others that are not kept any more, ns of the stream's clock; null: there were none
 */
export function activityView(loops: readonly LoopState[], now: number, begin: number | null): ActivityView | null {
  const histories = loops.filter((loop) => !loop.hidesQueue).map((loop) => loop.history.recent(now, loop.isIdle || !loop.isRunning ? loop.time : null));
  if (histories.length === 0) return null;
  const { last } = histories[0]!;
  const sinceBegin = begin === null ? 0 : Math.min(BUCKETS_SHOWN, last - Math.floor(begin / BUCKET_NS));
  const count = Math.max(sinceBegin, ...histories.map(({ busy }) => busy.length));
  if (count <= 0) return null;
  const iterationsPerSecond = new Array<number>(count).fill(0);
  const ready = new Array<number>(count).fill(0);
  const busy = new Array<number>(count).fill(0);
  for (const history of histories) {
    // younger loops have fewer figures: the last ones
    const skipped = count - history.busy.length;
    for (let i = 0; i < history.busy.length; i++) {
      iterationsPerSecond[skipped + i]! += history.iterations[i]! * (1e9 / BUCKET_NS);
      ready[skipped + i]! += history.ready[i]!;
      busy[skipped + i] = Math.max(busy[skipped + i]!, 100 * history.busy[i]!);
    }
  }
  return { last, step: BUCKET_NS / 1e6, age: (now - (last + 1) * BUCKET_NS) / 1e6, iterationsPerSecond, ready, busy };
}
