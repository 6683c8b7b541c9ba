import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import type { WarningView } from '../../../src/core/snapshot/protocol';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const found = (stream: StreamBuilder): readonly WarningView[] => snapshot(stream.state()).warnings.filter(({ code }) => code === 'busy-wait');

class Poller {
  readonly stream = new StreamBuilder().speed(150, 100).start();
  readonly task = this.stream.task({ name: 'poller', code: this.stream.site(3, 'poll') });

  /** Gives up control so often, each time after a step of `ms`; the loop needs `between` ms for each turn. */
  yields(count: number, ms = 0.01, between = 1): this {
    for (let i = 0; i < count; i++) this.stream.advance(between).iteration().step(this.task, { ms });
    return this;
  }

  /** Really waits, and goes on. */
  waits(): this {
    const future = this.stream.iteration().future();
    this.stream.step(this.task, { parkOn: future });
    this.stream.iteration({ idleMs: 1, arrivals: 1 });
    this.stream.wakes(1).callback('set_result');
    return this;
  }
}

describe('busy-wait', () => {
  it('names the task, how often and for how long', () => {
    const poller = new Poller();
    const at = poller.stream.site(5, 'poll');
    poller.yields(100);
    poller.stream.row({ kind: 'ceded', t: poller.stream.now, site: at, task: poller.task });
    const [warning] = found(poller.yields(156).stream);
    expect(warning).toMatchObject({ severity: 'warning', location: { line: 5 }, task: 'poller', count: 1 });
    expect(warning?.message).toMatch(/^Task poller gave up control 256 times in 258 ms without waiting for anything: /);
    expect(warning?.duration).toBeCloseTo(255 * 1.01);
  });

  it('is at its coroutine’s definition if the line is not known', () => {
    expect(found(new Poller().yields(256).stream)).toMatchObject([{ location: { line: 3 } }]);
  });

  it('is told anew whenever the number has doubled, as one and the same', () => {
    const poller = new Poller().yields(255);
    expect(found(poller.stream)).toEqual([]);
    for (const [more, told] of [[1, 256], [255, 256], [1, 512], [511, 512], [1, 1024], [1000, 1024]] as const) {
      const warnings = found(poller.yields(more).stream);
      expect(warnings.map(({ count }) => count)).toEqual([1]);
      expect(warnings[0]?.message).toContain(`gave up control ${told} times`);
    }
  });

  it('is found soon after it has gone on for long enough, however fast it was before', () => {
    const poller = new Poller().yields(2200, 0.01, 0.01);
    expect(found(poller.stream)).toEqual([]);
    const warnings = found(poller.yields(400, 0.01, 1).stream);
    expect(warnings.map(({ count }) => count)).toEqual([1]);
    expect(warnings[0]?.message).toContain('gave up control 2304 times');
  });

  it('counts anew after a real wait', () => {
    const poller = new Poller().yields(255);
    expect(found(poller.waits().yields(255).stream)).toEqual([]);
    expect(found(poller.yields(1).stream)).toHaveLength(1);
  });

  it('counts those tasks that poll at one line', () => {
    const poller = new Poller().yields(300);
    const second = poller.stream.task({ name: 'second', code: poller.stream.site(3, 'poll') });
    for (let i = 0; i < 300; i++) poller.stream.advance(1).iteration().step(second, { ms: 0.01 });
    expect(found(poller.stream).map(({ count }) => count)).toEqual([2]);
  });

  it('is taken back of one only, when one of two is told anew', () => {
    const poller = new Poller().yields(300);
    const second = poller.stream.task({ name: 'second', code: poller.stream.site(3, 'poll') });
    for (let i = 0; i < 600; i++) poller.stream.advance(1).iteration().step(second, { ms: 0.01 });
    const warnings = found(poller.stream);
    expect(warnings.map(({ count, task }) => [count, task])).toEqual([[2, 'second']]);
  });

  it('is found where some steps are long, as somebody else had the processor', () => {
    expect(found(new Poller().yields(200).yields(5, 50).yields(310).stream)).toHaveLength(1);
  });

  it('is not said of steps that wake somebody else, as a producer’s do', () => {
    const poller = new Poller();
    for (let i = 0; i < 1000; i++) {
      poller.stream.advance(1).iteration().step(poller.task, { ms: 0.01, queues: i % 100 === 0 ? 1 : 0 });
      if (i % 100 === 0) poller.stream.callback('wake');
    }
    expect(found(poller.stream)).toEqual([]);
  });

  it('is said though other threads queue something meanwhile', () => {
    const poller = new Poller();
    for (let i = 0; i < 300; i++) {
      poller.stream.advance(1).iteration();
      poller.stream.row({ kind: 'threadsafe', thread: poller.stream.name('worker'), t: poller.stream.now });
      poller.stream.step(poller.task, { ms: 0.01, queues: 1 }).callback('report');
    }
    expect(found(poller.stream)).toHaveLength(1);
  });

  it('is not said of steps that do some work', () => {
    expect(found(new Poller().yields(1000, 0.016).stream)).toEqual([]);
    expect(found(new Poller().yields(1000, 0.014).stream)).toHaveLength(1);
  });

  it('is not said of what takes no time', () => {
    expect(found(new Poller().yields(300, 0.01, 0).stream)).toEqual([]);
  });

  it('is not said of a task that ended before', () => {
    const poller = new Poller().yields(255);
    poller.stream.iteration().step(poller.task, { outcome: Outcome.returned });
    expect(found(poller.stream)).toEqual([]);
  });
});
