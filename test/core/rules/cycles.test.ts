/** Tasks that wait for each other: through awaits, locks and gathers. */
import { describe, expect, it } from 'vitest';
import { PrimitiveKind } from '../../../src/core/events/schema';
import type { WarningView } from '../../../src/core/snapshot/protocol';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

/** Tasks by name, each of which awaits something at the line of its number. */
class Crowd {
  readonly stream = new StreamBuilder().start();
  readonly tasks: number[];
  readonly #chains: number[];

  constructor(...names: readonly string[]) {
    this.tasks = names.map((name) => this.stream.task({ name }));
    this.#chains = names.map((name, index) => this.stream.chain(this.stream.site(index + 1, name)));
    this.stream.iteration();
  }

  /** The task with that index parks on `target`, the address of a task or future. */
  parks(index: number, target: number): this {
    this.stream.wakes(1).step(this.tasks[index]!, { parkOn: target });
    return this;
  }

  /** Its wait chain, in the library function `waitsIn`, is in the sample. */
  seen(index: number, waitsIn = ''): this {
    this.stream.parked(this.tasks[index]!, this.#chains[index]!, waitsIn);
    return this;
  }

  /** Parks on a new future for which it waits in a lock that the task `holder` has. */
  locksOut(index: number, holder: number, lock: number): this {
    this.parks(index, this.stream.address()).seen(index, 'Lock.acquire');
    this.stream.row({ kind: 'primitive', object: lock, primitive: PrimitiveKind.lock, waiting: 1, detail: this.tasks[holder]! });
    this.stream.row({ kind: 'waitsIn', task: this.tasks[index]!, object: lock, primitive: PrimitiveKind.lock });
    return this;
  }

  /** Parks on a new future on which it waits for several tasks in `waitsIn`. */
  waitsForSeveral(index: number, waitsIn: string, ...members: readonly number[]): this {
    const future = this.stream.future();
    this.parks(index, future).seen(index, waitsIn);
    for (const member of members) this.stream.row({ kind: 'member', future, task: this.tasks[member]! });
    return this;
  }

  /** The sample ends. */
  get warnings(): readonly WarningView[] {
    this.stream.readySample([]);
    return snapshot(this.stream.state()).warnings;
  }
}

const CYCLE = 'Tasks wait for each other, so that none can go on unless one is cancelled: ';

describe('a cycle', () => {
  it('of two that await each other is an error at the place that closed it, whichever is seen first', () => {
    const crowd = new Crowd('first', 'second');
    crowd.parks(0, crowd.tasks[1]!).parks(1, crowd.tasks[0]!).seen(1).seen(0);
    const closed = { code: 'deadlock', severity: 'error', task: 'second', location: { line: 2 }, count: 1, message: `${CYCLE}Task second for task first at main.py:2, Task first for task second at main.py:1.` };
    expect(crowd.warnings).toMatchObject([closed]);
    const other = new Crowd('first', 'second');
    other.parks(0, other.tasks[1]!).parks(1, other.tasks[0]!).seen(0).seen(1);
    expect(other.warnings).toMatchObject([closed]);
  });

  it('is found when its last link comes later', () => {
    const crowd = new Crowd('first', 'second', 'third');
    crowd.parks(0, crowd.tasks[1]!).parks(1, crowd.tasks[2]!).seen(0).seen(1);
    expect(crowd.warnings).toEqual([]);
    crowd.parks(2, crowd.tasks[0]!).seen(2);
    expect(crowd.warnings).toMatchObject([{ task: 'third', location: { line: 3 } }]);
    expect(crowd.warnings[0]?.message).toContain('Task third for task first at main.py:3, Task first for task second at main.py:1, Task second for task third at main.py:2.');
  });

  it('is told once, however often it is seen', () => {
    const crowd = new Crowd('first', 'second');
    crowd.parks(0, crowd.tasks[1]!).parks(1, crowd.tasks[0]!);
    for (let i = 0; i < 3; i++) expect(crowd.seen(0).seen(1).warnings.map(({ count }) => count)).toEqual([1]);
  });

  it('goes through the holders of locks', () => {
    const crowd = new Crowd('left', 'right');
    const [lockA, lockB] = [crowd.stream.address(), crowd.stream.address()];
    crowd.locksOut(0, 1, lockB);
    expect(crowd.warnings).toEqual([]);
    crowd.locksOut(1, 0, lockA);
    expect(crowd.warnings.map(({ message }) => message)).toEqual([
      `${CYCLE.replace(': ', ' or another one releases a lock: ')}Task right for Lock held by task left at main.py:2, Task left for Lock held by task right at main.py:1.`,
    ]);
  });

  it('is there too if a task wants a lock that it holds itself', () => {
    const crowd = new Crowd('only');
    expect(crowd.locksOut(0, 0, crowd.stream.address()).warnings).toMatchObject([{ message: 'A task waits for a lock that it holds, and cannot go on unless it is cancelled or another one releases it: Task only for Lock held by task only at main.py:1.' }]);
  });

  it('is there too if a task gathers itself', () => {
    const crowd = new Crowd('only');
    crowd.waitsForSeveral(0, 'gather', 0);
    expect(crowd.warnings[0]?.message).toMatch(/^A task waits for itself, and cannot go on unless it is cancelled: Task only for /);
  });

  it('does not go through a lock that was released meanwhile', () => {
    const crowd = new Crowd('left', 'right');
    const [lockA, lockB] = [crowd.stream.address(), crowd.stream.address()];
    crowd.locksOut(0, 1, lockB);
    crowd.stream.row({ kind: 'primitive', object: lockB, primitive: PrimitiveKind.lock, waiting: 0, detail: 0 });
    expect(crowd.locksOut(1, 0, lockA).warnings).toEqual([]);
  });

  it.each(['gather', 'shield', 'TaskGroup.__aexit__'])('goes through the members of %s', (waitsIn) => {
    const crowd = new Crowd('main', 'member', 'other');
    crowd.parks(1, crowd.tasks[0]!).seen(1).waitsForSeveral(0, waitsIn, 2, 1);
    expect(crowd.warnings.map(({ code, task }) => [code, task])).toEqual([['deadlock', 'main']]);
  });

  it('does not go through `wait`, which may go on after the first', () => {
    const crowd = new Crowd('main', 'member', 'other');
    crowd.parks(1, crowd.tasks[0]!).seen(1).waitsForSeveral(0, 'wait', 2, 1);
    expect(crowd.warnings).toEqual([]);
  });

  it('is told at a line of the program, also if the library waits too', () => {
    const { stream } = new Crowd();
    const [library, program] = [stream.site(120, 'Lock.acquire', { path: '/lib/asyncio/locks.py', user: false }), stream.site(7, 'main')];
    const [inner, outer] = [stream.task({ name: 'inner' }), stream.task({ name: 'outer' })];
    stream.iteration().step(outer, { parkOn: inner }).step(inner, { parkOn: outer });
    stream.parked(outer, stream.chain(program)).parked(inner, stream.chain(library)).readySample([]);
    expect(snapshot(stream.state()).warnings).toMatchObject([{ task: 'inner', location: { line: 7 } }]);
  });

  it('is none if one waits for a plain future', () => {
    const crowd = new Crowd('first', 'second');
    crowd.parks(0, crowd.tasks[1]!).parks(1, crowd.stream.address()).seen(0).seen(1);
    expect(crowd.warnings).toEqual([]);
  });

  it('is none for those who wait for the circle without being in it', () => {
    const crowd = new Crowd('first', 'second', 'onlooker');
    crowd.parks(2, crowd.tasks[0]!).parks(0, crowd.tasks[1]!).parks(1, crowd.tasks[0]!).seen(2).seen(0).seen(1);
    const { warnings } = crowd;
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).not.toContain('onlooker');
  });
});
