import { describe, expect, it } from 'vitest';
import { Outcome, PrimitiveKind } from '../../../src/core/events/schema';
import { buildSnapshot } from '../../../src/core/snapshot/buildSnapshot';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import { DEFAULT_WINDOW, type TaskRow } from '../../../src/core/snapshot/protocol';
import type { ReadLine } from '../../../src/core/snapshot/taskDetail';
import type { DetailView, TaskDetail } from '../../../src/core/snapshot/taskDetailProtocol';
import { ENDED_TASKS_KEPT } from '../../../src/core/state/taskTable';
import type { InspectorState } from '../../../src/core/state/state';
import { StreamBuilder } from '../streamBuilder';
import { RUN } from '../views';

const readLine: ReadLine = (path, line) => `${path} ${line}`;

function anyDetail(state: InspectorState, selected: number): DetailView<TaskRow> | null {
  const shown = buildSnapshot(state, { ...DEFAULT_WINDOW, selected }, RUN, { now: state.time, sequence: 1, readLine });
  expect(isSnapshot(shown)).toBe(true);
  return shown.detail;
}

function detail(state: InspectorState, selected: number): TaskDetail<TaskRow> {
  const found = anyDetail(state, selected);
  if (found?.kind !== 'task') throw new Error(`nothing is known of task ${selected}`);
  return found;
}

describe('the detail of a task', () => {
  it('has its coroutines with their lines, and reads only the program’s own', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'fetcher', code: stream.site(3, 'fetch') });
    stream.iteration().step(task, { parkOn: stream.future() });
    stream.parked(task, stream.chain(stream.site(4, 'fetch'), stream.site(9, 'read'), stream.librarySite(70, 'sleep')), 'sleep');
    const { frames, framesLeftOut, loopName } = detail(stream.state(), 1);
    expect(frames.map(({ qualname, line, text }) => [qualname, line, text])).toEqual([
      ['fetch', 4, '/app/main.py 4'],
      ['read', 9, '/app/main.py 9'],
      ['sleep', 70, null],
    ]);
    expect([framesLeftOut, loopName]).toEqual([0, 'EventLoop']);
  });

  it('leaves the middle of a very long chain out', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task();
    stream.iteration().step(task, { parkOn: stream.future() });
    stream.parked(task, stream.chain(...Array.from({ length: 1000 }, (_, i) => stream.site(i + 1, 'deep'))));
    const { frames, framesLeftOut } = detail(stream.state(), 1);
    expect([frames.length, framesLeftOut, frames[49]?.line, frames[50]?.line]).toEqual([100, 900, 50, 951]);
  });

  it('says who waits for it and how, at most fifty of them', () => {
    const stream = new StreamBuilder().start();
    const wanted = stream.task({ name: 'wanted' });
    const awaiting = Array.from({ length: 60 }, (_, i) => stream.task({ name: `w${i}` }));
    const [gathering, locked] = [stream.task({ name: 'gathering' }), stream.task({ name: 'locked' })];
    stream.iteration();
    for (const task of awaiting) stream.step(task, { parkOn: wanted });
    const future = stream.future();
    stream.step(gathering, { parkOn: future }).row({ kind: 'member', future, task: wanted });
    stream.step(locked, { parkOn: stream.future() });
    stream.row({ kind: 'primitive', object: 5, primitive: PrimitiveKind.lock, waiting: 1, detail: wanted });
    stream.row({ kind: 'waitsIn', task: locked, object: 5, primitive: PrimitiveKind.lock });
    const state = stream.state();
    const { waiters } = detail(state, 1);
    expect(waiters.total).toBe(62);
    expect(waiters.items).toHaveLength(50);
    expect(waiters.items[0]).toMatchObject({ name: 'w0', how: 'awaits' });
    expect(detail(state, 62).needs).toMatchObject({ total: 1, items: [{ name: 'wanted' }] });
    expect(detail(state, 63).needs).toMatchObject({ total: 1, items: [{ name: 'wanted' }] });
  });

  it('tells how a waiter waits', () => {
    const stream = new StreamBuilder().start();
    const [wanted, gathering, locked] = [stream.task(), stream.task(), stream.task()];
    stream.iteration();
    const future = stream.future();
    stream.step(gathering, { parkOn: future }).row({ kind: 'member', future, task: wanted });
    stream.step(locked, { parkOn: stream.future() });
    stream.row({ kind: 'primitive', object: 5, primitive: PrimitiveKind.lock, waiting: 1, detail: wanted });
    stream.row({ kind: 'waitsIn', task: locked, object: 5, primitive: PrimitiveKind.lock });
    expect(detail(stream.state(), 1).waiters.items.map(({ task, how }) => [task, how])).toEqual([
      [2, 'several'],
      [3, 'lock'],
    ]);
  });

  it('has the chain of those who created it, back to the first', () => {
    const stream = new StreamBuilder().start();
    const main = stream.task({ name: 'main', site: stream.site(1, '<module>') });
    stream.iteration();
    const child = stream.task({ name: 'child', creator: main, site: stream.site(5, 'main') });
    stream.step(main).iteration();
    stream.task({ name: 'grandchild', creator: child, site: stream.site(9, 'child') });
    stream.step(child);
    expect(detail(stream.state(), 3).created.map(({ by, at }) => [by?.name, at?.line, at?.text])).toEqual([
      ['child', 9, '/app/main.py 9'],
      ['main', 5, '/app/main.py 5'],
      [undefined, 1, '/app/main.py 1'],
    ]);
  });

  it('says that it is on a circle, and how that goes', () => {
    const stream = new StreamBuilder().start();
    const [first, second] = [stream.task({ name: 'first' }), stream.task({ name: 'second' })];
    stream.iteration().step(first, { parkOn: second }).step(second, { parkOn: first });
    expect(detail(stream.state(), 2).cycle).toBe('second waits for task first, first waits for task second. None of them can go on by itself.');
  });

  it('says of a task that was let go, and of one that never was, that nothing is known', () => {
    const stream = new StreamBuilder().start();
    for (let i = 0; i < ENDED_TASKS_KEPT + 1; i++) {
      const task = stream.task();
      stream.iteration().step(task, { outcome: Outcome.returned });
    }
    const state = stream.state();
    expect(anyDetail(state, 1)).toEqual({ kind: 'gone', task: 1, letGo: true });
    expect(anyDetail(state, ENDED_TASKS_KEPT + 2)).toEqual({ kind: 'gone', task: ENDED_TASKS_KEPT + 2, letGo: false });
    expect(detail(state, 2).task.state).toBe('done');
  });
});
