/**
 * Rows as objects: readable, one field per meaning. For tests, golden text and tools; the fold reads
 * the words themselves, since an object per event would cost more than everything else it does.
 */
import { FIRST_NAME_ID, FIRST_TASK_ID, RowKind } from './schema';

/** Ids are addresses or interned ids, times nanoseconds, `when` and `loopTime` microseconds: as in `schema.ts`. */
export type LoopEvent =
  | { readonly kind: 'step'; readonly t: number; readonly task: number; readonly w: number; readonly ready: number }
  | { readonly kind: 'callback'; readonly t: number; readonly name: number; readonly handle: number; readonly ready: number }
  | { readonly kind: 'iteration'; readonly t: number; readonly selectStart: number; readonly due: number; readonly ready: number }
  | { readonly kind: 'taskCreated'; readonly task: number; readonly creator: number; readonly defaultName: number; readonly site: number; readonly code: number }
  | { readonly kind: 'futureCreated'; readonly future: number; readonly creator: number; readonly site: number }
  | { readonly kind: 'timerScheduled'; readonly handle: number; readonly when: number; readonly what: number }
  | { readonly kind: 'timerCancelled'; readonly handle: number }
  | { readonly kind: 'threadsafe'; readonly thread: number; readonly t: number }
  | { readonly kind: 'eagerStep'; readonly t: number; readonly task: number; readonly tBegin: number }
  | { readonly kind: 'parked'; readonly task: number; readonly chain: number; readonly waitsFor: number }
  | { readonly kind: 'taskNamed'; readonly task: number; readonly name: number }
  | { readonly kind: 'handleSkipped'; readonly handle: number; readonly ready: number }
  | { readonly kind: 'loopStarted'; readonly t: number; readonly loopTime: number; readonly flags: number; readonly name: number }
  | { readonly kind: 'loopStopped'; readonly t: number; readonly ready: number }
  | { readonly kind: 'futureDone'; readonly future: number; readonly outcome: number; readonly t: number }
  | { readonly kind: 'futureGone'; readonly future: number; readonly t: number }
  | { readonly kind: 'overhead'; readonly tBegin: number; readonly tEnd: number; readonly cause: number }
  | { readonly kind: 'readySample'; readonly t: number; readonly ready: number; readonly count: number }
  | { readonly kind: 'readyHandle'; readonly handle: number; readonly task: number; readonly name: number }
  | { readonly kind: 'stackSample'; readonly t: number; readonly stack: number; readonly seen: number; readonly other: number }
  | { readonly kind: 'neverAwaited'; readonly t: number; readonly site: number; readonly code: number }
  | { readonly kind: 'complaint'; readonly object: number; readonly message: number; readonly t: number }
  | { readonly kind: 'taskOutcome'; readonly task: number; readonly name: number; readonly outcome: number }
  | { readonly kind: 'ceded'; readonly t: number; readonly site: number; readonly task: number }
  | { readonly kind: 'drivenStarted'; readonly object: number; readonly drivenKind: number; readonly code: number; readonly site: number }
  | { readonly kind: 'driven'; readonly object: number; readonly action: number; readonly name: number; readonly site: number }
  | { readonly kind: 'running'; readonly t: number; readonly handle: number; readonly name: number }
  | { readonly kind: 'eagerEnd'; readonly task: number; readonly w: number }
  | { readonly kind: 'programEnded'; readonly t: number; readonly ending: number; readonly error: number }
  | { readonly kind: 'stuck'; readonly t: number }
  | { readonly kind: 'woken'; readonly task: number; readonly cancelled: boolean; readonly site: number; readonly future: number }
  | { readonly kind: 'wrongThread'; readonly t: number; readonly action: number; readonly site: number; readonly thread: number }
  | { readonly kind: 'reached'; readonly t: number; readonly site: number; readonly visits: number }
  | { readonly kind: 'waitsIn'; readonly task: number; readonly object: number; readonly primitive: number }
  | { readonly kind: 'primitive'; readonly object: number; readonly primitive: number; readonly waiting: number; readonly detail: number }
  | { readonly kind: 'member'; readonly future: number; readonly task: number }
  | { readonly kind: 'ioSample'; readonly t: number; readonly total: number; readonly count: number }
  | { readonly kind: 'ioWatch'; readonly descriptor: number; readonly watch: number; readonly name: number }
  | { readonly kind: 'context'; readonly task: number; readonly name: number }
  | { readonly kind: 'collected'; readonly tBegin: number; readonly tEnd: number }
  | { readonly kind: 'began'; readonly t: number }
  | { readonly kind: 'pause'; readonly t: number; readonly task: number; readonly ready: number }
  | { readonly kind: 'cancelAsked'; readonly task: number; readonly ready: number }
  | { readonly kind: 'cancelCalled'; readonly task: number; readonly site: number; readonly by: number }
  | { readonly kind: 'taskNumbers'; readonly from: number }
  | { readonly kind: 'time'; readonly t: number }
  | { readonly kind: 'wroteErrors'; readonly t: number }
  /** A row of a kind that this version does not know; counted, otherwise ignored. */
  | { readonly kind: 'unknown'; readonly w0: number; readonly w1: number; readonly w2: number; readonly w3: number };

/** Halves of words in one row. */
export const HALVES = 8;

const TWO_32 = 2 ** 32;
const ID_MASK = FIRST_TASK_ID - 1;

/** Word number `word` of the row that begins at `at`. Exact below 2^53; ids and times are. */
export const wordAt = (words: Uint32Array, at: number, word: number): number => words[at + 2 * word]! + words[at + 2 * word + 1]! * TWO_32;

/** Decodes the row that begins at index `at` of `words`. */
export function decodeRow(words: Uint32Array, at: number): LoopEvent {
  const w0 = wordAt(words, at, 0);
  const w1 = wordAt(words, at, 1);
  const w2 = wordAt(words, at, 2);
  const w3 = wordAt(words, at, 3);
  if (w1 >= FIRST_TASK_ID) return { kind: 'step', t: w0, task: w1, w: w2, ready: w3 };
  if (w1 >= FIRST_NAME_ID) return { kind: 'callback', t: w0, name: w1, handle: w2, ready: w3 };
  switch (w1) {
    case RowKind.iteration:
      return { kind: 'iteration', t: w0, selectStart: w2, due: words[at + 7]!, ready: words[at + 6]! };
    case RowKind.taskCreated: {
      const low = words[at + 6]!;
      const high = words[at + 7]!;
      const site = (low >>> 20) | ((high & 0xff) << 12);
      return { kind: 'taskCreated', task: w0, creator: w2, defaultName: high >>> 8, site, code: low & ID_MASK };
    }
    case RowKind.futureCreated:
      return { kind: 'futureCreated', future: w0, creator: w2, site: w3 };
    case RowKind.timerScheduled:
      return { kind: 'timerScheduled', handle: w0, when: w2, what: w3 };
    case RowKind.timerCancelled:
      return { kind: 'timerCancelled', handle: w0 };
    case RowKind.threadsafe:
      return { kind: 'threadsafe', thread: w2, t: w3 };
    case RowKind.eagerStep:
      return { kind: 'eagerStep', t: w0, task: w2, tBegin: w3 };
    case RowKind.parked:
      return { kind: 'parked', task: w0, chain: w2, waitsFor: w3 };
    case RowKind.taskNamed:
      return { kind: 'taskNamed', task: w0, name: w2 };
    case RowKind.handleSkipped:
      return { kind: 'handleSkipped', handle: w0, ready: w3 };
    case RowKind.loopStarted:
      return { kind: 'loopStarted', t: w0, loopTime: w2, flags: words[at + 7]!, name: words[at + 6]! };
    case RowKind.loopStopped:
      return { kind: 'loopStopped', t: w0, ready: w3 };
    case RowKind.futureDone:
      return { kind: 'futureDone', future: w0, outcome: w2, t: w3 };
    case RowKind.futureGone:
      return { kind: 'futureGone', future: w0, t: w3 };
    case RowKind.overhead:
      return { kind: 'overhead', tBegin: w0, tEnd: w2, cause: w3 };
    case RowKind.readySample:
      return { kind: 'readySample', t: w0, ready: w2, count: w3 };
    case RowKind.readyHandle:
      return { kind: 'readyHandle', handle: w0, task: w2, name: w3 };
    case RowKind.stackSample:
      return { kind: 'stackSample', t: w0, stack: w2, seen: words[at + 6]!, other: words[at + 7]! };
    case RowKind.neverAwaited:
      return { kind: 'neverAwaited', t: w0, site: w2, code: w3 };
    case RowKind.complaint:
      return { kind: 'complaint', object: w0, message: w2, t: w3 };
    case RowKind.taskOutcome:
      return { kind: 'taskOutcome', task: w0, name: w2, outcome: w3 };
    case RowKind.ceded:
      return { kind: 'ceded', t: w0, site: w2, task: w3 };
    case RowKind.drivenStarted:
      return { kind: 'drivenStarted', object: w0, drivenKind: words[at + 5]!, code: words[at + 4]!, site: w3 };
    case RowKind.driven:
      return { kind: 'driven', object: w0, action: words[at + 5]!, name: words[at + 4]!, site: w3 };
    case RowKind.running:
      return { kind: 'running', t: w0, handle: w2, name: w3 };
    case RowKind.eagerEnd:
      return { kind: 'eagerEnd', task: w0, w: w2 };
    case RowKind.programEnded:
      return { kind: 'programEnded', t: w0, ending: w2, error: w3 };
    case RowKind.stuck:
      return { kind: 'stuck', t: w0 };
    case RowKind.woken:
      return { kind: 'woken', task: w0, cancelled: w2 >= FIRST_TASK_ID, site: w2 & ID_MASK, future: w3 };
    case RowKind.wrongThread:
      return { kind: 'wrongThread', t: w0, action: Math.floor(w2 / FIRST_TASK_ID), site: w2 & ID_MASK, thread: w3 };
    case RowKind.reached:
      return { kind: 'reached', t: w0, site: w2, visits: w3 };
    case RowKind.waitsIn:
      return { kind: 'waitsIn', task: w0, object: w2, primitive: w3 };
    case RowKind.primitive:
      return { kind: 'primitive', object: w0, primitive: words[at + 5]!, waiting: words[at + 4]!, detail: w3 };
    case RowKind.member:
      return { kind: 'member', future: w0, task: w2 };
    case RowKind.ioSample:
      return { kind: 'ioSample', t: w0, total: w2, count: w3 };
    case RowKind.ioWatch:
      return { kind: 'ioWatch', descriptor: w0, watch: w2, name: w3 };
    case RowKind.context:
      return { kind: 'context', task: w0, name: w2 };
    case RowKind.collected:
      return { kind: 'collected', tBegin: w0, tEnd: w2 };
    case RowKind.began:
      return { kind: 'began', t: w0 };
    case RowKind.pause:
      return { kind: 'pause', t: w0, task: w2, ready: w3 };
    case RowKind.cancelAsked:
      return { kind: 'cancelAsked', task: w0, ready: w3 };
    case RowKind.cancelCalled:
      return { kind: 'cancelCalled', task: w0, site: w2, by: w3 };
    case RowKind.taskNumbers:
      return { kind: 'taskNumbers', from: w0 };
    case RowKind.time:
      return { kind: 'time', t: w0 };
    case RowKind.wroteErrors:
      return { kind: 'wroteErrors', t: w0 };
    default:
      return { kind: 'unknown', w0, w1, w2, w3 };
  }
}

/** The four words of an event's row. */
export function encodeRow(event: LoopEvent): readonly [bigint, bigint, bigint, bigint] {
  const [w0, w1, w2, w3] = wordsOf(event);
  return [BigInt(w0), BigInt(w1), BigInt(w2), BigInt(w3)];
}

type Words = readonly [number | bigint, number, number | bigint, number | bigint];

function wordsOf(event: LoopEvent): Words {
  switch (event.kind) {
    case 'step':
      return [event.t, event.task, event.w, event.ready];
    case 'callback':
      return [event.t, event.name, event.handle, event.ready];
    case 'iteration':
      return [event.t, RowKind.iteration, event.selectStart, (BigInt(event.due) << 32n) | BigInt(event.ready)];
    case 'taskCreated':
      return [event.task, RowKind.taskCreated, event.creator, (BigInt(event.defaultName) << 40n) | (BigInt(event.site) << 20n) | BigInt(event.code)];
    case 'futureCreated':
      return [event.future, RowKind.futureCreated, event.creator, event.site];
    case 'timerScheduled':
      return [event.handle, RowKind.timerScheduled, event.when, event.what];
    case 'timerCancelled':
      return [event.handle, RowKind.timerCancelled, 0, 0];
    case 'threadsafe':
      return [0, RowKind.threadsafe, event.thread, event.t];
    case 'eagerStep':
      return [event.t, RowKind.eagerStep, event.task, event.tBegin];
    case 'parked':
      return [event.task, RowKind.parked, event.chain, event.waitsFor];
    case 'taskNamed':
      return [event.task, RowKind.taskNamed, event.name, 0];
    case 'handleSkipped':
      return [event.handle, RowKind.handleSkipped, 0, event.ready];
    case 'loopStarted':
      return [event.t, RowKind.loopStarted, event.loopTime, (BigInt(event.flags) << 32n) | BigInt(event.name)];
    case 'loopStopped':
      return [event.t, RowKind.loopStopped, 0, event.ready];
    case 'futureDone':
      return [event.future, RowKind.futureDone, event.outcome, event.t];
    case 'futureGone':
      return [event.future, RowKind.futureGone, 0, event.t];
    case 'overhead':
      return [event.tBegin, RowKind.overhead, event.tEnd, event.cause];
    case 'readySample':
      return [event.t, RowKind.readySample, event.ready, event.count];
    case 'readyHandle':
      return [event.handle, RowKind.readyHandle, event.task, event.name];
    case 'stackSample':
      return [event.t, RowKind.stackSample, event.stack, (BigInt(event.other) << 32n) | BigInt(event.seen)];
    case 'neverAwaited':
      return [event.t, RowKind.neverAwaited, event.site, event.code];
    case 'complaint':
      return [event.object, RowKind.complaint, event.message, event.t];
    case 'taskOutcome':
      return [event.task, RowKind.taskOutcome, event.name, event.outcome];
    case 'ceded':
      return [event.t, RowKind.ceded, event.site, event.task];
    case 'drivenStarted':
      return [event.object, RowKind.drivenStarted, (BigInt(event.drivenKind) << 32n) | BigInt(event.code), event.site];
    case 'driven':
      return [event.object, RowKind.driven, (BigInt(event.action) << 32n) | BigInt(event.name), event.site];
    case 'running':
      return [event.t, RowKind.running, event.handle, event.name];
    case 'eagerEnd':
      return [event.task, RowKind.eagerEnd, event.w, 0];
    case 'programEnded':
      return [event.t, RowKind.programEnded, event.ending, event.error];
    case 'stuck':
      return [event.t, RowKind.stuck, 0, 0];
    case 'woken':
      return [event.task, RowKind.woken, (event.cancelled ? FIRST_TASK_ID : 0) | event.site, event.future];
    case 'wrongThread':
      return [event.t, RowKind.wrongThread, event.action * FIRST_TASK_ID + event.site, event.thread];
    case 'reached':
      return [event.t, RowKind.reached, event.site, event.visits];
    case 'waitsIn':
      return [event.task, RowKind.waitsIn, event.object, event.primitive];
    case 'primitive':
      return [event.object, RowKind.primitive, (BigInt(event.primitive) << 32n) | BigInt(event.waiting), event.detail];
    case 'member':
      return [event.future, RowKind.member, event.task, 0];
    case 'ioSample':
      return [event.t, RowKind.ioSample, event.total, event.count];
    case 'ioWatch':
      return [event.descriptor, RowKind.ioWatch, event.watch, event.name];
    case 'context':
      return [event.task, RowKind.context, event.name, 0];
    case 'collected':
      return [event.tBegin, RowKind.collected, event.tEnd, 0];
    case 'began':
      return [event.t, RowKind.began, 0, 0];
    case 'pause':
      return [event.t, RowKind.pause, event.task, event.ready];
    case 'cancelAsked':
      return [event.task, RowKind.cancelAsked, 0, event.ready];
    case 'cancelCalled':
      return [event.task, RowKind.cancelCalled, event.site, event.by];
    case 'taskNumbers':
      return [event.from, RowKind.taskNumbers, 0, 0];
    case 'time':
      return [event.t, RowKind.time, 0, 0];
    case 'wroteErrors':
      return [event.t, RowKind.wroteErrors, 0, 0];
    case 'unknown':
      return [event.w0, event.w1, event.w2, event.w3];
  }
}

/** The words of many events, as a rows frame holds them. */
export function encodeRows(events: readonly LoopEvent[]): Uint32Array {
  const words = new Uint32Array(events.length * HALVES);
  events.forEach((event, row) => {
    encodeRow(event).forEach((word, index) => {
      words[row * HALVES + 2 * index] = Number(word & 0xffff_ffffn);
      words[row * HALVES + 2 * index + 1] = Number(word >> 32n);
    });
  });
  return words;
}

/** All events of a rows frame. */
export function decodeRows(words: Uint32Array): LoopEvent[] {
  const events: LoopEvent[] = [];
  for (let at = 0; at + HALVES <= words.length; at += HALVES) events.push(decodeRow(words, at));
  return events;
}
