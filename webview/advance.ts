/**
 * Moves a snapshot's clocks on. While nothing happens in a program (it waits for a timer, or one step
 * blocks it) no new snapshot may come; its countdowns and ages go on all the same.
 */
import type { Millis } from '../src/base/brand';
import type { Snapshot, TaskRow } from '../src/core/snapshot/protocol';

/** Less is not worth drawing again, and under load snapshots come more often than that. */
export const TICK: Millis = 100;

const ENDED: ReadonlySet<TaskRow['state']> = new Set(['done', 'cancelled', 'failed', 'destroyed']);

/** @param by time since the snapshot arrived */
export function advance(snapshot: Snapshot, by: Millis): Snapshot {
  if (by < TICK || snapshot.run.phase !== 'running' || !snapshot.history.live) return snapshot;
  // While it is paused the program's clocks stand.
  if (snapshot.control?.mode === 'paused') return { ...snapshot, run: { ...snapshot.run, elapsed: snapshot.run.elapsed + by } };
  const { run, running, ready, timers, futures, tasks } = snapshot;
  // A short step is most likely over by now. One that is known to block goes on until there is news.
  const stuck = running !== null && running.elapsed >= run.slowCallback;
  return {
    ...snapshot,
    run: { ...run, elapsed: run.elapsed + by },
    running: stuck ? { ...running, elapsed: running.elapsed + by } : running,
    ready: stuck ? { ...ready, items: ready.items.map((handle) => ({ ...handle, waiting: handle.waiting + by })) } : ready,
    // Whether a timer has fired only the program knows: until it says so, it is due.
    timers: { ...timers, items: timers.items.map((timer) => ({ ...timer, dueIn: timer.dueIn > 0 ? Math.max(0, timer.dueIn - by) : timer.dueIn - by })) },
    futures: { ...futures, items: futures.items.map((future) => ({ ...future, age: future.age + by })) },
    tasks: { ...tasks, rows: tasks.rows.map((row) => (ENDED.has(row.state) ? row : { ...row, age: row.age + by, parked: row.state === 'parked' ? row.parked + by : row.parked })) },
  };
}
