/** What tasks, callbacks and waits are called. */
import { duration, taskLabel } from '../rules/messages';
import type { LoopState } from './loopState';
import { PrimitiveKind } from '../events/schema';
import type { Awaitable, Primitive, Task, Timer } from './objects';
import { QueuedBy, threadOf } from './queuedBy';
import type { InspectorState } from './state';
import { NOT_RECORDED } from './taskColumns';

export const taskName = (state: InspectorState, task: Task): string => state.names.text(task);

/** What asyncio's own callbacks are, for people who have not read its code. */
const ASYNCIO: Readonly<Record<string, string>> = { _set_result_unless_cancelled: 'end of a sleep' };

/** Name of a plain callback. */
export function callbackName(state: InspectorState, id: number): string {
  const name = state.definitions.name(id);
  return Object.hasOwn(ASYNCIO, name) ? ASYNCIO[name]! : name || 'callback';
}

/** The task's name, or the callback's, of a handle of which one of both is known. */
export const handleName = (state: InspectorState, task: Task | null, name: number): string =>
  task === null ? callbackName(state, name) : taskName(state, task);

/** The name of whoever queued a handle; null: not known. */
export function queuedByName(state: InspectorState, by: number): string | null {
  if (by === QueuedBy.unknown) return null;
  if (by === QueuedBy.io) return 'I/O';
  if (by === QueuedBy.timer) return 'a timer';
  if (by === QueuedBy.inspector) return 'Loop Inspector';
  const thread = threadOf(by);
  if (thread !== null) return `thread ${state.definitions.name(thread)}`;
  if (by < 0) return callbackName(state, -by);
  const task = state.tasks.find(by);
  return task === null ? `task #${by}` : taskName(state, task);
}

/** The task that a timer will wake, if it is a plain sleep. */
export const timerTask = (timer: Timer): Task | null => timer.future?.firstWaiter ?? null;

export function timerName(state: InspectorState, timer: Timer): string {
  const task = timerTask(timer);
  if (task !== null) return taskName(state, task);
  return timer.future === null ? callbackName(state, timer.name) : 'sleep';
}

/** What a parked task waits for, in words; '' if it waits for nothing. `now`: ns of the stream's clock; null: leave times out. */
export function waitsForText(state: InspectorState, loop: LoopState, task: Task, now: number | null): string {
  const target = task.waitsOn;
  if (target !== null && !target.isTask && target.timer !== null) return sleepText(loop, target.timer, now);
  if (target?.isTask) return taskNoun(taskName(state, target));
  if (task.primitive !== null && task.primitive.waiting > 0) return primitiveText(state, task.primitive);
  if (target !== null && target.members !== null && task.waitsIn !== 0) return membersText(state.definitions.name(task.waitsIn), target.members);
  if (task.waitsIn !== 0) return state.definitions.name(task.waitsIn);
  return target === null ? '' : futureName(target);
}

/** What a task can wait in. */
export const PRIMITIVE_NAMES: Readonly<Record<PrimitiveKind, string>> = {
  [PrimitiveKind.lock]: 'Lock',
  [PrimitiveKind.event]: 'Event',
  [PrimitiveKind.condition]: 'Condition',
  [PrimitiveKind.semaphore]: 'Semaphore',
  [PrimitiveKind.queueGet]: 'Queue.get',
  [PrimitiveKind.queuePut]: 'Queue.put',
  [PrimitiveKind.queueJoin]: 'Queue.join',
  [PrimitiveKind.barrier]: 'Barrier',
};

function primitiveText(state: InspectorState, { kind, waiting, detail, holder }: Primitive): string {
  const others = waiting > 1 ? `, ${waiting} waiting` : '';
  switch (kind) {
    case PrimitiveKind.lock:
      return `Lock${holder === null ? '' : ` held by ${taskNoun(taskName(state, holder))}`}${others}`;
    case PrimitiveKind.event:
      return `Event that is not set${others}`;
    case PrimitiveKind.condition:
      return `Condition to be notified${others}`;
    case PrimitiveKind.semaphore:
      return `Semaphore with ${detail === 0 ? 'no place' : `${detail} places`} free${others}`;
    case PrimitiveKind.queueGet:
      return `Queue.get, ${detail === 0 ? 'the queue is empty' : `${detail} in the queue`}${others}`;
    case PrimitiveKind.queuePut:
      return `Queue.put, the queue is full${detail > 0 ? ` (${detail})` : ''}${others}`;
    case PrimitiveKind.queueJoin:
      return `Queue.join, ${detail} unfinished${others}`;
    case PrimitiveKind.barrier:
      return `Barrier, ${waiting} of ${detail} are there`;
  }
}

function membersText(name: string, members: readonly Task[]): string {
  const pending = members.filter((member) => !member.ended).length;
  return `${name.replace(/\.__?aexit(__)?$/, '')}, ${pending} of ${members.length} pending`;
}

/** repr of a task's result or exception; null: it was None, or the task has not ended. */
export function outcomeText({ definitions }: InspectorState, { outcome }: Task): string | null {
  if (outcome === 0) return null;
  return outcome === NOT_RECORDED ? '(not recorded: too many results in a short time)' : definitions.name(outcome);
}

export const futureName = (future: Awaitable): string => `future #${future.serial}`;

/** In the middle of a sentence: "task worker-3", but "Task-3" as it is. */
const taskNoun = (name: string): string => (taskLabel(name) === name ? name : `task ${name}`);

function sleepText(loop: LoopState, timer: Timer, now: number | null): string {
  if (now === null) return 'sleep';
  const left = (loop.timeOf(timer.when) - now) / 1e6;
  return left >= 0 ? `sleep, ${duration(left)} left` : `sleep, overdue by ${duration(-left)}`;
}
