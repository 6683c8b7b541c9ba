/** The rows that come seldom, or in samples. */
import { decodeRow, type LoopEvent } from '../events/rows';
import { Complaint, type Ending, FIRST_NAME_ID, LoopFlag, Outcome, OverheadCause, type ThreadAction } from '../events/schema';
import { destroyedPending } from '../rules/destroyedPending';
import { exceptionNeverRetrieved } from '../rules/exceptionNeverRetrieved';
import { neverAwaited } from '../rules/neverAwaited';
import { unreferencedTask } from '../rules/unreferencedTask';
import { wrongThread } from '../rules/wrongThread';
import { noteStillBlocking } from './blocking';
import { noteCycle, reportStuck } from './deadlocks';
import { taskName } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import { foldCancelAsked, foldPause, foldPaused } from './pauses';
import { foldPrimitive, foldWaitsIn } from './primitives';
import { QueuedBy } from './queuedBy';
import { noteReached } from './reached';
import { endTurn } from './slowIterations';
import type { InspectorState } from './state';
import { NOT_RECORDED, TaskRecord, TaskDouble, TaskInt, TaskStatus } from './taskColumns';
import { addStep, endRest } from './steps';
import { createTask, dropTimer, endStatus, endStep, endTask, liveTask, resolve, resume } from './taskLife';
import { skipTurn, syncQueue } from './turns';
import { cedesAt } from './waits';

/** Futures that failed and of which asyncio may yet complain. */
const FAILURES_KEPT = 1000;

type EventOf<Kind extends LoopEvent['kind']> = Extract<LoopEvent, { readonly kind: Kind }>;

export function foldSeldomRow(state: InspectorState, loop: LoopState, words: Uint32Array, at: number): void {
  const event = decodeRow(words, at);
  if ('t' in event) state.tell(loop, event.t);
  switch (event.kind) {
    case 'taskCreated':
      foldTaskCreated(state, loop, event);
      break;
    case 'taskNamed': {
      // Makes no task: an eager one may have ended before it is named.
      const task = knownTask(loop, event.task);
      if (task !== null) state.names.rename(task, event.name);
      break;
    }
    case 'timerCancelled':
      dropTimer(state, loop, loop.timers.find(event.handle));
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
      dropTimer(state, loop, loop.timers.find(event.handle));
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
      if (future !== null && !future.isTask && !state.programEnded) resolve(state, loop, future.slot);
      break;
    }
    case 'overhead':
      if (event.cause === OverheadCause.paused) foldPaused(loop, event.tBegin, event.tEnd);
      else loop.addOverhead(event.tBegin, event.tEnd);
      state.tell(loop, event.tEnd);
      break;
    case 'pause':
      foldPause(state, loop, event.t, event.task, event.ready);
      break;
    case 'cancelAsked':
      foldCancelAsked(state, loop, event.ready);
      break;
    case 'cancelCalled':
      foldCancelCalled(loop, event);
      break;
    case 'taskNumbers':
      loop.numbersFrom = event.from;
      break;
    case 'readySample':
      // Beside a stack sample it is taken in the middle of a step, whose own handle has left the queue.
      if (loop.runningAddress !== 0) syncQueue(state, loop, event.ready + 1, knownTask(loop, loop.runningAddress)?.serial ?? -loop.runningName, event.t - loop.overhead);
      loop.sample.begin(event.count);
      for (const task of loop.sampledTasks) noteCycle(state, loop, task);
      loop.sampledTasks.length = 0;
      break;
    case 'readyHandle':
      foldReadyHandle(state, loop, event);
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
    case 'time':
      break;
    case 'wroteErrors':
      state.timeline?.addOutput('stderr', event.t);
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
        called: event.action < FIRST_NAME_ID ? '' : state.definitions.name(event.action),
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
  const { columns } = state.tasks;
  // Looked up first: the creator may have been where the task is now.
  const creator = event.creator === 0 ? 0 : loop.objects.find(event.creator);
  const parent = creator > 0 ? columns.serial[creator]! : 0;
  const row = createTask(state, loop, event.task);
  loop.recording.add(state.costs.task);
  columns.defaultName[row] = event.defaultName === 0 ? 0 : loop.numbersFrom + event.defaultName;
  columns.createdSite[row] = event.site;
  columns.code[row] = event.code;
  columns.parent[row] = parent;
  if (!state.definitions.isDropped(event.site)) return;
  state.warningLog.apply(unreferencedTask, { createdAt: state.definitions.site(event.site), definedAt: state.definitions.site(event.code) });
}

function foldWoken(loop: LoopState, { task: address, cancelled, site }: EventOf<'woken'>): void {
  const task = knownTask(loop, address);
  if (task === null) return;
  task.nextWakerSite = site;
  if (cancelled) task.cancelQueued = true;
}

function foldCancelCalled(loop: LoopState, { task: address, site, by }: EventOf<'cancelCalled'>): void {
  const task = knownTask(loop, address);
  if (task === null || task.ended) return;
  task.setCancelled(knownTask(loop, by)?.serial ?? QueuedBy.unknown, site);
}

function foldMember(loop: LoopState, { future: address, task: member }: EventOf<'member'>): void {
  const future = loop.objects.get(address);
  const task = knownTask(loop, member);
  if (future === null || future.isTask || future.done || task === null) return;
  future.addMember(task);
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
  loop.recording.add(state.costs.eager);
  const row = liveTask(state, loop, address);
  const { columns } = state.tasks;
  // without the inspector's own time up to now
  const end = t - loop.overhead;
  endRest(columns, row, end - length, 0);
  addStep(columns, row, length, Math.max(0, length - inner), end);
  state.timeline?.addEagerStep(columns, row, t, length);
  columns.status[row] = TaskStatus.parked;
  columns.ints[row * TaskRecord.ints + TaskInt.eagerOpen] = 1;
  columns.doubles[row * TaskRecord.doubles + TaskDouble.suspendedAt] = t;
}

function foldEagerEnd(state: InspectorState, loop: LoopState, { task: address, w }: EventOf<'eagerEnd'>): void {
  const task = liveTask(state, loop, address);
  resume(state, loop, task);
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
  state.waits.put(state.tasks.columns, task.index, state.waits.chain(chain));
  if (task.waitsOn === null) return;
  if (!task.waitsOn.isTask) task.waitsOn.forgetMembers(); // told anew
  loop.sampledTasks.push(task);
}

function foldLoopStarted(loop: LoopState, { t, loopTime, flags, name }: EventOf<'loopStarted'>): void {
  if (t >= loop.activity.end) loop.activity.advance(t, loop.rows);
  if (loop.time !== 0) loop.history.rest(loop.time, t);
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
  loop.pausedAt = 0;
  loop.time = t;
  loop.userTime = t - loop.overhead;
  loop.leftInTurn = 0;
  loop.endObserved();
  syncQueue(state, loop, ready, QueuedBy.unknown, loop.userTime);
}

function foldFutureDone(state: InspectorState, loop: LoopState, { future: address, outcome }: EventOf<'futureDone'>): void {
  const found = loop.objects.get(address);
  if (found === null) return;
  if (!found.isTask) {
    if (outcome === Outcome.failed) noteFailure(loop, address, found.site);
    resolve(state, loop, found.slot);
  } else {
    const status = endStatus(outcome);
    if (status === null || found.ended) return;
    if (status === TaskStatus.done) found.outcome = NOT_RECORDED;
    endTask(state, loop, found.index, status);
  }
}

function noteFailure({ failedFutures }: LoopState, address: number, site: number): void {
  failedFutures.delete(address);
  failedFutures.set(address, site);
  if (failedFutures.size > FAILURES_KEPT) failedFutures.delete(failedFutures.keys().next().value!);
}

function foldReadyHandle(state: InspectorState, loop: LoopState, { handle, task: address, name }: EventOf<'readyHandle'>): void {
  loop.sample.add(handle, address, name);
  const task = knownTask(loop, address);
  if (task?.status !== TaskStatus.parked) return;
  state.tasks.columns.status[task.index] = TaskStatus.ready;
  task.readySince = loop.userTime;
  if (task.waitsOn !== null && !task.waitsOn.isTask) resolve(state, loop, task.waitsOn.slot);
}

function foldComplaint(state: InspectorState, loop: LoopState, { object, message }: EventOf<'complaint'>): void {
  const task = knownTask(loop, object);
  const future = loop.objects.get(object);
  const { definitions } = state;
  const made = task?.createdSite ?? (future !== null && !future.isTask ? future.site : loop.failedFutures.get(object)) ?? 0;
  const where = {
    task: task === null ? null : taskName(state, task),
    createdAt: definitions.site(made),
    definedAt: definitions.site(task?.code ?? 0),
  };
  if (message === Complaint.destroyedPending) {
    if (state.programEnded) return; // it is pending at exit
    if (task !== null && !task.ended) endTask(state, loop, task.index, TaskStatus.destroyed);
    state.warningLog.apply(destroyedPending, where);
  } else {
    const text = message === Complaint.exceptionNeverRetrieved ? (task?.outcome ?? 0) : message;
    state.warningLog.apply(exceptionNeverRetrieved, { ...where, exception: definitions.name(text) });
  }
}

function foldTaskOutcome(state: InspectorState, loop: LoopState, { task: address, name, outcome }: EventOf<'taskOutcome'>): void {
  const task = knownTask(loop, address);
  if (task === null) return;
  task.outcome = name;
  const status = endStatus(outcome);
  if (task.eagerOpen && status !== null) endTask(state, loop, task.index, status);
}

/** The first yield point of a step that cedes is the innermost: that is where the task is parked. */
function foldCeded(state: InspectorState, loop: LoopState, { site, task: address }: EventOf<'ceded'>): void {
  const place = state.definitions.site(site);
  if (place !== null) state.addCeded(place);
  const task = address === 0 ? null : knownTask(loop, address);
  if (task === null || task.ended) return;
  cedesAt(state, loop, state.tasks.columns, task.index, site);
  if (task.cededInStep === task.steps) return;
  task.cededInStep = task.steps;
  task.resumedSite = task.parkedSite;
  task.parkedSite = site;
}
