import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/core/events/schema';
import { buildReport } from '../../../src/core/report/buildReport';
import { formatReport } from '../../../src/core/report/formatReport';
import type { Report } from '../../../src/core/report/schema';
import type { Exit } from '../../../src/core/events/exit';
import { endState } from '../../../src/core/state/endState';
import { DRIVEN_UNSEEN } from '../../../src/core/snapshot/drivenSeen';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import { createState } from '../../../src/core/state/state';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const EXIT: Exit = { code: 0, reason: 'finished', message: 'Finished with exit code 0' };

function reportOf(stream: StreamBuilder, exit = EXIT): Report {
  const state = stream.state();
  endState(state, exit.reason);
  return buildReport(state, { program: '/app/main.py', runtime: 'embedded CPython 3.14.2', exit, elapsed: 1234.5 });
}

/** A program with a bit of everything. */
function program(): StreamBuilder {
  const stream = new StreamBuilder().start();
  const [main, fetch] = [stream.site(20, 'main'), stream.site(3, 'fetch')];
  const [made, parked, blocks] = [stream.site(22, 'main'), stream.site(24, 'main'), stream.site(6, 'fetch')];
  const root = stream.task({ number: 1, code: main });
  stream.iteration();
  const names = ['greedy', 'forgotten', 'a name that is much too long to be shown in full in a table'];
  const tasks = names.map((name) => stream.task({ name, code: fetch, site: made, creator: root }));
  stream.row({ kind: 'ceded', t: stream.now, site: parked, task: root });
  stream.step(root, { ms: 0.4, parkOn: tasks[0]! }).iteration();
  const asleep = stream.stack(stream.librarySite(50, 'sleep'), blocks, parked);
  for (let look = 0; look < 5; look++) stream.advance(60).sample(asleep, tasks[0]!);
  stream.row({ kind: 'taskOutcome', task: tasks[0]!, name: stream.name('\x1b[31m42\n'), outcome: Outcome.returned });
  stream.step(tasks[0]!, { ms: 1, outcome: Outcome.returned, queues: 1 });
  stream.step(tasks[1]!, { parkOn: stream.address() }).parked(tasks[1]!, stream.chain(blocks));
  stream.step(tasks[2]!, { outcome: Outcome.cancelled }).iteration().step(root, { ms: 1, outcome: Outcome.returned }).overhead(2).stop();
  stream.use(0).row({ kind: 'neverAwaited', t: stream.now, site: made, code: fetch });
  stream.row({ kind: 'drivenStarted', object: 1, drivenKind: 0, code: fetch, site: made });
  stream.row({ kind: 'driven', object: 1, action: 3, name: stream.name('None'), site: blocks });
  return stream;
}

describe('the report', () => {
  it('has what the schema promises', () => {
    const report = reportOf(program());
    expect(report).toMatchObject({ schemaVersion: 1, program: '/app/main.py', exit: EXIT, elapsedMs: 1234.5, events: { dropped: 0 }, loops: 1, iterations: 3, tasksLetGo: 0 });
    expect(report.events.total).toBeGreaterThan(20);
    expect(report.tasks.map(({ name, coroutine, state, steps, parent }) => [name, coroutine, state, steps, parent])).toEqual([
      ['Task-1', 'main', 'done', 2, null],
      ['greedy', 'fetch', 'done', 1, 'Task-1'],
      ['forgotten', 'fetch', 'parked', 1, 'Task-1'],
      ['a name that is much too long to be shown in full in a table', 'fetch', 'cancelled', 1, 'Task-1'],
    ]);
    expect(report.tasks[0]?.parkedAt).toEqual({ path: '/app/main.py', line: 24, column: 5 });
    expect(report.tasks[2]?.waitsFor).toBe('future #1');
    expect(report.warnings.map(({ code, location, count, task }) => [code, location?.line, count, task])).toEqual([
      ['slow-callback', 6, 1, 'greedy'],
      ['never-awaited', 22, 1, null],
      ['pending-at-exit', 6, 1, 'forgotten'],
    ]);
    expect(report.driven).toEqual([
      { name: 'fetch', kind: 'coroutine', definedAt: { path: '/app/main.py', line: 3, column: 5 }, drivenFrom: { path: '/app/main.py', line: 22, column: 5 }, resumes: 1, state: 'returned', at: { path: '/app/main.py', line: 6, column: 5 }, lastValue: 'None', lastSent: '' },
    ]);
    expect(report.cededAt).toEqual([
      { path: '/app/main.py', line: 6, column: 5 },
      { path: '/app/main.py', line: 24, column: 5 },
    ]);
  });

  it('is plain data', () => {
    const report = reportOf(program());
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('sorts the yield points', () => {
    const stream = new StreamBuilder().start();
    for (const [path, line, column] of [['/b.py', 1, 1], ['/a.py', 9, 5], ['/a.py', 9, 2], ['/a.py', 3, 7], ['/a.py', 3, 7]] as const) {
      stream.row({ kind: 'ceded', t: 1, site: stream.site(line, 'f', { path, column }), task: 0 });
    }
    expect(reportOf(stream).cededAt.map(({ path, line, column }) => `${path}:${line}:${column}`)).toEqual(['/a.py:3:7', '/a.py:9:2', '/a.py:9:5', '/b.py:1:1']);
  });

  it('can be made of a run of which nothing was seen', () => {
    const state = createState({ slowCallbackMs: 100 });
    endState(state, 'crashed');
    const report = buildReport(state, { program: 'x.py', runtime: '', exit: { code: 134, reason: 'crashed', message: 'Crashed.' }, elapsed: 0 });
    expect(report).toMatchObject({ events: { total: 0 }, tasks: [], warnings: [], overheadPercent: 0 });
    expect(formatReport(report)).toBe('Loop Inspector: x.py\nCrashed. Ran for 0 ms: 0 events, 0 loops, 0 iterations\n\nNo tasks\n\nNo warnings\n');
  });
});

describe('the report as text', () => {
  it('reads well', async () => {
    await expect(formatReport(reportOf(program()), { folder: '/app' })).toMatchFileSnapshot('golden/report.txt');
  });

  it('is the same in colour, but for the colours, and lets no escape sequence of the program through', () => {
    const report = reportOf(program());
    const coloured = formatReport(report, { folder: '/app', colour: true });
    expect(coloured).toContain('\x1b[33mwarning: slow-callback\x1b[0m');
    const stripped = coloured.replaceAll(/\x1b\[\d+m/g, '');
    expect(stripped).toBe(formatReport(report, { folder: '/app' }));
    expect(stripped).not.toContain('\x1b');
  });

  it('shows the tasks with the longest steps when there are many', () => {
    const stream = new StreamBuilder().start();
    const tasks = Array.from({ length: 200 }, (_, i) => stream.task({ number: i + 1 }));
    stream.iteration();
    tasks.forEach((task, i) => stream.step(task, { ms: i === 150 ? 50 : (i % 7) + 1, outcome: Outcome.returned }));
    const text = formatReport(reportOf(stream));
    expect(text).toContain('200 tasks');
    expect(text).toContain('Task-151');
    expect(text).toContain('and 150 more with shorter steps; --report FILE lists all');
  });

  it.each([
    ['3.11.7', false, true],
    ['3.9.18', false, true],
    ['3.12.0', false, false],
    ['3.14.2', false, false],
    ['3.11.7', true, false],
  ])('of Python %s says what cannot be seen there, unless a loop ran (%s)', (python, hasLoop, said) => {
    const stream = new StreamBuilder(python);
    if (hasLoop) stream.start();
    const report = reportOf(stream);
    expect(report.drivenSeen).toBe(Number(python.split('.')[1]) >= 12);
    expect(formatReport(report).includes(`${DRIVEN_UNSEEN} (--python embedded).`)).toBe(said);
    const shown = snapshot(stream.state());
    expect(shown.drivenUnseen).toBe(report.drivenSeen ? undefined : true);
    expect(isSnapshot(shown)).toBe(true);
    expect(isSnapshot({ ...shown, drivenUnseen: 'yes' })).toBe(false);
  });

  it('shortens only paths inside of the folder', () => {
    const text = (folder: string): string => formatReport(reportOf(program()), { folder }).split('\n').find((line) => line.includes('slow-callback'))!;
    expect(text('/app')).toContain('  main.py:6: ');
    expect(text('/app/')).toContain('  main.py:6: ');
    expect(text('/ap')).toContain('  /app/main.py:6: ');
    expect(text('/')).toContain('  app/main.py:6: ');
  });
});
