/** Who woke a task and who cancelled it, with the line: `wokenBy`, `wokenAt`, `cancelledBy`, `cancelledAt`. */
import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

/** `waiter` is parked on a future; `main` is parked too. */
function parked(): { stream: StreamBuilder; main: number; waiter: number; future: number } {
  const stream = new StreamBuilder().start();
  const main = stream.task({ name: 'main' });
  const waiter = stream.task({ name: 'waiter' });
  const future = stream.iteration().future();
  stream.step(main, { parkOn: stream.address() }).step(waiter, { parkOn: future });
  return { stream, main, waiter, future };
}

/** The step or callback that ends next has woken `task` at `site`. */
const woken = (stream: StreamBuilder, task: number, { site = 0, future = 0, cancelled = false } = {}): StreamBuilder =>
  stream.row({ kind: 'woken', task, cancelled, site, future }).wakes(1);

describe('a task is woken', () => {
  it('by a task, at the line that is known', () => {
    const { stream, main, waiter, future } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 });
    woken(stream, waiter, { site: stream.site(20, 'main'), future }).step(main, { parkOn: stream.address() });
    expect(taskRow(stream.state(), 'waiter').wokenAt).toBeNull();
    stream.iteration().step(waiter, { parkOn: stream.address() });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ wokenBy: 'main', wokenAt: { path: '/app/main.py', line: 20 }, cancelledBy: null, cancelledAt: null });
  });

  it('by a callback', () => {
    const { stream, waiter } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 }).wakes(1).callback('on_data').iteration().step(waiter, { parkOn: stream.address() });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ wokenBy: 'on_data', wokenAt: null });
  });

  it('by I/O, by a timer, by a thread', () => {
    const { stream, main, waiter } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 }).step(waiter, { parkOn: stream.address() });
    expect(taskRow(stream.state(), 'waiter').wokenBy).toBe('I/O');
    stream.iteration({ idleMs: 5, arrivals: 2, due: 1 }).step(waiter, { parkOn: stream.address() }).step(main, { parkOn: stream.address() });
    const both = stream.state();
    expect([taskRow(both, 'waiter').wokenBy, taskRow(both, 'main').wokenBy]).toEqual(['I/O', 'a timer']);
    stream.row({ kind: 'threadsafe', thread: stream.name('worker-1'), t: stream.now });
    stream.iteration({ idleMs: 5, arrivals: 2, due: 1 }).step(waiter, { parkOn: stream.address() }).step(main, { parkOn: stream.address() });
    const all = stream.state();
    expect([taskRow(all, 'waiter').wokenBy, taskRow(all, 'main').wokenBy]).toEqual(['thread worker-1', 'a timer']);
  });

  it('by a thread in the middle of another’s step, after what that step queued', () => {
    const { stream, main, waiter } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 });
    const made = stream.task({ name: 'made', creator: main });
    stream.row({ kind: 'threadsafe', thread: stream.name('worker-1'), t: stream.now });
    stream.wakes(1).step(main, { parkOn: stream.address() });
    const { items } = snapshot(stream.state()).ready;
    expect(items.map(({ queuedBy }) => queuedBy)).toEqual(['main', 'thread worker-1']);
    stream.iteration().step(made, { parkOn: stream.address() }).step(waiter, { parkOn: stream.address() });
    const state = stream.state();
    expect([taskRow(state, 'made').wokenBy, taskRow(state, 'waiter').wokenBy]).toEqual(['main', 'thread worker-1']);
  });

  it('each time by whoever did it then', () => {
    const { stream, main, waiter, future } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 });
    woken(stream, waiter, { site: stream.site(20, 'main'), future }).step(main, { parkOn: stream.address() });
    stream.iteration().step(waiter, { parkOn: stream.address() });
    stream.iteration({ idleMs: 5, arrivals: 1 }).step(waiter, { parkOn: stream.address() });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ wokenBy: 'I/O', wokenAt: null });
  });

  it('by nobody that is known, before its first step', () => {
    const stream = new StreamBuilder().start();
    stream.task({ name: 'fresh' });
    expect(taskRow(stream.state(), 'fresh')).toMatchObject({ wokenBy: null, wokenAt: null });
  });
});

describe('a task is cancelled', () => {
  function cancelled(outcome: Outcome | null): StreamBuilder {
    const { stream, main, waiter, future } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 });
    woken(stream, waiter, { site: stream.site(30, 'main'), future, cancelled: true }).step(main, { parkOn: stream.address() });
    return stream.iteration().step(waiter, outcome === null ? { parkOn: stream.address() } : { outcome });
  }

  it('by a task, at the line', () => {
    expect(taskRow(cancelled(Outcome.cancelled).state(), 'waiter')).toMatchObject({ state: 'cancelled', cancelledBy: 'main', cancelledAt: { line: 30 }, wokenBy: 'main' });
  });

  it('only if it has ended so', () => {
    for (const outcome of [Outcome.returned, Outcome.failed, null]) {
      expect(taskRow(cancelled(outcome).state(), 'waiter')).toMatchObject({ cancelledBy: null, cancelledAt: null });
    }
  });

  it('by the first cancellation, if it cleans up for a while', () => {
    const stream = cancelled(null);
    const waiter = stream.state().tasks.find(2)!.address;
    stream.iteration({ idleMs: 5, arrivals: 1 }).step(waiter, { outcome: Outcome.cancelled });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ wokenBy: 'I/O', cancelledBy: 'main', cancelledAt: { line: 30 } });
  });

  it('while it does not wait, by who says so', () => {
    const stream = new StreamBuilder().start();
    const main = stream.task({ name: 'main' });
    const unbegun = stream.task({ name: 'unbegun' });
    stream.row({ kind: 'cancelCalled', task: unbegun, site: stream.site(40, 'main'), by: main });
    stream.step(main, { parkOn: stream.address() }).iteration().step(unbegun, { outcome: Outcome.cancelled });
    expect(taskRow(stream.state(), 'unbegun')).toMatchObject({ state: 'cancelled', cancelledBy: 'main', cancelledAt: { line: 40 } });
    const other = stream.task({ name: 'other' });
    stream.row({ kind: 'cancelCalled', task: other, site: 0, by: stream.address() });
    stream.iteration().step(other, { outcome: Outcome.cancelled });
    expect(taskRow(stream.state(), 'other')).toMatchObject({ state: 'cancelled', cancelledBy: null, cancelledAt: null });
  });

  it('by somebody who is not known', () => {
    const { stream, waiter } = parked();
    stream.iteration({ idleMs: 5, arrivals: 1 }).step(waiter, { outcome: Outcome.cancelled });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ state: 'cancelled', cancelledBy: null, cancelledAt: null });
  });

  it('by nobody that is known, while the loop waited or did not run', () => {
    const { stream, waiter, future } = parked();
    woken(stream, waiter, { site: stream.site(50, 'asyncio.run'), future, cancelled: true }).iteration({ idleMs: 5, arrivals: 1 }).step(waiter, { outcome: Outcome.cancelled });
    expect(taskRow(stream.state(), 'waiter')).toMatchObject({ state: 'cancelled', cancelledBy: null, cancelledAt: { line: 50 }, wokenBy: null });
  });
});
