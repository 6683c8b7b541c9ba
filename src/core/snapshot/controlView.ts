/** Whether the loops go on, and what comes next if they do not. */
import { handleName } from '../state/labels';
import type { LoopState } from '../state/loopState';
import { pausedSince } from '../state/pauses';
import type { Task } from '../state/objects';
import { type RunningHandle, runningHandle, taskAt } from '../state/running';
import type { InspectorState } from '../state/state';
import type { ControlRequest, ControlView } from './control';

/** Undefined: nobody has asked for anything. `partly`: see `ControlView`. */
export function controlView(state: InspectorState, request: ControlRequest | undefined, partly: string | null): ControlView | undefined {
  if (request === undefined || state.ended || (!request.paused && request.speed === null)) return undefined;
  const next = nextHandle(state);
  return {
    mode: !request.paused ? 'running' : pausedSince(state) === null ? 'pausing' : 'paused',
    before: next?.label ?? null,
    task: next?.task?.serial ?? null,
    speed: request.speed,
    ...(partly === null ? {} : { partly }),
  };
}

/** What the loops that stand run next; null: nothing is ready, or it is not known. */
export function nextHandle(state: InspectorState): { readonly task: Task | null; readonly label: string } | null {
  const loop = nextOf(state);
  const next = loop === null ? null : handleAfter(loop);
  if (next === null || (next.task === null && next.name === 0)) return null;
  return { task: next.task, label: handleName(state, next.task, next.name) };
}

/** What a loop that stands runs next. */
const handleAfter = (loop: LoopState): RunningHandle | null => (loop.hidesQueue ? { task: taskAt(loop, loop.pausedBefore), name: 0 } : runningHandle(loop));

/** The loop that will take the next step: the one that has stood before its handle for the longest time. */
function nextOf(state: InspectorState): LoopState | null {
  let next: LoopState | null = null;
  for (const loop of state.loops.values()) {
    if (loop.isRunning && loop.pausedAt !== 0 && handleAfter(loop) !== null && (next === null || loop.pausedAt < next.pausedAt)) next = loop;
  }
  return next;
}
