/**
 * The fold: frames in, state out. The rows that come a million times a second are read here, word by
 * word and without making objects; the others in `seldomRows.ts`.
 */
import type { Frame } from '../events/frames';
import { HALVES } from '../events/rows';
import { FIRST_NAME_ID, FIRST_TASK_ID, Outcome, RowKind } from '../events/schema';
import { noteBlocking } from './blocking';
import type { LoopState } from './loopState';
import { QueuedBy, Timer } from './objects';
import { recordingCosts } from './recordingCost';
import { foldSeldomRow } from './seldomRows';
import type { InspectorState } from './state';
import { createFuture, endStep, liveTask, pendingFuture, resolve, resume } from './taskLife';
import { endTurn } from './slowIterations';
import { syncQueue, takeTurn } from './turns';

const TWO_32 = 2 ** 32;

/** Takes the next frame of the stream into `state`. How the stream is cut into frames makes no difference. */
export function foldFrame(state: InspectorState, frame: Frame): void {
  switch (frame.kind) {
    case 'definitions':
      for (const definition of frame.definitions) {
        state.definitions.define(definition);
        if (definition[0] === 'hello') state.costs = recordingCosts(definition[1]);
      }
      break;
    case 'output':
      state.outputBytes += frame.bytes.length;
      break;
    case 'rows':
      foldRows(state, state.loop(frame.loop), frame.words);
      break;
  }
}

function foldRows(state: InspectorState, loop: LoopState, words: Uint32Array): void {
  for (let at = 0; at + HALVES <= words.length; at += HALVES) {
    const low = words[at + 2]!;
    const high = words[at + 3]!;
    if (high !== 0 || low >= FIRST_TASK_ID) foldStep(state, loop, words, at);
    else if (low >= FIRST_NAME_ID) foldCallback(state, loop, words, at, low);
    else {
      switch (low) {
        case RowKind.iteration:
          foldIteration(state, loop, words, at);
          break;
        case RowKind.futureCreated:
          loop.recording += state.costs.future;
          createFuture(
            state,
            loop,
            words[at]! + words[at + 1]! * TWO_32,
            words[at + 4]! + words[at + 5]! * TWO_32,
            words[at + 6]! + words[at + 7]! * TWO_32,
          );
          break;
        case RowKind.timerScheduled:
          foldTimer(state, loop, words, at);
          break;
        case RowKind.began:
          foldBegan(state, loop, words, at);
          break;
        default:
          foldSeldomRow(state, loop, words, at);
      }
    }
    loop.rows += 1;
  }
  state.events += Math.floor(words.length / HALVES);
}

function foldIteration(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const t = words[at]! + words[at + 1]! * TWO_32;
  const selectStart = words[at + 4]! + words[at + 5]! * TWO_32;
  const ready = words[at + 6]!;
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  endTurn(state, loop);
  if (selectStart !== 0) {
    const overhead = loop.overheadSince(selectStart);
    loop.idleOverhead += overhead;
    loop.idle += Math.max(0, t - selectStart - overhead);
    loop.activity.addIdle(selectStart, t);
  }
  const end = t - loop.overhead;
  syncQueue(state, loop, ready, QueuedBy.io, end, words[at + 7]);
  loop.leftInTurn = loop.queue.length;
  loop.iterations += 1;
  loop.recording += state.costs.iteration;
  moveTo(loop, t, end);
}

/** The one handle that such a loop is known to have runs. */
function foldBegan(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const t = words[at]! + words[at + 1]! * TWO_32;
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  const end = t - loop.overhead;
  syncQueue(state, loop, 1, QueuedBy.unknown, end);
  loop.leftInTurn = 1;
  moveTo(loop, t, end);
}

function foldStep(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const t = words[at]! + words[at + 1]! * TWO_32;
  const address = words[at + 2]! + words[at + 3]! * TWO_32;
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  const end = t - loop.overhead;
  const length = Math.max(0, end - loop.userTime);
  const w = words[at + 4]! + words[at + 5]! * TWO_32;
  const task = liveTask(state, loop, address);
  task.wake(takeTurn(state, loop, address, task, 0));
  if (length >= state.slowNs) noteBlocking(state, loop, task, 0, length, t);
  else loop.shares.addTask(task.code, length);
  resume(loop, task);
  task.addStep(length, loop.observed ? Math.max(0, length - eagerTime(loop)) : length);
  loop.busy += length;
  syncQueue(state, loop, words[at + 6]! + words[at + 7]! * TWO_32, task.serial, end);
  if (loop.newTimers.length > 0) ownTimers(loop, task.serial);
  loop.recording += w > Outcome.failed ? state.costs.parked : w === Outcome.yielded ? state.costs.yielded : state.costs.ended;
  moveTo(loop, t, end);
  endStep(state, loop, task, w);
}

function foldCallback(state: InspectorState, loop: LoopState, words: Uint32Array, at: number, name: number): void {
  const t = words[at]! + words[at + 1]! * TWO_32;
  const handle = words[at + 4]! + words[at + 5]! * TWO_32;
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  const end = t - loop.overhead;
  const length = Math.max(0, end - loop.userTime);
  takeTurn(state, loop, handle, null, name);
  if (loop.timers.size > 0) {
    const timer = loop.timers.get(handle);
    if (timer !== undefined) {
      loop.timers.remove(timer);
      if (timer.future !== null) resolve(loop, timer.future);
    }
  }
  if (length >= state.slowNs) noteBlocking(state, loop, null, name, length, t);
  else loop.shares.addCallback(name, length);
  loop.busy += length;
  syncQueue(state, loop, words[at + 6]! + words[at + 7]! * TWO_32, -name, end);
  if (loop.newTimers.length > 0) ownTimers(loop, -name);
  loop.recording += state.costs.callback;
  moveTo(loop, t, end);
}

function foldTimer(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const handle = words[at]! + words[at + 1]! * TWO_32;
  const when = words[at + 4]! + words[at + 5]! * TWO_32;
  const what = words[at + 6]! + words[at + 7]! * TWO_32;
  const future = what >= FIRST_TASK_ID ? pendingFuture(state, loop, what) : null;
  state.timers += 1;
  loop.recording += state.costs.timer;
  const timer = new Timer(state.timers, handle, when, future, future === null ? what : 0);
  const replaced = loop.timers.add(timer);
  if (replaced !== undefined && replaced.future !== null) replaced.future.timer = null;
  if (future !== null) {
    future.timer = timer;
    loop.pending.remove(future);
  } else loop.newTimers.push(timer);
}

/** The step or callback that has ended, `by`, set the new timers. */
function ownTimers(loop: LoopState, by: number): void {
  for (const timer of loop.newTimers) timer.setBy = by;
  loop.newTimers.length = 0;
}

/** `t` is the loop's last moment now: what runs next began then. */
function moveTo(loop: LoopState, t: number, userTime: number): void {
  loop.time = t;
  loop.userTime = userTime;
  if (loop.recentOverhead.length > 0) loop.recentOverhead.length = 0;
  if (loop.observed) loop.endObserved();
}

/** Time of the eager steps inside of the step that is ending; ns. */
function eagerTime(loop: LoopState): number {
  let sum = 0;
  for (let i = 1; i < loop.eagerSteps.length; i += 2) sum += loop.eagerSteps[i]!;
  return sum;
}
