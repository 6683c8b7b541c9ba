/** What a parked task is said to wait for. */
import { describe, expect, it } from 'vitest';
import { Outcome, PrimitiveKind } from '../../../src/core/events/schema';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

interface Scene {
  readonly stream: StreamBuilder;
  readonly tasks: readonly [waiter: number, worker: number, last: number];
  readonly future: number;
}

/** `waiter` is parked in `waitsIn`, as a sample saw. */
function scene(waitsIn: string): Scene {
  const stream = new StreamBuilder().start();
  const tasks = [stream.task({ name: 'waiter' }), stream.task({ name: 'worker' }), stream.task({ number: 3 })] as const;
  const future = stream.iteration().future();
  stream.step(tasks[0], { parkOn: future }).parked(tasks[0], stream.chain(stream.site(5, 'waits')), waitsIn);
  return { stream, tasks, future };
}

const waitsFor = ({ stream }: Scene): string => taskRow(stream.state(), 'waiter').waitsFor;
const purpose = ({ stream }: Scene): string | undefined => snapshot(stream.state()).futures.items[0]?.purpose;

/** `waiter` waits in an object of that kind. `holder`: index of a task. */
function waitingIn(kind: PrimitiveKind, waiting: number, detail = 0, holder?: number): Scene {
  const found = scene('Something.wait');
  const { stream, tasks } = found;
  const object = stream.address();
  stream.row({ kind: 'primitive', object, primitive: kind, waiting, detail: holder === undefined ? detail : tasks[holder]! });
  stream.row({ kind: 'waitsIn', task: tasks[0], object, primitive: kind });
  return found;
}

describe('what is waited in', () => {
  const { lock, event, condition, semaphore, queueGet, queuePut, queueJoin, barrier } = PrimitiveKind;
  it.each<[text: string, PrimitiveKind, waiting: number, detail?: number, holder?: number]>([
    ['Lock', lock, 1],
    ['Lock held by task worker', lock, 1, 0, 1],
    ['Lock held by Task-3, 4 waiting', lock, 4, 0, 2],
    ['Event that is not set', event, 1],
    ['Event that is not set, 2 waiting', event, 2],
    ['Condition to be notified', condition, 1],
    ['Semaphore with no place free', semaphore, 1],
    ['Semaphore with 2 places free, 3 waiting', semaphore, 3, 2],
    ['Queue.get, the queue is empty', queueGet, 1],
    ['Queue.get, 5 in the queue, 2 waiting', queueGet, 2, 5],
    ['Queue.put, the queue is full (10)', queuePut, 1, 10],
    ['Queue.put, the queue is full', queuePut, 1, 0],
    ['Queue.join, 7 unfinished', queueJoin, 1, 7],
    ['Barrier, 2 of 3 are there', barrier, 2, 3],
  ])('reads "%s"', (text, kind, waiting, detail, holder) => {
    const found = waitingIn(kind, waiting, detail, holder);
    expect(waitsFor(found)).toBe(text);
    expect(purpose(found)).toBe(text);
  });

  it('is told of the present wait only', () => {
    const found = waitingIn(lock, 1, 0, 1);
    const { stream, tasks } = found;
    stream.iteration({ arrivals: 1 }).step(tasks[0], { parkOn: stream.address() });
    expect(waitsFor(found)).toBe('future #2');
  });

  it('changes with its state', () => {
    const { queueGet: kind } = PrimitiveKind;
    const found = scene('Queue.get');
    const { stream, tasks } = found;
    const object = stream.address();
    stream.row({ kind: 'primitive', object, primitive: kind, waiting: 1, detail: 0 }).row({ kind: 'waitsIn', task: tasks[0], object, primitive: kind });
    stream.row({ kind: 'primitive', object, primitive: kind, waiting: 1, detail: 3 });
    expect(waitsFor(found)).toBe('Queue.get, 3 in the queue');
    // nobody waits in it any more: the library's name is what is left
    stream.row({ kind: 'primitive', object, primitive: kind, waiting: 0, detail: 0 });
    expect(waitsFor(found)).toBe('Queue.get');
  });

  it('keeps those apart who get from a queue and who put into it', () => {
    const found = scene('Queue.put');
    const { stream, tasks } = found;
    const object = stream.address();
    stream.row({ kind: 'primitive', object, primitive: queueGet, waiting: 4, detail: 0 }).row({ kind: 'primitive', object, primitive: queuePut, waiting: 1, detail: 2 });
    stream.row({ kind: 'waitsIn', task: tasks[0], object, primitive: queuePut });
    expect(waitsFor(found)).toBe('Queue.put, the queue is full (2)');
  });
});

describe('a wait for several', () => {
  it.each([
    ['gather', 'gather, 2 of 2 pending'],
    ['wait', 'wait, 2 of 2 pending'],
    ['TaskGroup.__aexit__', 'TaskGroup, 2 of 2 pending'],
    ['TaskGroup._aexit', 'TaskGroup, 2 of 2 pending'],
  ])('in %s reads "%s"', (waitsIn, text) => {
    const found = scene(waitsIn);
    for (const task of found.tasks.slice(1)) found.stream.row({ kind: 'member', future: found.future, task });
    expect(waitsFor(found)).toBe(text);
    expect(purpose(found)).toBe(text);
  });

  it('counts those that have ended', () => {
    const found = scene('gather');
    const { stream, tasks, future } = found;
    for (const task of tasks.slice(1)) stream.row({ kind: 'member', future, task });
    stream.step(tasks[1], { outcome: Outcome.returned });
    expect(waitsFor(found)).toBe('gather, 1 of 2 pending');
  });

  it('is told anew by each sample', () => {
    const found = scene('wait');
    const { stream, tasks, future } = found;
    const chain = stream.chain(stream.site(5, 'waits'));
    for (let i = 0; i < 3; i++) stream.parked(tasks[0], chain, 'wait').row({ kind: 'member', future, task: tasks[1] });
    expect(waitsFor(found)).toBe('wait, 1 of 1 pending');
  });
});

describe('a future', () => {
  it('has no purpose beyond itself if it is just awaited', () => {
    const found = scene('');
    expect(waitsFor(found)).toBe('future #1');
    expect(purpose(found)).toBe('');
  });

  it('has none if nobody waits for it', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ number: 1 });
    stream.iteration().future();
    stream.step(task, { parkOn: stream.address() });
    expect(snapshot(stream.state()).futures.items.map(({ waiterCount, purpose: what }) => [waiterCount, what])).toEqual([[0, ''], [1, '']]);
  });

  it('is waited for in a library call of which nothing more is known', () => {
    const found = scene('StreamReader.read');
    expect([waitsFor(found), purpose(found)]).toEqual(['StreamReader.read', 'StreamReader.read']);
  });
});
