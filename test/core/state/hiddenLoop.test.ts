/** Loops written in C tell of their tasks alone; what they hide is neither guessed nor shown as nothing. */
import { describe, expect, it } from 'vitest';
import { LoopFlag, Outcome } from '../../../src/core/events/schema';
import { buildReport } from '../../../src/core/report/buildReport';
import { formatReport } from '../../../src/core/report/formatReport';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import { endState } from '../../../src/core/state/endState';
import type { InspectorState } from '../../../src/core/state/state';
import { StreamBuilder } from '../streamBuilder';
import { snapshot, taskRow } from '../views';

const hiding = (): StreamBuilder => new StreamBuilder().start(0, { flags: LoopFlag.hidesQueue, name: 'uvloop.Loop' });

function text(state: InspectorState): string {
  endState(state, 'finished');
  return formatReport(buildReport(state, { program: 'x.py', runtime: '', exit: { code: 0, reason: 'finished', message: 'Finished.' }, elapsed: 1000 }));
}

describe('a loop that hides its queue', () => {
  it('runs steps from their beginning to their end, whatever was in between', () => {
    const stream = hiding();
    const task = stream.task({ name: 'fetch' });
    const future = stream.advance(500).future();
    stream.began().step(task, { ms: 20, parkOn: future });
    stream.advance(3000).began().step(task, { ms: 30, outcome: Outcome.returned });
    const state = stream.state();
    expect(taskRow(state, 'fetch')).toMatchObject({ state: 'done', steps: 2, busy: 50, longestStep: 30 });
    expect(state.warnings).toEqual([]);
    expect(state.resyncs).toBe(0);
    expect(state.unknownRows).toBe(0);
  });

  it('has no iteration that could be slow', () => {
    const stream = hiding();
    const task = stream.task({ name: 'fetch' });
    for (let i = 0; i < 30; i++) stream.advance(5).began().step(task, { ms: 20, parkOn: stream.future() });
    expect(stream.stop().state().warnings).toEqual([]);
  });

  it('is never said to be idle, busy or turning', () => {
    const stream = hiding();
    const task = stream.task({ name: 'fetch' });
    stream.began().step(task, { parkOn: stream.future() }).advance(400);
    const view = snapshot(stream.state(), {}, 400);
    expect(view).toMatchObject({ hiddenBy: 'uvloop.Loop', idle: false, running: null, ready: { total: 0 }, totals: { loops: 1, iterations: 0, utilisation: 0 } });
    expect(isSnapshot(view)).toBe(true);
    expect(isSnapshot({ ...view, hiddenBy: 1 })).toBe(false);
  });

  it('does not hide what the other loops of the run tell', () => {
    const stream = hiding();
    stream.use(2).start().iteration({ idleMs: 10 });
    const view = snapshot(stream.state());
    expect(view).toMatchObject({ hiddenBy: 'uvloop.Loop', totals: { loops: 2, iterations: 1 } });
    expect(snapshot(new StreamBuilder().start().state())).not.toHaveProperty('hiddenBy');
  });

  it('blocks while a step or a callback that was found runs', () => {
    const stream = hiding();
    const task = stream.task({ name: 'fetch' });
    const line = stream.site(7, 'fetch');
    stream.advance(1000).began().advance(150).sample(stream.stack(line), task);
    const during = snapshot(stream.state());
    expect(during.running).toMatchObject({ label: 'fetch', elapsed: 150, location: { line: 7 } });
    expect(during.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('fetch') as string]);
    stream.step(task, { ms: 50, parkOn: stream.future() });
    stream.advance(1000).began().callback('Protocol.data_received', { ms: 120 });
    const state = stream.state();
    expect(state.warnings.map(({ code, evidence, count }) => [code, evidence.duration, count])).toEqual([
      ['slow-callback', 200, 1],
      ['slow-callback', 120, 1],
    ]);
    expect(snapshot(state).running).toBeNull();
  });

  it('has a sentence in the report, and no turns', () => {
    const stream = hiding();
    stream.began().step(stream.task({ name: 'fetch' }), { outcome: Outcome.returned });
    const hidden = text(stream.state());
    expect(hidden).toContain('uvloop.Loop is written in C: its ready queue, its turns, its I/O and its idle time cannot be seen.\n');
    expect(hidden).not.toContain('iteration');
    const usual = text(new StreamBuilder().start().iteration().state());
    expect(usual).toContain('1 loop, 1 iteration\n');
    expect(usual).not.toContain('written in C');
  });
});
