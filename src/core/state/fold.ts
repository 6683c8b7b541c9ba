/**
 * The fold: frames in, state out. The rows that come a million times a second are read here, word by
 * word and without making objects; the others in `seldomRows.ts`.
 */
import type { Frame } from '../events/frames';
import { HALVES } from '../events/rows';
import { FIRST_NAME_ID, FIRST_TASK_ID, Outcome, RowKind } from '../events/schema';
import { noteBlocking } from './blocking';
import { closeHoles } from './closeHoles';
import type { LoopState } from './loopState';
import { QueuedBy } from './queuedBy';
import { recordingCosts } from './recordingCost';
import { retireLoops } from './retireLoops';
import { foldSeldomRow } from './seldomRows';
import type { InspectorState } from './state';
import { endWait } from './waits';
import { FutureRecord, FutureInt, TimerRecord, TimerInt } from './objectColumns';
import { TaskRecord, TaskDouble } from './taskColumns';
import { createFuture, dropTimer, endStep, liveTask, pendingFuture, resolve, resume } from './taskLife';
import { endTurn } from './slowIterations';
import { addStep, wake } from './steps';
import { syncQueue, takeTurn } from './turns';

const TWO_32 = 2 ** 32;

/** Takes the next frame of the stream into `state`. How the stream is cut into frames makes no difference. */
export function foldFrame(state: InspectorState, frame: Frame): void {
  switch (frame.kind) {
    case 'definitions':
      for (const definition of frame.definitions) {
        state.definitions.define(definition);
        if (definition[0] === 'speed') state.costs = recordingCosts(state.definitions.hello?.platform ?? '', definition[1], definition[2]);
        if (definition[0] === 'hello' && state.timeline !== null) state.timeline.begin = definition[1].clock;
      }
      break;
    case 'output':
      state.outputBytes += frame.bytes.length;
      state.timeline?.addOutput(frame.stream, frame.t);
      break;
    case 'rows':
      if (!state.loops.has(frame.loop)) retireLoops(state);
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
          loop.recording.add(state.costs.future);
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
    // not before: a row of the stream tells of rows of tasks
    if (state.tasks.isHollow) closeHoles(state);
  }
  state.events += Math.floor(words.length / HALVES);
}

function foldIteration(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  let t = words[at]! + words[at + 1]! * TWO_32;
  let selectStart = words[at + 4]! + words[at + 5]! * TWO_32;
  const ready = words[at + 6]!;
  // paused in select, which has returned meanwhile: the loop's time stands until a handle may run
  if (loop.pausedAt !== 0 && loop.pausedAt >= loop.time) t = Math.min(t, loop.pausedAt);
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  endTurn(state, loop);
  if (selectStart !== 0) {
    selectStart = loop.beforePause(selectStart);
    const overhead = loop.overheadSince(selectStart);
    loop.idleOverhead += overhead;
    loop.idle += Math.max(0, t - selectStart - overhead);
    loop.activity.addIdle(selectStart, t);
  }
  loop.history.turn(t, selectStart, ready);
  const end = t - loop.overhead;
  syncQueue(state, loop, ready, QueuedBy.io, end, words[at + 7]);
  loop.leftInTurn = loop.queue.length;
  loop.iterations += 1;
  loop.recording.add(selectStart === 0 && loop.io.total === 0 ? state.costs.spared : state.costs.iteration, 0);
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
  const row = liveTask(state, loop, address);
  const { columns } = state.tasks;
  wake(columns, row, takeTurn(state, loop, address, row, 0));
  const suspendedAt = row * TaskRecord.doubles + TaskDouble.suspendedAt;
  if (columns.doubles[suspendedAt] !== 0) endWait(state, loop, columns, row);
  columns.doubles[suspendedAt] = t;
  if (length >= state.slowNs) noteBlocking(state, loop, state.tasks.at(row), 0, length, t);
  else loop.shares.addTask(columns.code[row]!, length);
  resume(state, loop, row);
  addStep(columns, row, length, loop.observed ? Math.max(0, length - eagerTime(loop)) : length, end);
  loop.busy += length;
  if (state.timeline !== null) state.timeline.addStep(loop, columns, row, t, length);
  const queued = syncQueue(state, loop, words[at + 6]! + words[at + 7]! * TWO_32, columns.serial[row]!, end);
  if (loop.newTimers.length > 0) ownTimers(state, loop, columns.serial[row]!);
  const { costs } = state;
  loop.recording.settle(w > Outcome.returnedUnrecorded ? costs.parked : w === Outcome.yielded ? costs.yielded : costs.ended, length, costs.apart);
  moveTo(loop, t, end);
  endStep(state, loop, row, w, queued > 1);
}

function foldCallback(state: InspectorState, loop: LoopState, words: Uint32Array, at: number, name: number): void {
  const t = words[at]! + words[at + 1]! * TWO_32;
  const handle = words[at + 4]! + words[at + 5]! * TWO_32;
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  const end = t - loop.overhead;
  const length = Math.max(0, end - loop.userTime);
  takeTurn(state, loop, handle, 0, name);
  if (loop.timers.size > 0) {
    const timer = loop.timers.find(handle);
    if (timer !== 0) {
      const { timers, futures } = state.objects;
      const future = timers.columns.ints[timer * TimerRecord.ints + TimerInt.future]!;
      loop.timers.remove(timer);
      if (future !== 0) {
        futures.columns.ints[future * FutureRecord.ints + FutureInt.timer] = 0;
        resolve(state, loop, future);
      }
    }
  }
  if (length >= state.slowNs) noteBlocking(state, loop, null, name, length, t);
  else loop.shares.addCallback(name, length);
  loop.busy += length;
  if (state.timeline !== null) state.timeline.addCallback(loop, t, length);
  syncQueue(state, loop, words[at + 6]! + words[at + 7]! * TWO_32, -name, end);
  if (loop.newTimers.length > 0) ownTimers(state, loop, -name);
  loop.recording.settle(state.costs.callback, length, state.costs.apart);
  moveTo(loop, t, end);
}

function foldTimer(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const handle = words[at]! + words[at + 1]! * TWO_32;
  const when = words[at + 4]! + words[at + 5]! * TWO_32;
  const what = words[at + 6]! + words[at + 7]! * TWO_32;
  const future = what >= FIRST_TASK_ID ? pendingFuture(state, loop, what) : 0;
  loop.recording.add(state.costs.timer);
  // its object must be gone; and no future is resolved by two
  const { timers, futures } = state.objects;
  dropTimer(state, loop, loop.timers.find(handle));
  const { ints } = futures.columns;
  const timerOf = future * FutureRecord.ints + FutureInt.timer;
  if (future !== 0) dropTimer(state, loop, ints[timerOf]!);
  const timer = timers.create(handle, when, future, future === 0 ? what : 0);
  loop.timers.add(timer);
  if (future !== 0) {
    ints[timerOf] = timer;
    loop.pending.remove(future);
  } else loop.newTimers.push(timer);
}

/** The step or callback that has ended, `by`, set the new timers. */
function ownTimers(state: InspectorState, loop: LoopState, by: number): void {
  const { ints } = state.objects.timers.columns;
  for (const slot of loop.newTimers) ints[slot * TimerRecord.ints + TimerInt.setBy] = by;
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
