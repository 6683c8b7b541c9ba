/** A loop that stands because somebody paused it or slowed it down, and what the inspector does meanwhile. */
import type { LoopState } from './loopState';
import { QueuedBy } from './queuedBy';
import type { InspectorState } from './state';
import { syncQueue } from './turns';

/** The loop stands since `t` (ns), before a step of the task at that address (0: its queue tells), with `ready` handles in its queue. */
export function foldPause(state: InspectorState, loop: LoopState, t: number, task: number, ready: number): void {
  loop.pausedAt = Math.max(t, loop.time);
  loop.pausedBefore = task;
  if (!loop.hidesQueue) syncQueue(state, loop, ready, QueuedBy.unknown, loop.pausedAt - loop.overhead);
}

/** It stood from `since` to `end` (ns): neither the program's time nor a cost of watching it. Its clock stood too. */
export function foldPaused(loop: LoopState, since: number, end: number): void {
  // interrupted while it stood, it may have started anew
  const begin = Math.max(since, loop.time);
  const length = Math.max(0, end - begin);
  // a loop that runs is held in select or before a handle
  const inSelect = loop.isRunning && !loop.hidesQueue && loop.leftInTurn === 0;
  loop.pausedAt = 0;
  loop.addOverhead(begin, end);
  if (!inSelect) loop.held += length;
  if (loop.hidesQueue) return;
  loop.clockAt += length;
  if (end >= loop.activity.end) loop.activity.advance(end, loop.rows);
  loop.activity.addPaused(begin, end, inSelect);
  loop.history.addPaused(begin, end, inSelect);
}

/** The inspector has cancelled a task: what that has queued nobody else has. */
export function foldCancelAsked(state: InspectorState, loop: LoopState, ready: number): void {
  if (!loop.hidesQueue) syncQueue(state, loop, ready, QueuedBy.inspector, loop.pausedAt === 0 ? loop.userTime : loop.pausedAt - loop.overhead);
}

/** Since when every loop that runs stands, ns; null: one goes on, or none runs. */
export function pausedSince(state: InspectorState): number | null {
  const running = [...state.loops.values()].filter((loop) => loop.isRunning);
  if (running.length === 0 || running.some((loop) => loop.pausedAt === 0)) return null;
  return Math.max(...running.map((loop) => loop.pausedAt));
}
