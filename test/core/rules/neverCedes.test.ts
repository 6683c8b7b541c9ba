import { describe, expect, it } from 'vitest';
import type { WarningView } from '../../../src/core/snapshot/protocol';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const found = (stream: StreamBuilder): readonly WarningView[] => snapshot(stream.state()).warnings;
const reached = (stream: StreamBuilder, site: number, visits: number): StreamBuilder => stream.row({ kind: 'reached', t: stream.now, site, visits });
const ceded = (stream: StreamBuilder, site: number): StreamBuilder => stream.row({ kind: 'ceded', t: stream.now, site, task: 0 });

describe('never-cedes', () => {
  it('is information about an await that was reached a hundred times', () => {
    const stream = new StreamBuilder().start();
    const site = stream.site(8, 'main');
    reached(stream, site, 1);
    expect(found(stream)).toEqual([]);
    reached(stream, site, 100);
    expect(found(stream)).toMatchObject([
      { code: 'never-cedes', severity: 'information', location: { line: 8 }, count: 1, duration: null, task: null, message: expect.stringMatching(/^This await was reached 100 times or more and never gave control back/) as string },
    ]);
  });

  it('is told of each place apart, also of two in one line', () => {
    const stream = new StreamBuilder().start();
    for (const column of [5, 20]) reached(stream, stream.site(8, 'main', { column }), 100);
    expect(found(stream).map(({ location }) => location?.column)).toEqual([5, 20]);
  });

  it('is taken back when the await cedes after all, and not said again', () => {
    const stream = new StreamBuilder().start();
    const site = stream.site(8, 'main');
    reached(stream, site, 100);
    expect(found(stream)).toHaveLength(1);
    ceded(stream, site);
    expect(found(stream)).toEqual([]);
    reached(stream, site, 200);
    expect(found(stream)).toEqual([]);
  });

  it('is not said of an await that has ceded before', () => {
    const stream = new StreamBuilder().start();
    const site = stream.site(8, 'main');
    reached(stream, site, 1);
    reached(ceded(stream, site), site, 100);
    expect(found(stream)).toEqual([]);
  });

  it('is not said, or taken back, of a place at which a task was seen parked', () => {
    for (const order of ['before', 'after'] as const) {
      const stream = new StreamBuilder().start();
      const site = stream.site(8, 'main');
      const task = stream.task({ number: 1 });
      stream.iteration().step(task, { parkOn: stream.address() });
      if (order === 'after') reached(stream, site, 100);
      stream.parked(task, stream.chain(site));
      if (order === 'before') reached(stream, site, 100);
      expect(found(stream), order).toEqual([]);
    }
  });
});
