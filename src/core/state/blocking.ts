/** A step or callback took too long: gathers who it was, where it was and who had to wait. */
import { VICTIMS_KEPT, type Victim } from '../rules/evidence';
import { slowCallback, type StepFact } from '../rules/slowCallback';
import type { Warning } from '../rules/warningLog';
import { handleName, timerName, timerTask } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import { type RunningHandle, runningHandle } from './running';
import type { InspectorState } from './state';

/** A step that still blocks is reported anew when it has become longer by this factor. */
const NEWS_FACTOR = 1.25;
/** The next look at a step that blocks is due after this part of the threshold, or that time, at the latest: see `watcher.py`. */
const NEXT_LOOK = 0.7;
const NEXT_LOOK_NS = 75_000_000;

/**
 * The step of `task`, or the callback named `name`, took `length` ns of user time until `t`. To be
 * called when its handle was taken from the queue and nothing that it queued was added yet, before
 * `loop.time` moves on.
 */
export function noteBlocking(state: InspectorState, loop: LoopState, task: Task | null, name: number, length: number, t: number): void {
  const duration = length / 1e6;
  const warning = report(state, loop, { task, name, length, t, ongoing: false });
  loop.blockedUntil = t - loop.overhead;
  loop.victims = null;
  if (warning?.evidence.duration !== duration) return;
  const left = Math.min(loop.queue.length, VICTIMS_KEPT);
  if (left > 0) loop.victims = { left, warning, duration };
}

/** A stack was sampled at `t`: if the step that runs has blocked by then, it is reported before its end, which may never come. */
export function noteStillBlocking(state: InspectorState, loop: LoopState, t: number): void {
  const length = loop.runningFor(t);
  loop.sampledAt = t;
  if (length < state.slowNs || length / 1e6 < (loop.ongoing?.evidence.duration ?? 0) * NEWS_FACTOR) return;
  const running = runningHandle(loop);
  if (running === null) return;
  loop.ongoing = report(state, loop, { ...running, length, t, ongoing: true });
}

/** The program ended in the middle of a step: what was found out about it stays, as something that is over. */
export function endOngoing(state: InspectorState, loop: LoopState): void {
  const running = runningHandle(loop);
  if (loop.ongoing === null || running === null) return;
  report(state, loop, { ...running, length: loop.runningFor(loop.sampledAt), t: loop.sampledAt, ongoing: false });
}

interface BlockingStep extends RunningHandle {
  readonly length: number;
  readonly t: number;
  readonly ongoing: boolean;
}

function report(state: InspectorState, loop: LoopState, { task, name, length, t, ongoing }: BlockingStep): Warning | null {
  const { definitions } = state;
  const resumed = task === null ? 0 : task.cededInStep === task.steps ? task.resumedSite : task.parkedSite;
  const { stacks, unseenAfter } = loop.samples.until(t - loop.overhead, Math.max(NEXT_LOOK * state.slowNs, NEXT_LOOK_NS));
  const fact: StepFact = {
    label: handleName(state, task, name),
    isTask: task !== null,
    duration: length / 1e6,
    ongoing,
    threshold: state.options.slowCallbackMs,
    unseenAfter: unseenAfter / 1e6,
    samples: stacks.map(({ stack, time, held, unseen, other }) => ({
      stack: definitions.stack(stack),
      calling: definitions.calling(stack),
      time: time / 1e6,
      held: held / 1e6,
      unseen: unseen / 1e6,
      other: definitions.site(other),
    })),
    told: ongoing ? (loop.ongoing?.evidence.location ?? null) : null,
    collected: loop.collected / 1e6,
    embedded: definitions.hello?.platform === 'emscripten',
    parkedAt: definitions.site(resumed),
    definedAt: task === null ? null : definitions.site(task.code),
    victims: timerVictims(state, loop, task, t),
  };
  const { ongoing: told } = loop;
  loop.ongoing = null;
  return told === null ? state.warningLog.apply(slowCallback, fact) : state.warningLog.retell(told, slowCallback, fact);
}

/** Timers that came due meanwhile and could not run; the longest overdue first. One that is due for `task` itself is its own, as for a time limit. */
function timerVictims(state: InspectorState, loop: LoopState, task: Task | null, t: number): Victim[] {
  return loop.timers
    .first(VICTIMS_KEPT, loop.microsAt(t))
    .filter((timer) => task === null || timerTask(timer) !== task)
    .map((timer) => ({ label: timerName(state, timer), delay: (t - Math.max(loop.timeOf(timer.when), loop.time)) / 1e6 }));
}
