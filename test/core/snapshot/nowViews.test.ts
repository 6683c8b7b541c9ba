/** I/O that is watched, timers, what is driven by hand, context variables: what a view shows of them. */
import { describe, expect, it } from 'vitest';
import { DrivenAction, DrivenKind, IoWhat } from '../../../src/core/events/schema';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

describe('I/O watches', () => {
  const watch = (stream: StreamBuilder, descriptor: number, what: number, name: string): StreamBuilder =>
    stream.row({ kind: 'ioWatch', descriptor, watch: what, name: stream.name(name) });

  it('are those of the last sample', () => {
    const stream = new StreamBuilder().start().iteration();
    stream.row({ kind: 'ioSample', t: stream.now, total: 3, count: 3 });
    watch(watch(watch(stream, 7, IoWhat.reads, 'on_data'), 7, IoWhat.writes, 'on_space'), 10, IoWhat.signal, 'SIGUSR1: reload');
    const view = snapshot(stream.state());
    expect(view.io).toEqual({
      total: 3,
      items: [
        { descriptor: 7, kind: 'reads', label: 'on_data' },
        { descriptor: 7, kind: 'writes', label: 'on_space' },
        { descriptor: 10, kind: 'signal', label: 'SIGUSR1: reload' },
      ],
    });
    expect(isSnapshot(view)).toBe(true);
    stream.row({ kind: 'ioSample', t: stream.now, total: 1, count: 1 });
    watch(stream, 8, IoWhat.reads, 'accept');
    expect(snapshot(stream.state()).io).toEqual({ total: 1, items: [{ descriptor: 8, kind: 'reads', label: 'accept' }] });
    stream.row({ kind: 'ioSample', t: stream.now, total: 0, count: 0 });
    expect(snapshot(stream.state()).io).toEqual({ total: 0, items: [] });
  });

  it('are counted if not all of them are told', () => {
    const stream = new StreamBuilder().start().iteration();
    stream.row({ kind: 'ioSample', t: stream.now, total: 5000, count: 1 });
    watch(stream, 7, IoWhat.reads, 'on_data');
    expect(snapshot(stream.state()).io).toMatchObject({ total: 5000, items: [{ descriptor: 7 }] });
  });

  it('of several loops are one list', () => {
    const stream = new StreamBuilder();
    for (const [loop, descriptor] of [[1, 9], [2, 4]] as const) {
      stream.use(loop).start().iteration().row({ kind: 'ioSample', t: stream.now, total: 1, count: 1 });
      watch(stream, descriptor, IoWhat.reads, 'on_data');
    }
    const { total, items } = snapshot(stream.state()).io;
    expect([total, items.map(({ descriptor }) => descriptor)]).toEqual([2, [4, 9]]);
  });
});

describe('a timer', () => {
  it('was set by the task or callback in whose step it was', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'main' });
    stream.iteration();
    stream.timer(10, 'tick');
    stream.timer(20, 'tock');
    // the step has not ended: whose it is, is not known
    expect(snapshot(stream.state()).timers.items.map(({ setBy }) => setBy)).toEqual([null, null]);
    stream.step(task, { parkOn: stream.address() });
    stream.iteration({ arrivals: 1 });
    stream.timer(30, 'again');
    stream.callback('tick_now');
    expect(snapshot(stream.state()).timers.items.map(({ label, setBy }) => [label, setBy])).toEqual([
      ['tick', 'main'],
      ['tock', 'main'],
      ['again', 'tick_now'],
    ]);
  });

  it('of a sleep is the sleeper’s own', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'main' });
    const future = stream.iteration().future();
    stream.timer(10, future);
    stream.step(task, { parkOn: future });
    expect(snapshot(stream.state()).timers.items).toMatchObject([{ label: 'main', task: 1, setBy: null }]);
  });
});

describe('what is driven by hand', () => {
  it('tells the value that was last sent, beside the last that came out', () => {
    const stream = new StreamBuilder().use(0);
    const [code, from, at] = [stream.site(2, 'count'), stream.site(20, '<module>'), stream.site(4, 'count')];
    const act = (action: number, value: string): unknown => {
      stream.row({ kind: 'driven', object: 1, action, name: value === '' ? 0 : stream.name(value), site: at });
      const [row] = snapshot(stream.state()).driven;
      return [row?.lastSent, row?.lastValue, row?.resumes, row?.state];
    };
    stream.row({ kind: 'drivenStarted', object: 1, drivenKind: DrivenKind.generator, code, site: from });
    expect(snapshot(stream.state()).driven).toMatchObject([{ name: 'count', kind: 'generator', lastSent: '', lastValue: '', drivenFrom: { line: 20 } }]);
    expect(act(DrivenAction.yielded, '1')).toEqual(['', '1', 1, 'suspended']);
    expect(act(DrivenAction.resumed, "'go'")).toEqual(["'go'", '1', 2, 'suspended']);
    expect(act(DrivenAction.yielded, '2')).toEqual(["'go'", '2', 2, 'suspended']);
    expect(act(DrivenAction.thrown, 'ValueError: no')).toEqual(['ValueError: no', '2', 3, 'suspended']);
    // not known what was sent
    expect(act(DrivenAction.resumed, '')).toEqual(['', '2', 4, 'suspended']);
    expect(act(DrivenAction.returned, "'a'")).toEqual(['', "'a'", 4, 'returned']);
  });
});

describe('context variables', () => {
  it('are told by name', () => {
    const stream = new StreamBuilder().start();
    const task = stream.task({ name: 'main' });
    stream.task({ name: 'other' });
    stream.row({ kind: 'context', task, name: stream.name('request, user') });
    const state = stream.state();
    expect([taskRow(state, 'main').context, taskRow(state, 'other').context]).toEqual(['request, user', '']);
  });
});
