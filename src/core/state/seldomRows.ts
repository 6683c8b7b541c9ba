/** The rows that come seldom, or in samples. */
import { decodeRow, type LoopEvent } from '../events/rows';
import { Complaint, type Ending, LoopFlag, type ThreadAction } from '../events/schema';
import { destroyedPending } from '../rules/destroyedPending';
import { exceptionNeverRetrieved } from '../rules/exceptionNeverRetrieved';
import { neverAwaited } from '../rules/neverAwaited';
import { unreferencedTask } from '../rules/unreferencedTask';
import { wrongThread } from '../rules/wrongThread';
import { noteStillBlocking } from './blocking';
import { noteCycle, reportStuck } from './deadlocks';
import { taskName } from './labels';
import type { LoopState } from './loopState';
import { QueuedBy, type Task } from './objects';
import { foldPrimitive, foldWaitsIn } from './primitives';
import { noteReached } from './reached';
import { endTurn } from './slowIterations';
import type { InspectorState } from './state';
import { TaskStatus } from './taskColumns';
import { createTask, endStatus, endStep, endTask, liveTask, resolve, resume } from './taskLife';
import { skipTurn, syncQueue } from './turns';

type EventOf<Kind extends LoopEvent['kind']> = Extract<LoopEvent, { readonly kind: Kind }>;

export function foldSeldomRow(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const event = decodeRow(words, at);
  switch (event.kind) {
    case 'taskCreated':
      foldTaskCreated(state, loop, event);
      break;
    case 'taskNamed':
      state.names.rename(liveTask(state, loop, event.task), event.name);
      break;
    case 'timerCancelled':
      dropTimer(loop, event.handle);
      break;
    case 'threadsafe':
      loop.threadsafe += 1;
      loop.thread = event.thread;
      break;
    case 'eagerStep':
      foldEagerStep(state, loop, event);
      break;
    case 'eagerEnd':
      foldEagerEnd(state, loop, event);
      break;
    case 'parked':
      foldParked(state, loop, event);
      break;
    case 'handleSkipped':
      dropTimer(loop, event.handle);
      skipTurn(state, loop, event.handle);
      syncQueue(state, loop, event.ready, QueuedBy.unknown, loop.userTime);
      break;
    case 'loopStarted':
      foldLoopStarted(loop, event);
      break;
    case 'loopStopped':
      foldLoopStopped(state, loop, event);
      break;
    case 'futureDone':
      foldFutureDone(state, loop, event);
      break;
    case 'futureGone': {
      const future = loop.objects.get(event.future);
      if (future !== undefined && !future.isTask && !state.programEnded) resolve(loop, future);
      break;
    }
    case 'overhead':
      loop.overhead += Math.max(0, event.tEnd - event.tBegin);
      loop.recentOverhead.push(event.tBegin, event.tEnd);
      break;
    case 'readySample':
      // Beside a stack sample it is taken in the middle of a step, whose own handle has left the queue.
      if (loop.runningAddress !== 0) syncQueue(state, loop, event.ready + 1, knownTask(loop, loop.runningAddress)?.serial ?? -loop.runningName, event.t - loop.overhead);
      loop.sample.begin(event.count);
      for (const task of loop.sampledTasks) noteCycle(state, loop, task);
      loop.sampledTasks.length = 0;
      break;
    case 'readyHandle':
      foldReadyHandle(loop, event);
      break;
    case 'stackSample':
      loop.observed = true;
      loop.lastStack = event.stack;
      loop.samples.add(event.stack, event.t - loop.overhead, loop.userTime, event.seen, event.other);
      noteStillBlocking(state, loop, event.t);
      break;
    case 'collected':
      loop.observed = true;
      loop.collected += Math.max(0, event.tEnd - event.tBegin);
      break;
    case 'running':
      loop.observed = true;
      loop.runningAddress = event.handle;
      loop.runningName = event.name;
      break;
    case 'neverAwaited':
      state.warningLog.apply(neverAwaited, { site: state.definitions.site(event.site), definedAt: state.definitions.site(event.code) });
      break;
    case 'complaint':
      foldComplaint(state, loop, event);
      break;
    case 'taskOutcome':
      foldTaskOutcome(state, loop, event);
      break;
    case 'ceded':
      foldCeded(state, loop, event);
      break;
    case 'stuck':
      reportStuck(state, loop);
      break;
    case 'programEnded':
      state.programEnded = true;
      state.ending = event.ending as Ending;
      state.endedBy = event.error;
      break;
    case 'drivenStarted':
      state.driven.start(event.object, event.drivenKind, event.code, event.site);
      break;
    case 'driven':
      state.driven.act(event.object, event.action, event.name, event.site);
      break;
    case 'woken':
      foldWoken(loop, event);
      break;
    case 'wrongThread':
      state.warningLog.apply(wrongThread, {
        action: event.action as ThreadAction,
        thread: state.definitions.name(event.thread),
        site: state.definitions.site(event.site),
      });
      break;
    case 'reached':
      noteReached(state, event.site, event.visits);
      break;
    case 'primitive':
      foldPrimitive(loop, event);
      break;
    case 'waitsIn':
      foldWaitsIn(loop, event);
      break;
    case 'member':
      foldMember(loop, event);
      break;
    case 'ioSample':
      loop.io.begin(event.total, event.count);
      break;
    case 'ioWatch':
      loop.io.add({ descriptor: event.descriptor, what: event.watch, name: event.name });
      break;
    case 'context': {
      const task = knownTask(loop, event.task);
      if (task !== null) task.context = event.name;
      break;
    }
    default:
      state.unknownRows += 1;
  }
}

/** The last task at `address`, also if it has ended; null if none was ever there. */
function knownTask(loop: LoopState, address: number): Task | null {
  const found = loop.objects.get(address);
  return found?.isTask ? found : null;
}

function foldTaskCreated(state: InspectorState, loop: LoopState, event: EventOf<'taskCreated'>): void {
  // Looked up first: the creator may have been where the task is now.
  const parent = event.creator === 0 ? null : knownTask(loop, event.creator);
  const task = createTask(state, loop, event.task);
  loop.recording += state.costs.task;
  task.defaultName = event.defaultName;
  task.createdSite = event.site;
  task.code = event.code;
  task.parent = parent?.serial ?? 0;
  if (!state.definitions.isDropped(event.site)) return;
  state.warningLog.apply(unreferencedTask, { createdAt: state.definitions.site(event.site), definedAt: state.definitions.site(event.code) });
}

function foldWoken(loop: LoopState, { task: address, cancelled, site }: EventOf<'woken'>): void {
  const task = knownTask(loop, address);
  if (task === null) return;
  task.nextWakerSite = site;
  if (cancelled) task.cancelQueued = true;
}

function foldMember(loop: LoopState, { future: address, task: member }: EventOf<'member'>): void {
  const future = loop.objects.get(address);
  const task = knownTask(loop, member);
  if (future === undefined || future.isTask || future.done || task === null) return;
  future.members ??= [];
  future.members.push(task);
}

function dropTimer(loop: LoopState, handle: number): void {
  const timer = loop.timers.get(handle);
  if (timer === undefined) return;
  loop.timers.remove(timer);
  if (timer.future === null) return;
  timer.future.timer = null;
  if (!timer.future.done) loop.pending.add(timer.future);
}

/** An eager task runs inside of another step, whose own time this is not. */
function foldEagerStep(state: InspectorState, loop: LoopState, { t, task: address, tBegin }: EventOf<'eagerStep'>): void {
  const length = Math.max(0, t - tBegin - loop.overheadSince(tBegin));
  let inner = 0;
  const { eagerSteps } = loop;
  while (eagerSteps.length > 0 && eagerSteps[eagerSteps.length - 2]! >= tBegin) {
    inner += eagerSteps.pop()!;
    eagerSteps.pop();
  }
  eagerSteps.push(tBegin, length);
  loop.observed = true;
  const task = liveTask(state, loop, address);
  task.addStep(length, Math.max(0, length - inner));
  task.status = TaskStatus.parked;
  task.eagerOpen = true;
}

function foldEagerEnd(state: InspectorState, loop: LoopState, { task: address, w }: EventOf<'eagerEnd'>): void {
  const task = liveTask(state, loop, address);
  resume(loop, task);
  endStep(state, loop, task, w);
}

function foldParked(state: InspectorState, loop: LoopState, { task: address, chain, waitsFor }: EventOf<'parked'>): void {
  const task = knownTask(loop, address);
  if (task === null || task.ended) return;
  task.chain = chain;
  state.addCededChain(chain);
  const place = state.definitions.chainPlace(chain);
  if (place !== 0) task.parkedSite = place;
  task.waitsIn = waitsFor;
  if (task.waitsOn === null) return;
  if (!task.waitsOn.isTask) task.waitsOn.members = null; // told anew
  loop.sampledTasks.push(task);
}

function foldLoopStarted(loop: LoopState, { t, loopTime, flags, name }: EventOf<'loopStarted'>): void {
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  loop.isRunning = true;
  loop.name = name;
  loop.hidesQueue = (flags & LoopFlag.hidesQueue) !== 0;
  loop.clockAt = t;
  loop.clockMicros = loopTime;
  loop.time = t;
  loop.userTime = t - loop.overhead;
  loop.leftInTurn = 0;
  loop.queue.restamp(loop.userTime);
  loop.endObserved();
}

function foldLoopStopped(state: InspectorState, loop: LoopState, { t, ready }: EventOf<'loopStopped'>): void {
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  endTurn(state, loop);
  loop.isRunning = false;
  loop.time = t;
  loop.userTime = t - loop.overhead;
  loop.leftInTurn = 0;
  loop.endObserved();
  syncQueue(state, loop, ready, QueuedBy.unknown, loop.userTime);
}

function foldFutureDone(state: InspectorState, loop: LoopState, { future: address, outcome }: EventOf<'futureDone'>): void {
  const found = loop.objects.get(address);
  if (found === undefined) return;
  if (!found.isTask) resolve(loop, found);
  else {
    const status = endStatus(outcome);
    if (status !== null && !found.ended) endTask(state, loop, found, status);
  }
}

function foldReadyHandle(loop: LoopState, { handle, task: address, name }: EventOf<'readyHandle'>): void {
  loop.sample.add(handle, address, name);
  const task = knownTask(loop, address);
  if (task?.status !== TaskStatus.parked) return;
  task.status = TaskStatus.ready;
  if (task.waitsOn !== null && !task.waitsOn.isTask) resolve(loop, task.waitsOn);
}

function foldComplaint(state: InspectorState, loop: LoopState, { object, message }: EventOf<'complaint'>): void {
  const task = knownTask(loop, object);
  const { definitions } = state;
  const where = {
    task: task === null ? null : taskName(state, task),
    createdAt: definitions.site(task?.createdSite ?? 0),
    definedAt: definitions.site(task?.code ?? 0),
  };
  if (message === Complaint.destroyedPending) {
    if (state.programEnded) return; // it is pending at exit
    if (task !== null && !task.ended) endTask(state, loop, task, TaskStatus.destroyed);
    state.warningLog.apply(destroyedPending, where);
  } else if (message === Complaint.exceptionNeverRetrieved) {
    state.warningLog.apply(exceptionNeverRetrieved, { ...where, exception: definitions.name(task?.outcome ?? 0) });
  }
}

function foldTaskOutcome(state: InspectorState, loop: LoopState, { task: address, name, outcome }: EventOf<'taskOutcome'>): void {
  const task = knownTask(loop, address);
  if (task === null) return;
  task.outcome = name;
  const status = endStatus(outcome);
  if (task.eagerOpen && status !== null) endTask(state, loop, task, status);
}

/** The first yield point of a step that cedes is the innermost: that is where the task is parked. */
function foldCeded(state: InspectorState, loop: LoopState, { site, task: address }: EventOf<'ceded'>): void {
  const place = state.definitions.site(site);
  if (place !== null) state.addCeded(place);
  const task = address === 0 ? null : knownTask(loop, address);
  if (task === null || task.ended || task.cededInStep === task.steps) return;
  task.cededInStep = task.steps;
  task.resumedSite = task.parkedSite;
  task.parkedSite = site;
}
