/** What is seen of a loop that is written in C, and that a program on it cannot tell. */
import { afterAll, describe, it } from 'vitest';
import { CommandLine, lineOf } from '../cli/commandLine';
import { alone, PYTHON, watch } from './held';

const cli = new CommandLine('--python', PYTHON);
afterAll(() => cli[Symbol.dispose]());

const TROUBLED = `
import asyncio, time, uvloop
async def sleeps():
    await asyncio.sleep(0)
    time.sleep(0.3)  # a task blocks
def blocks():
    end = time.monotonic() + 0.3
    while time.monotonic() < end: pass  # a callback blocks
class Slow(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
    def data_received(self, data):
        self.digest()
    def digest(self):
        time.sleep(0.3)  # a protocol blocks
        self.transport.close()
async def breaks():
    1 / 0
async def forgotten():
    pass
async def naps():
    for _ in range(50):
        await asyncio.sleep(0.001)  # many short naps
async def main():
    loop = asyncio.get_running_loop()
    blocked = loop.create_future()
    loop.call_later(0.01, lambda: (blocks(), blocked.set_result(None)))
    await blocked
    await asyncio.create_task(sleeps(), name="sleeper")
    server = await loop.create_server(Slow, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"x")
    await reader.read()
    writer.close()
    server.close()
    task = asyncio.create_task(breaks(), name="broken")
    await asyncio.create_task(naps(), name="napper")
    del task
    forgotten()
    server.close()
loop = uvloop.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
left = loop.create_task(asyncio.sleep(1000), name="left")
loop.run_until_complete(asyncio.sleep(0.01))
`;

const VISIBLE = `
import asyncio, contextvars, gc, logging, sys, traceback, uvloop, weakref
logging.basicConfig(stream=sys.stdout, format="%(message)s")
made = []
variable = contextvars.ContextVar("variable", default=0)
def factory(loop, coro, **options):
    made.append(sorted(options))
    return asyncio.Task(coro, loop=loop, **options)
class Own(uvloop.Loop):
    def call_soon(self, callback, *args, context=None):
        self.soon = getattr(self, "soon", 0) + 1
        return super().call_soon(callback, *args, context=context)
async def child(n):
    variable.set(n)
    await asyncio.sleep(0.001)
    return n, variable.get()
async def frames():
    await asyncio.sleep(0)
    return [entry.name for entry in traceback.extract_stack() if "loop_inspector" not in entry.filename and "start.py" not in entry.filename][-2:]
async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    print(type(loop), isinstance(loop, uvloop.Loop), type(task), task.get_name(), loop.get_task_factory() is None)
    print(await asyncio.gather(child(1), child(2)), variable.get(), made)
    print(repr(loop.call_soon(int)), type(loop.call_later(100, child, 1)), repr(loop.call_at(loop.time() + 9, child, 1)))
    made_task = loop.create_task(child(3), name="named")
    print(made_task.get_name(), made_task.get_coro().__name__, await made_task)
    unused = child(4)
    try:
        loop.create_task(unused, nonsense=1)
    except TypeError as error:
        print("TypeError", "nonsense" in str(error))
    unused.close()
    future = loop.create_future()
    print(type(future), future.get_loop() is loop, await frames())
    reference = weakref.ref(future)
    del future
    gc.collect()
    print(reference())
    async def fails():
        raise ValueError("x")
    failed = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del failed
    gc.collect()
    async with asyncio.timeout(10):
        print(await asyncio.to_thread(lambda: 5))
        print(await asyncio.Task(child(5)))
        if not loop.get_debug():  # which refuses another thread
            print(await (await asyncio.to_thread(lambda: asyncio.Task(child(6), loop=loop))))
    def exits():
        raise SystemExit(3)
    if "exit" in sys.argv:
        async def quits():
            raise SystemExit(3)
        await asyncio.create_task(quits())
for make in (uvloop.new_event_loop, Own):
    loop = make()
    loop.set_debug("debug" in sys.argv)
    loop.slow_callback_duration = 60  # not on a slow machine either
    asyncio.set_event_loop(loop)
    if make is Own:
        loop.set_task_factory(factory)
    loop.run_until_complete(main())
    loop.run_until_complete(loop.shutdown_asyncgens())
    print(getattr(loop, "soon", None), vars(uvloop.Loop)["__module__"])
    loop.close()
    made.clear()
`;

const STANDING = `
import asyncio, sys, uvloop
class Conversation(asyncio.Protocol):
    def data_received(self, data):
        self.talk()
    def talk(self):
        print("talking", flush=True)
        sys.stdin.readline()  # the protocol stands still
async def reads():
    await asyncio.sleep(0)
    print("reading", flush=True)
    sys.stdin.readline()  # the task stands still
async def waits(event):
    await event.wait()  # parked
async def main():
    loop = asyncio.get_running_loop()
    event = asyncio.Event()
    waiter = asyncio.create_task(waits(event), name="waiter")
    await asyncio.create_task(reads(), name="reader")
    server = await loop.create_server(Conversation, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"x")
    await asyncio.sleep(0.01)
    print("sleeping", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)  # the rest
    event.set()
    await waiter
    writer.close()
    server.close()
uvloop.install()
asyncio.run(main())
`;

const PATIENCE = { timeout: 20_000, interval: 50 };

describe('on uvloop', () => {
  it('troubles are found at their lines, those of callbacks too', async ({ expect }) => {
    const { code, report, stderr, summary } = await cli.report(TROUBLED);
    expect(stderr).toContain('was never awaited');
    expect(code).toBe(0);
    expect(report).toMatchObject({ loops: 1, iterations: 0, hiddenBy: 'uvloop.Loop' });
    expect(summary).toContain('uvloop.Loop is written in C');
    expect(summary).not.toContain('iteration');
    // `left` is parked at a line of asyncio's own
    const pending = report.warnings.filter(({ code: rule }) => rule === 'pending-at-exit');
    expect(pending.map(({ task }) => task)).toEqual(['left']);
    expect(report.warnings.filter((warning) => !pending.includes(warning)).map(({ code: rule, location, task }) => `${rule} ${location?.line} ${task}`).sort()).toEqual(
      [
        `slow-callback ${lineOf(TROUBLED, 'a callback blocks')} null`,
        `slow-callback ${lineOf(TROUBLED, 'a task blocks')} sleeper`,
        `slow-callback ${lineOf(TROUBLED, 'a protocol blocks')} null`,
        `never-awaited ${lineOf(TROUBLED, '    forgotten()')} null`,
        `exception-never-retrieved ${lineOf(TROUBLED, 'create_task(breaks')} broken`,
      ].sort(),
    );
    const slow = report.warnings.filter(({ code: rule }) => rule === 'slow-callback');
    expect(slow.map(({ message }) => /^(Task|Callback) \S+/.exec(message)?.[0]).sort()).toEqual(['Callback Slow.data_received', 'Callback main.<locals>.<lambda>', 'Task sleeper']);
    for (const { durationMs, count } of slow) {
      expect(count).toBe(1);
      // a callback's beginning is seen at the first look after it, 20 ms later at most
      expect(durationMs).toBeGreaterThan(200);
    }
    const states = Object.fromEntries(report.tasks.map(({ name, state, steps, parent }) => [name, `${state} ${steps} ${parent}`]));
    expect(states).toMatchObject({ 'Task-1': expect.stringMatching(/^done \d+ null$/) as string, 'sleeper': 'done 2 Task-1', 'broken': 'failed 1 Task-1', 'napper': 'done 51 Task-1', 'left': 'parked 1 null' });
  });

  for (const args of [[], ['debug'], ['exit']]) {
    it(`a program sees no difference ${args.join(' ')}`, async ({ expect }) => {
      const file = await cli.file('visible.py', VISIBLE);
      const plain = await alone(file, args);
      const { summary, ...inspected } = await cli.run([file, ...args]);
      expect(plain.stdout).toContain('uvloop');
      expect(plain.code).toBe(args.includes('exit') ? 3 : 0);
      expect(inspected).toEqual(plain);
      expect(summary).toContain('uvloop.Loop is written in C');
    });
  }

  it('what stands still is seen while it does', async ({ expect }) => {
    const file = await cli.file('standing.py', STANDING);
    // what opens the connection may be slow as well on a busy machine
    const { now, type, prints, end } = watch(file, [], 1000);
    const running = (): string => `${now()?.running?.label} ${now()?.running?.location?.line}`;
    await expect.poll(running, PATIENCE).toBe(`reader ${lineOf(STANDING, 'the task stands still')}`);
    expect(now()?.tasks.rows.find(({ name }) => name === 'reader')?.state).toBe('running');
    const warned = (): readonly (number | undefined)[] => now()?.warnings.map(({ location }) => location?.line) ?? [];
    await expect.poll(warned, PATIENCE).toEqual([lineOf(STANDING, 'the task stands still')]);
    type('\n');
    await expect.poll(running, PATIENCE).toBe(`Conversation.data_received ${lineOf(STANDING, 'the protocol stands still')}`);
    await expect.poll(warned, PATIENCE).toEqual([lineOf(STANDING, 'the task stands still'), lineOf(STANDING, 'the protocol stands still')]);
    type('\n');
    await prints('sleeping');
    const waiter = (): string => {
      const row = now()?.tasks.rows.find(({ name }) => name === 'waiter');
      return `${row?.state} ${row?.parkedAt?.line} ${row?.waitsFor} ${now()?.running === null} ${now()?.idle}`;
    };
    await expect.poll(waiter, PATIENCE).toBe(`parked ${lineOf(STANDING, '# parked')} Event that is not set true false`);
    expect(now()).toMatchObject({ hiddenBy: 'uvloop.Loop', ready: { total: 0 }, totals: { iterations: 0, utilisation: 0 } });
    type('\n');
    const { code, report } = await end();
    expect(code).toBe(0);
    expect(report.tasks.find(({ name }) => name === 'waiter')?.state).toBe('done');
  });
});
