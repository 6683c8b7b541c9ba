/** The sentences of the warnings. Everything that a rule says to people is here. */
import { ThreadAction } from '../events/schema';
import type {
  DeadlockEvidence,
  Evidence,
  ExceptionNeverRetrievedEvidence,
  PendingAtExitEvidence,
  SlowIterationEvidence,
  WrongThreadEvidence,
} from './evidence';
import { slowCallback } from './slowCallbackMessage';
import { duration, fileName, taskLabel } from './words';

/** A complete text of one or more sentences for `evidence`, which was found `count` times; one line, whatever names and exceptions say. */
export const message = (evidence: Evidence, count: number): string => sentences(evidence, count).replace(/\s*\n\s*/g, ' ');

function sentences(evidence: Evidence, count: number): string {
  switch (evidence.code) {
    case 'slow-callback':
      return slowCallback(evidence, count);
    case 'never-awaited':
      return `${subject('The coroutine', evidence.coroutine, 'A coroutine')} was never awaited${times(count)}: calling it only makes a coroutine object, none of its code ran.`;
    case 'exception-never-retrieved':
      return exceptionNeverRetrieved(evidence, count);
    case 'destroyed-pending':
      return `${taskWithCount(evidence.task, evidence.coroutine, count)} garbage-collected while pending: a loop holds tasks by weak references only. Keep what create_task returns until it is done.`;
    case 'pending-at-exit':
      return pendingAtExit(evidence, count);
    case 'deadlock':
      return deadlock(evidence);
    case 'slow-iteration':
      return slowIteration(evidence, count);
    case 'busy-wait':
      return `${taskLabel(evidence.task ?? '')} gave up control ${evidence.yields} times in ${duration(evidence.duration)} without waiting for anything: it looks again and again and keeps a core busy. Wait for what it looks for (an asyncio.Event, a Future, a Queue), or sleep for a while in between.`;
    case 'never-cedes':
      return `This await was reached ${evidence.visits} times or more and never gave control back to the loop: what it awaits always had its result at once, so no other task had a turn here.`;
    case 'unreferenced-task':
      return `The task${evidence.coroutine === '' ? '' : ` of ${evidence.coroutine}`} that is made here is thrown away${times(count)}: the loop holds tasks by weak references only, so it may be garbage-collected before it is done. Keep it, for example in a set, until then.`;
    case 'wrong-thread':
      return wrongThread(evidence, count);
    case 'starved':
      return `${evidence.handles === 1 ? 'A handle' : `${evidence.handles} handles`} waited up to ${duration(evidence.duration)} for a turn, ${evidence.label} longest, though no single step blocked: more was ready than the loop could run${count > 1 ? `. This was so in ${count} iterations; the worst is shown` : ''}.`;
  }
}

/** For those who name times and tasks as the warnings do. */
export { duration, taskLabel };

function exceptionNeverRetrieved({ task, exception, location }: ExceptionNeverRetrievedEvidence, count: number): string {
  const who = task === null ? 'A future' : taskLabel(task);
  const how = exception === '' ? 'failed' : `failed with ${exception}`;
  const advice = task === null ? 'Await it' : 'Await the task';
  const others = count > 1 ? ` So did ${count - 1} more${location === null ? '' : ' made at this line'}.` : '';
  return `${who} ${how}, and nobody asked how it ended.${others} ${advice}, or ask for its exception when it is done.`;
}

function pendingAtExit({ task, waitsFor, coroutine, createdAt }: PendingAtExitEvidence, count: number): string {
  const waited = waitsFor === '' ? '' : count === 1 ? `, waiting for ${waitsFor}` : `, the first waiting for ${waitsFor}`;
  const made = createdAt === null ? '' : ` ${count === 1 ? 'It was' : 'They were'} created at ${fileName(createdAt.path)}:${createdAt.line}.`;
  return `${taskWithCount(task, coroutine, count)} still pending when the program ended${waited}.${made}`;
}

function deadlock({ isCycle, tasks, total }: DeadlockEvidence): string {
  const named = tasks.map(({ name, waitsFor, parkedAt }) => {
    const place = parkedAt === null ? '' : ` at ${fileName(parkedAt.path)}:${parkedAt.line}`;
    return `${taskLabel(name)}${waitsFor === '' ? '' : ` for ${waitsFor}`}${place}`;
  });
  const more = total > tasks.length ? ` and ${total - tasks.length} more` : '';
  if (isCycle) return `${cycleText(total, tasks.some(({ inLock }) => inLock))}: ${named.join(', ')}${more}.`;
  return `Nothing can wake the event loop any more: no handle is ready, no timer is set, no I/O is awaited. Still waiting: ${named.join(', ')}${more}.`;
}

function cycleText(total: number, inLock: boolean): string {
  const unless = 'cancelled or another one releases';
  if (total === 1) return inLock ? `A task waits for a lock that it holds, and cannot go on unless it is ${unless} it` : 'A task waits for itself, and cannot go on unless it is cancelled';
  return `Tasks wait for each other, so that none can go on unless one is ${inLock ? `${unless} a lock` : 'cancelled'}`;
}

function slowIteration({ duration: took, handles, contributors }: SlowIterationEvidence, count: number): string {
  const parts = contributors.map(
    ({ label, isTask, duration: share, handles: runs }) => `${duration(share)} in ${runs} ${isTask ? 'step' : 'run'}${runs === 1 ? '' : 's'} of ${label}`,
  );
  const often = count > 1 ? ` This was so in ${count} iterations; the longest is shown.` : '';
  return `One iteration of the loop took ${duration(took)} for ${handles} handles, though none of them blocked: ${parts.join(', ')}.${often} What became ready meanwhile had to wait.`;
}

const WRONG: Readonly<Record<ThreadAction, readonly [did: string, instead: string]>> = {
  [ThreadAction.callsSoon]: ['called call_soon', 'Use call_soon_threadsafe'],
  [ThreadAction.setsTimer]: ['called call_later or call_at', 'Use call_soon_threadsafe to call it in the loop’s thread'],
  [ThreadAction.makesTask]: ['made a task', 'Use asyncio.run_coroutine_threadsafe'],
  [ThreadAction.resolvesFuture]: ['resolved a future', 'Use call_soon_threadsafe(future.set_result, …)'],
  [ThreadAction.cancels]: ['cancelled a task or future', 'Use call_soon_threadsafe(task.cancel)'],
};

function wrongThread({ action, called, thread }: WrongThreadEvidence, count: number): string {
  // a damaged row may say anything
  const [did, instead] = called === '' ? ((WRONG as Partial<typeof WRONG>)[action] ?? WRONG[ThreadAction.callsSoon]) : [`called ${called}, which queues a callback`, 'Use call_soon_threadsafe to call it in the loop’s thread'];
  return `Thread ${thread} ${did} of a loop that runs in another thread${times(count)}: that is not safe, and does not wake the loop. ${instead}.`;
}

const times = (count: number): string => (count > 1 ? ` (${count} times)` : '');

const subject = (noun: string, name: string, otherwise: string): string => (name === '' ? otherwise : `${noun} ${name}`);

/** "Task-3 was", "12 tasks of worker were". */
function taskWithCount(task: string | null, coroutine: string, count: number): string {
  if (count > 1) return `${count} tasks${coroutine === '' ? '' : ` of ${coroutine}`} were`;
  return `${task === null ? 'A task' : taskLabel(task)} was`;
}
