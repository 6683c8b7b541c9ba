/** What happens at a program's end, and what comes at any moment: interrupts. */
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from '../../cli/commandLine';
import { pythons } from '../interpreters';
import { type Fault, testFaults } from './fault';

const COMMON = `
import asyncio, atexit, gc, logging, os, sys, threading, time
async def naps(times):
    for _ in range(times):
        await asyncio.sleep(0.001)
    return times
`;
const RUN = 'asyncio.run(naps(3))\n';
const fault = (source: string, ending = 'Finished.', more: Partial<Fault> = {}): Fault => ({ source: `${COMMON}${source}`, ending, tasks: { 'Task-1': 'done' }, embedded: true, ...more });
const native = (source: string, ending = 'Finished.', more: Partial<Fault> = {}): Fault => ({ source: `${COMMON}${source}`, ending, tasks: { 'Task-1': 'done' }, ...more });

const ends: Record<string, Fault> = {
  'an exception in atexit': native(
    'atexit.register(print, "first")\n@atexit.register\ndef fails():\n    raise ValueError("at exit")\n' + RUN,
    'Finished.',
    { everyPython: true },
  ),
  'sys.exit in atexit': native('@atexit.register\ndef leaves():\n    sys.exit(3)\n' + RUN, 'Finished.', { everyPython: true }),
  'a loop in atexit': fault('@atexit.register\ndef again():\n    asyncio.run(naps(2))\n    print("again")\n' + RUN),
  'a loop of the module, closed': fault('loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nloop.run_until_complete(naps(3))\nloop.close()\n', 'Finished.', { everyPython: true }),
  'a loop that is kept until the very end': native('asyncio.kept = asyncio.new_event_loop()\nasyncio.kept.run_until_complete(naps(3))\nasyncio.kept.close()\n', 'Finished.', { everyPython: true }),
  'a task that is pending as its module goes': native('loop = asyncio.new_event_loop()\nleft = loop.create_task(naps(1000), name="left")\nloop.run_until_complete(naps(3))\nloop.close()\n', 'Finished.', { tasks: { left: 'parked' }, everyPython: true }),
  'a callback that never runs, whose argument does something when it goes': native('class Goes:\n    def __del__(self):\n        print("goes")\ndef made():\n    loop = asyncio.new_event_loop()\n    loop.run_until_complete(naps(3))\n    loop.call_soon(print, Goes())\n    return loop\nloop = made()\nprint("end")\n', 'Finished.', { everyPython: true }),
  'a task of a loop that never runs': native(`${RUN}loop = asyncio.new_event_loop()\nnever = loop.create_task(naps(1), name="never")\n`, 'Finished.', { everyPython: true }),
  'a loop that nobody closes': native('import warnings\nwarnings.simplefilter("always")\nloop = asyncio.new_event_loop()\nloop.run_until_complete(naps(3))\ndel loop\n', 'Finished.', { tasks: {}, everyPython: true }),
  'objects that do something when they go': fault(`
class Goes:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("goes", self.name, sys.version_info[0], len(COMMON), flush=True)
COMMON = "of the module"
one = Goes("one")
two = [Goes("two")]
two.append(two)
${RUN}print("end")
`),
  'objects that fail when they go': fault(`
class Fails:
    def __del__(self):
        raise ValueError("goes")
one = Fails()
one.own = one
${RUN}`, 'Finished.', { differs: /Exception ignored .*\n|Traceback .*\n| {4}raise .*\n/g }),
  'a coroutine that nobody awaited': fault(`left = naps(3)\n${RUN}`, 'Finished.', { everyPython: true, differs: /^(?:<sys>:0|sys:1): /gm }),
  'a failed task that nobody asked': fault(`
async def fails():
    raise ValueError("nobody asks")
async def main():
    global task
    task = asyncio.create_task(fails(), name="fails")
    await asyncio.sleep(0)
asyncio.run(main())
print("end")
`, 'Finished.', {
    tasks: { fails: 'failed' },
    // Python itself is in pieces when it comes to that, and since 3.13 cannot show the error any more
    differs: /^[^]*$/g,
  }),
  'a callback that fails': fault(`
def fails(what):
    raise ValueError(what)
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(fails, "soon")
    loop.call_later(0.001, fails, "later")
    handle = loop.call_later(100, fails, "never")
    print(repr(loop.call_soon(int)).replace(hex(id(loop)), ""), type(handle).__name__, type(handle) is asyncio.TimerHandle or isinstance(handle, asyncio.TimerHandle))
    handle.cancel()
    print(str(handle).partition(" when")[0])
    await naps(3)
asyncio.run(main())
`, 'Finished.', { differs: / when=[\d.]+/g }),
  'a loop in a daemon thread': native(`
started = threading.Event()
async def forever():
    count = 0
    while True:
        await asyncio.sleep(0)
        count += len(COMMON)
        started.set()
COMMON = "used"
threading.Thread(target=asyncio.run, args=(forever(),), daemon=True).start()
started.wait()
${RUN}print("end")
`, 'Finished.', { tasks: {} }),
  'a loop in a thread that outlives the main one': native(`
main_ended = threading.Event()
async def outlives():
    while threading.main_thread().is_alive():
        await asyncio.sleep(0.001)
    await asyncio.create_task(naps(3), name="after")
    print("outlived", flush=True)
threading.Thread(target=asyncio.run, args=(outlives(),)).start()
asyncio.run(naps(1))
print("end", flush=True)
`, 'Finished.', { tasks: { after: 'done' } }),
  'threads as it counts them': native(`print(threading.active_count(), threading.enumerate() == [threading.main_thread()])\nasyncio.run(naps(3))\nprint(threading.active_count())\n`),
  'an excepthook that fails': native(`def fails(*what):\n    raise ValueError("hook")\nsys.excepthook = fails\n${RUN}1 / 0\n`, 'Ended by ZeroDivisionError.'),
  'an excepthook that leaves': native(`def leaves(kind, error, traceback):\n    print("fatal", error)\n    sys.exit(7)\nsys.excepthook = leaves\n${RUN}1 / 0\n`, 'Exited with code 7.', { everyPython: true }),
  'what has ended it, asked for in atexit': native(`atexit.register(lambda: print(repr(sys.last_value), sys.last_type, sys.last_traceback.tb_frame.f_code.co_name))\n${RUN}1 / 0\n`, 'Ended by ZeroDivisionError.', { everyPython: true }),
  'an interrupt while it waits for its threads': native(`
import signal
threading.Thread(target=time.sleep, args=(0.6,)).start()
threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
${RUN}atexit.register(print, "atexit")
`, 'Finished.', { everyPython: true }),
  'a code that is a large number': native(`${RUN}sys.exit(2 ** 40 + 9)\n`, 'Exited with code 9.', { everyPython: true }),
  'a message and no stream for it': native(`${RUN}sys.stderr = None\nsys.exit("message")\n`, 'Exited with code 1.', { everyPython: true }),
  'a message and a stream that is closed': native(`${RUN}sys.stderr.close()\nsys.exit("message")\n`, 'Exited with code 1.', { everyPython: true }),
  'an exception that has no text': fault(`class Mute(Exception):\n    def __str__(self):\n        raise ValueError("mute")\n${RUN}raise Mute\n`, 'Ended by Mute.'),
  'KeyboardInterrupt of its own': fault(`${RUN}raise KeyboardInterrupt\n`, 'Interrupted (KeyboardInterrupt).'),
  'an exception in each other thread and callback': native(`
def fails():
    raise ValueError("thread")
thread = threading.Thread(target=fails, name="fails")
thread.start()
thread.join()
${RUN}`),
  'sys.exit in a task that nobody asks': native(`
async def leaves():
    await asyncio.sleep(0)
    sys.exit(3)
async def main():
    left = asyncio.create_task(leaves())
    await asyncio.sleep(1)
asyncio.run(main())
`, 'Exited with code 3', {
    tasks: { 'Task-1': 'cancelled', 'Task-2': 'failed' },
    everyPython: true,
    // before 3.12 an exception that nobody catches is not told which lines it has left
    differs: /^  File .* in <module>\n    asyncio.run\(main\(\)\)\n/gm,
  }),
  'an interrupt in a callback': native(`
loop = asyncio.new_event_loop()
def interrupts():
    raise KeyboardInterrupt
loop.call_soon(interrupts)
loop.run_forever()
`, 'Interrupted', { tasks: {}, everyPython: true }),
};

testFaults('a program that ends with', ends);

const commands = await pythons();
const INTERRUPTED = `
import asyncio, random, signal, sys, warnings
warnings.simplefilter("ignore")
sys.unraisablehook = id  # which does nothing; while a function of Python does, an interrupt may come
count = 0
async def spins():
    while True:
        await asyncio.sleep(0)
async def makes():
    while True:
        await asyncio.gather(*(asyncio.sleep(0, n) for n in range(20)))
def interrupt(number, frame):
    while frame is not None:
        if frame.f_code.co_name == "run_forever":
            raise KeyboardInterrupt
        frame = frame.f_back
signal.signal(signal.SIGALRM, interrupt)
loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda loop, context: None)
while count < 300:
    tasks = [loop.create_task(spins(), name="spins"), loop.create_task(makes(), name="makes")]
    signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0001, 0.004), 0.002)
    try:
        loop.run_forever()
    except KeyboardInterrupt:
        count += 1
    # it may have come where the loop cleans up
    loop._thread_id = None
    asyncio._set_running_loop(None)
    for task in asyncio.all_tasks(loop):
        task.cancel()
signal.setitimer(signal.ITIMER_REAL, 0)
for _ in range(100):
    pass  # what has come already is handled here, at the latest
last = loop.create_task(asyncio.sleep(0.001), name="last")
while not last.done():
    try:
        loop.run_until_complete(last)
    except KeyboardInterrupt:
        pass  # one that a task had ended with: now it reaches the task that waits for that
print("interrupted", count)
`;

describe.each([...new Set([commands[0] ?? 'python3', commands.at(-1) ?? 'python3'])])('interrupts at random moments, on %s,', (python) => {
  const cli = new CommandLine('--python', python);
  afterAll(() => cli[Symbol.dispose]());

  it('leave what is recorded whole', async ({ expect }) => {
    const { code, stdout, stderr, report } = await cli.report(INTERRUPTED);
    expect([code, stdout, stderr, report.exit.message]).toEqual([0, 'interrupted 300\n', '', 'Finished.']);
    expect(report.tasks.find(({ name }) => name === 'last')).toMatchObject({ state: 'done', steps: 2 });
    // two each time; how many of them are among those kept depends on how fast the machine is
    expect(report.tasks.length + report.tasksLetGo).toBeGreaterThan(2 * 300);
  });
});
