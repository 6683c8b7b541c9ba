/** A step or callback took too long: gathers who it was, where it was and who had to wait. */
import { VICTIMS_KEPT, type Victim } from '../rules/evidence';
import { slowCallback } from '../rules/slowCallback';
import { handleName, timerName } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import type { InspectorState } from './state';

/**
 * The step of `task`, or the callback named `name`, took `length` ns of user time until `t`. To be
 * called when its handle was taken from the queue and nothing that it queued was added yet, before
 * `loop.time` moves on.
 */
export function noteBlocking(state: InspectorState, loop: LoopState, task: Task | null, name: number, length: number, t: number): void {
  const { definitions } = state;
  const duration = length / 1e6;
  const resumed = task === null ? 0 : task.cededInStep === task.steps ? task.resumedSite : task.parkedSite;
  const warning = state.warningLog.apply(slowCallback, {
    label: handleName(state, task, name),
    isTask: task !== null,
    duration,
    threshold: state.options.slowCallbackMs,
    samples: [...loop.samples].map(([stack, count]) => ({ stack: definitions.stack(stack), count })),
    parkedAt: definitions.site(resumed),
    definedAt: task === null ? null : definitions.site(task.code),
    victims: timerVictims(state, loop, t),
  });
  loop.blockedUntil = t - loop.overhead;
  loop.victims = null;
  if (warning?.evidence.duration !== duration) return;
  const { evidence } = warning;
  const left = Math.min(loop.queue.length, VICTIMS_KEPT);
  if (left > 0) loop.victims = { left, note: (label) => state.warningLog.addVictim(evidence, label, duration) };
}

/** Timers that came due meanwhile and could not run; the longest overdue first. */
function timerVictims(state: InspectorState, loop: LoopState, t: number): Victim[] {
  return loop.timers.first(VICTIMS_KEPT, loop.microsAt(t)).map((timer) => ({
    label: timerName(state, timer),
    delay: (t - Math.max(loop.timeOf(timer.when), loop.time)) / 1e6,
  }));
}
