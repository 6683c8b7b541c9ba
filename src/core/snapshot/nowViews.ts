/** What a loop is about at this moment: running handle, ready queue, timers, pending futures, I/O. */
import { IoWhat } from '../events/schema';
import { callbackName, futureName, handleName, queuedByName, taskName, timerName, timerTask, waitsForText } from '../state/labels';
import type { LoopState } from '../state/loopState';
import type { Future, Task } from '../state/objects';
import { userSite } from '../state/definitionTable';
import { queuedHandle, runningHandle, taskAt } from '../state/running';
import type { InspectorState } from '../state/state';
import { locationOf } from './locations';
import type { FutureView, HandleView, IoWatchView, RunningView, TimerView } from './protocol';

/** What a handle is called of which only its place in the queue is known. */
const UNKNOWN_HANDLE = 'handle';
const WAITERS_NAMED = 5;
/** Serial numbers of handles of different loops must differ. */
const LOOPS = 1024;

/** `now` here and below: ns of the stream's clock. */
export function runningView(state: InspectorState, loop: LoopState, now: number): RunningView | null {
  const running = loop.pausedAt === 0 ? runningHandle(loop) : null;
  if (running === null) return null;
  const stack = state.definitions.stack(loop.lastStack);
  return {
    ...(loop.queue.length === 0 ? {} : { handle: handleId(loop, 0) }),
    label: running.task === null && running.name === 0 ? unknownLabel(state, loop) : labelOf(state, running.task, running.name),
    task: running.task?.serial ?? null,
    elapsed: loop.runningFor(now) / 1e6,
    location: locationOf(userSite(stack)),
  };
}

/** Of the handle at `index` of the queue: the same as long as it stands there. */
const handleId = (loop: LoopState, index: number): number => (loop.queue.taken + index) * LOOPS + (loop.serial % LOOPS);

/** The first `count` handles that wait for their turn. */
export function readyViews(state: InspectorState, loop: LoopState, now: number, count: number): HandleView[] {
  const first = inRun(loop) ? 1 : 0;
  const last = Math.min(loop.queue.length, first + count);
  const views: HandleView[] = [];
  for (let index = first; index < last; index++) {
    const { task, name } = queuedHandle(loop, index);
    views.push({
      id: handleId(loop, index),
      label: labelOf(state, task, name),
      task: task?.serial ?? null,
      waiting: Math.max(0, now - loop.overhead - loop.queue.sinceAt(index)) / 1e6,
      queuedBy: queuedByName(state, loop.queue.byAt(index)),
    });
  }
  return views;
}

/** Handles that wait for their turn, in all. */
export const readyTotal = (loop: LoopState): number => Math.max(0, loop.queue.length - (inRun(loop) ? 1 : 0));

/** A handle has been begun; before a pause ends, the next has not. */
const inRun = (loop: LoopState): boolean => loop.inStep && loop.pausedAt === 0;

export function timerViews(state: InspectorState, loop: LoopState, now: number, count: number): TimerView[] {
  return loop.timers.first(count).map((timer) => ({
    id: timer.serial,
    label: timerName(state, timer),
    task: timerTask(timer)?.serial ?? null,
    dueIn: (loop.timeOf(timer.when) - now) / 1e6,
    setBy: timer.future === null ? queuedByName(state, timer.setBy) : null,
  }));
}

/** The oldest `count` pending futures; not those that a timer will resolve, which are among the timers. */
export function futureViews(state: InspectorState, loop: LoopState, now: number, count: number): FutureView[] {
  const views: FutureView[] = [];
  for (let future = loop.pending.first; future !== null && views.length < count; future = future.next) views.push(futureView(state, loop, future, now));
  return views;
}

const IO_KINDS: Readonly<Record<number, IoWatchView['kind']>> = { [IoWhat.reads]: 'reads', [IoWhat.writes]: 'writes', [IoWhat.signal]: 'signal' };

/** What the loop watches besides its timers. */
export const ioViews = (state: InspectorState, loop: LoopState): IoWatchView[] =>
  loop.io.list.map(({ descriptor, what, name }) => ({ descriptor, kind: IO_KINDS[what] ?? 'reads', label: callbackName(state, name) }));

/** What its first waiter waits in; "" if it is just that future. */
function purposeOf(state: InspectorState, loop: LoopState, future: Future): string {
  if (future.firstWaiter === null) return '';
  const text = waitsForText(state, loop, future.firstWaiter, null);
  return text === futureName(future) ? '' : text;
}

function futureView(state: InspectorState, loop: LoopState, future: Future, now: number): FutureView {
  const creator = taskAt(loop, future.creator);
  const waiters: FutureView['waiters'][number][] = [];
  for (let task: Task | null = future.firstWaiter; task !== null && waiters.length < WAITERS_NAMED; task = task.nextWaiter) {
    waiters.push({ task: task.serial, name: taskName(state, task) });
  }
  return {
    id: future.serial,
    age: Math.max(0, now - future.createdAt) / 1e6,
    waiters,
    waiterCount: future.waiterCount,
    // A task made later at the same address is another one.
    createdBy: creator !== null && creator.createdAt <= future.createdAt ? taskName(state, creator) : null,
    createdAt: locationOf(state.definitions.site(future.site)),
    purpose: purposeOf(state, loop, future),
  };
}

const labelOf = (state: InspectorState, task: Task | null, name: number): string =>
  task === null && name === 0 ? UNKNOWN_HANDLE : handleName(state, task, name);

/** Of the running handle at least who queued it is known. */
function unknownLabel(state: InspectorState, loop: LoopState): string {
  const queuedBy = loop.queue.length === 0 ? null : queuedByName(state, loop.queue.byAt(0));
  return queuedBy === null ? UNKNOWN_HANDLE : `${UNKNOWN_HANDLE} queued by ${queuedBy}`;
}
