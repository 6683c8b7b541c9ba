/** asyncio in every style that programs have, and what the report says of it. */
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import type { Location } from '../../src/core/events/location';
import type { Report } from '../../src/core/report/schema';
import { CommandLine, lineOf } from './commandLine';

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

describe.concurrent('styles', () => {
  it('every way to run a loop, one after the other', async ({ expect }) => {
    const source = `
import asyncio
async def one(name):
    await asyncio.sleep(0)
    return name
loop = asyncio.get_event_loop()
print(loop.run_until_complete(one("classic")))
loop.close()
with asyncio.Runner() as runner:
    print(runner.run(one("runner")), runner.run(one("again")))
loop = asyncio.new_event_loop()
loop.call_soon(print, "for ever")
loop.call_later(0.001, loop.stop)
loop.run_forever()
loop.close()
print(asyncio.run(one("run")), asyncio.run(one("debug"), debug=True))
for make in (asyncio.SelectorEventLoop, asyncio.EventLoop):
    with asyncio.Runner(loop_factory=make) as runner:
        print(runner.run(one(make.__name__)))
`;
    const { code, stdout, report } = await cli.report(source);
    expect(code).toBe(0);
    expect(stdout).toBe('classic\nrunner again\nfor ever\nrun debug\nEmbeddedEventLoop\nEmbeddedEventLoop\n');
    expect(report.loops).toBe(7);
    expect(report.tasks.filter(({ coroutine }) => coroutine === 'one').map(({ state, steps, outcome }) => [state, steps, outcome])).toEqual(
      ['classic', 'runner', 'again', 'run', 'debug', 'EmbeddedEventLoop', 'EmbeddedEventLoop'].map((name) => ['done', 2, `'${name}'`]),
    );
    expect(report.warnings).toEqual([]);
  });

  it('under the default policy, asked for in every way', async ({ expect }) => {
    const source = `
import asyncio, warnings
warnings.simplefilter("ignore", DeprecationWarning)
async def one():
    await asyncio.sleep(0)
    return type(asyncio.get_running_loop()).__name__
class Own(asyncio.DefaultEventLoopPolicy):
    pass
for policy in (asyncio.DefaultEventLoopPolicy(), Own(), None):
    asyncio.set_event_loop_policy(policy)
    print(asyncio.run(one()))
`;
    const { code, stdout, report } = await cli.report(source);
    expect([code, stdout]).toEqual([0, 'EmbeddedEventLoop\n'.repeat(3)]);
    expect(report.tasks.filter(({ coroutine }) => coroutine === 'one')).toHaveLength(3);
  });

  it('the line that asks for a loop where there is none is told, as by Python 3.13', async ({ expect }) => {
    const source = `
import asyncio
def ask():
    return asyncio.get_event_loop()
ask().close()
asyncio.set_event_loop(None)
asyncio.set_event_loop(asyncio.new_event_loop())
ask().close()
`;
    const { stderr, file } = await cli.report(source);
    expect(stderr).toBe(`${file}:4: DeprecationWarning: There is no current event loop\n  return asyncio.get_event_loop()\n`);
  });

  it('none', async ({ expect }) => {
    const { code, stdout, report } = await cli.report('import sys\nprint("asyncio" in sys.modules, sys.argv[1:])\n', ['x']);
    expect([code, stdout]).toEqual([0, "True ['x']\n"]);
    expect(report).toMatchObject({ loops: 0, iterations: 0, tasks: [], driven: [], warnings: [], cededAt: [] });
  });
});

const TROUBLED = `
import asyncio, sys, time
def fails():
    raise ValueError("in a callback")
def blocks():
    time.sleep(0.3)  # a callback blocks
async def sleeps():
    await asyncio.sleep(0)
    time.sleep(0.3)  # a task blocks
async def computes():
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        pass  # a busy loop
async def breaks():
    1 / 0
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(fails)
    loop.call_soon(blocks)
    await asyncio.sleep(0.01)
    await asyncio.create_task(sleeps(), name="sleeper")
    await asyncio.create_task(computes(), name="computer")
    task = asyncio.create_task(breaks(), name="broken")
    await asyncio.sleep(0)
    del task
loop = asyncio.new_event_loop()
loop.set_debug(len(sys.argv) > 1)
loop.run_until_complete(main())
left = loop.create_task(asyncio.sleep(1000), name="left")
loop.run_until_complete(asyncio.sleep(0))
loop.stop()
loop.run_forever()
`;

it('tasks that a library makes itself, which begin at once, are tasks like others', async ({ expect }) => {
  const source = `
import asyncio
async def handles(opened):
    if opened:
        await opened.wait()  # waits
    return "page"
async def fails():
    raise ValueError("no such page")
async def main():
    loop = asyncio.get_running_loop()
    opened = asyncio.Event()
    made = [asyncio.Task(handles(given), loop=loop, name=name, eager_start=True) for name, given in (("parked", opened), ("ended", None))]  # makes
    made.append(asyncio.Task(fails(), loop=loop, eager_start=True))
    loop.call_later(0.1, opened.set)
    await asyncio.wait(made)
asyncio.run(main())
`;
  const { report, file } = await cli.report(source);
  const createdAt = expect.objectContaining({ path: file, line: lineOf(source, '# makes') }) as object;
  expect(report.tasks.filter(({ coroutine }) => coroutine === 'handles' || coroutine === 'fails')).toMatchObject([
    { name: 'parked', parent: 'Task-1', createdAt, state: 'done', steps: 2, outcome: "'page'", parkedAt: { line: lineOf(source, '# waits') } },
    // it has ended before anybody could ask for its name
    { parent: 'Task-1', createdAt, state: 'done', steps: 1, outcome: "'page'" },
    { parent: 'Task-1', state: 'failed', steps: 1, outcome: 'an exception, in its first step' },
  ]);
});

describe.concurrent('a program with troubles', () => {
  for (const args of [[], ['debug']]) {
    it(`gets a warning for each at its line ${args.join(' ')}`, async ({ expect }) => {
      const { code, stderr, summary, report, file } = await cli.report(TROUBLED, args);
      expect(code).toBe(0);
      const found = report.warnings.map(({ code: rule, location, task }) => `${rule} ${location?.line} ${task}`);
      for (const expected of [
        // the line that blocked, whatever started it
        `slow-callback ${lineOf(TROUBLED, 'a callback blocks')} null`,
        `slow-callback ${lineOf(TROUBLED, 'a task blocks')} sleeper`,
        `exception-never-retrieved ${lineOf(TROUBLED, 'create_task(breaks')} broken`,
      ]) {
        expect(found).toContain(expected);
      }
      // a busy loop is seen at any of its lines
      const busy = report.warnings.find(({ code: rule, task }) => rule === 'slow-callback' && task === 'computer');
      expect([lineOf(TROUBLED, 'while time'), lineOf(TROUBLED, 'a busy loop')]).toContain(busy?.location?.line);
      // on a busy machine the first traceback that is printed, which imports modules, may block as well
      for (const { durationMs, count } of report.warnings.filter(({ code: rule, location }) => rule === 'slow-callback' && location?.path === file)) {
        expect(count).toBe(1);
        expect(durationMs).toBeGreaterThan(100);
      }
      const states = Object.fromEntries(report.tasks.map(({ name, state, steps }) => [name, `${state} ${steps}`]));
      expect(states).toMatchObject({ sleeper: 'done 2', computer: 'done 1', broken: 'failed 1', left: 'parked 1' });
      const pending = report.warnings.filter(({ code: rule }) => rule === 'pending-at-exit');
      expect(pending.map(({ task }) => task)).toEqual(['left']);
      expect(summary).toContain(`${path.basename(file)}:${lineOf(TROUBLED, 'a task blocks')}: warning: slow-callback`);
      // Python's own complaints are still there, and tell of nobody but the program
      expect(stderr).toMatch(/Exception in callback fails\(\)(.|\n)*ValueError: in a callback/);
      expect(stderr).toContain('Task exception was never retrieved');
      expect(stderr.includes('took 0.')).toBe(args.length > 0);
      expect(stderr).not.toContain('/loop_inspector/');
    });
  }

  it('gives a report of the documented shape', async ({ expect }) => {
    const { report, file } = await cli.report(TROUBLED);
    expect(report).toMatchObject({ schemaVersion: 1, program: file, runtime: expect.stringMatching(/^embedded CPython 3\.14\.\d+$/) as string });
    expect(report.exit).toEqual({ code: 0, reason: 'finished', message: 'Finished.' });
    expect(report.events.total).toBeGreaterThan(30);
    expect(report.events.dropped).toBe(0);
    expect(shapeOf(report)).toEqual({
      schemaVersion: 'number',
      program: 'string',
      runtime: 'string',
      exit: 'object',
      elapsedMs: 'number',
      events: 'object',
      busyMs: 'number',
      overheadPercent: 'number',
      loops: 'number',
      hiddenBy: 'null',
      iterations: 'number',
      tasks: 'object',
      tasksLetGo: 'number',
      driven: 'object',
      drivenSeen: 'boolean',
      warnings: 'object',
      cededAt: 'object',
    });
    for (const task of report.tasks) {
      expect(shapeOf(task)).toEqual({
        name: 'string',
        coroutine: 'string',
        state: 'string',
        steps: 'number',
        longestStepMs: 'number',
        busyMs: 'number',
        parkedAt: task.parkedAt === null ? 'null' : 'object',
        waitsFor: 'string',
        createdAt: task.createdAt === null ? 'null' : 'object',
        parent: task.parent === null ? 'null' : 'string',
        outcome: task.outcome === null ? 'null' : 'string',
        cancelledBy: task.cancelledBy === null ? 'null' : 'string',
        cancelledAt: task.cancelledAt === null ? 'null' : 'object',
      });
      expect(task.busyMs).toBeGreaterThanOrEqual(task.longestStepMs);
    }
    for (const warning of report.warnings) {
      expect(shapeOf(warning)).toEqual({
        code: 'string',
        severity: 'string',
        message: 'string',
        location: 'object',
        durationMs: warning.durationMs === null ? 'null' : 'number',
        count: 'number',
        task: warning.task === null ? 'null' : 'string',
        stack: 'object',
        victims: 'object',
      });
    }
    for (const place of placesOf(report)) expect(shapeOf(place)).toEqual({ path: 'string', line: 'number', column: 'number' });
    expect(placesOf(report).every(({ line, column }) => line >= 1 && column >= 0)).toBe(true);
  });

  it('is told only of what is as slow as asked for', async ({ expect }) => {
    const file = await cli.file('slow.py', 'import asyncio, time\nasync def main():\n    time.sleep(0.02)\nasyncio.run(main())\n');
    const [strict, lax] = await Promise.all([cli.run(['--slow', '10', file]), cli.run(['--slow=60000', file])]);
    expect(strict.summary).toContain('slow.py:3: warning: slow-callback');
    expect(lax.summary).toContain('No warnings');
  });
});

function shapeOf(value: object): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, field === null ? 'null' : typeof field]));
}

function placesOf({ tasks, warnings, cededAt }: Report): readonly Location[] {
  const places = [...tasks.flatMap(({ parkedAt, createdAt }) => [parkedAt, createdAt]), ...warnings.map(({ location }) => location), ...cededAt];
  return places.filter((place) => place !== null);
}
