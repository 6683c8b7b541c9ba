/** Programs that put something of their own in the place of what asyncio, Python or the inspector uses. */
import { type Fault, testFaults } from './fault';

const COMMON = `
import asyncio, builtins, gc, importlib, os, signal, sys, threading, time
async def naps(times):
    for _ in range(times):
        await asyncio.sleep(0.001)
    return times
async def main():
    await asyncio.sleep(0)
    children = [asyncio.create_task(naps(n), name=f"naps-{n}") for n in range(1, 4)]
    print(await asyncio.gather(*children), flush=True)
`;
const RUN = 'asyncio.run(main())\nprint("end")\n';
const seen = { 'Task-1': 'done', 'naps-1': 'done', 'naps-2': 'done', 'naps-3': 'done' };
const patched = (before: string, after = ''): Fault => ({ source: `${COMMON}${before}\n${RUN}${after}\n`, ending: 'Finished.', tasks: seen, embedded: true });
const native = (before: string, after = ''): Fault => ({ source: `${COMMON}${before}\n${RUN}${after}\n`, ending: 'Finished.', tasks: seen });

const asyncioFaults: Record<string, Fault> = {
  'the functions of the running loop': {
    ...native(`
for module in (asyncio, asyncio.events):
    for name in ("get_running_loop", "_get_running_loop", "_set_running_loop"):
        setattr(module, name, getattr(asyncio.events, "_py_" + name))
`),
    // since then tasks written in C know by themselves which loop runs
    until: 13,
  },
  'what a task says of itself': {
    ...patched(`
class OwnTask(asyncio.Task):
    def done(self):
        print("asked")
        raise ValueError("own")
    cancelled = done
async def owned():
    loop = asyncio.get_running_loop()
    own = [OwnTask(naps(n), loop=loop, name=f"own-{n}") for n in range(3)]
    await asyncio.sleep(0.1)
asyncio.run(owned())
asyncio.tasks._task_name_counter = __import__("itertools").count(1).__next__
`),
    everyPython: true,
    tasks: { ...seen, 'own-2': 'done' },
  },
  'tasks and futures by those in Python': {
    ...patched(`
asyncio.Task = asyncio.tasks._CTask = asyncio.tasks.Task = asyncio.tasks._PyTask
asyncio.Future = asyncio.futures._CFuture = asyncio.futures.Future = asyncio.futures._PyFuture
async def kind():
    task = asyncio.ensure_future(naps(1))
    await task  # since 3.14 \`asyncio.run\` does not find it, and would not cancel it
    print(type(task) is asyncio.tasks._PyTask, type(asyncio.get_running_loop().create_future()) is asyncio.futures._PyFuture)
asyncio.run(kind())
asyncio.tasks._task_name_counter = __import__("itertools").count(1).__next__
`),
    everyPython: true,
    // of the loop before, which ended
    check: ({ tasks }) => {
      const steps = tasks.find(({ name }) => name === 'naps-3')?.steps;
      if (steps !== 4) throw new Error(`${steps} steps`);
    },
  },
  'tasks and futures by classes of its own': patched(`
class OwnFuture(asyncio.Future):
    pass
class OwnTask(asyncio.Task):
    def get_coro(self):
        raise ValueError("own")
    def done(self):
        return super().done()
asyncio.Task = asyncio.tasks.Task = OwnTask
asyncio.Future = asyncio.futures.Future = OwnFuture
async def kind():
    print(type(asyncio.current_task()), type(asyncio.get_running_loop().create_future()))
asyncio.run(kind())
`),
  'a task factory that makes no tasks': patched(`
class Odd(asyncio.Future):
    def __init__(self, coroutine, loop):
        super().__init__(loop=loop)
        self.task = asyncio.Task(coroutine, loop=loop)
        self.task.add_done_callback(lambda task: self.set_result(task.result()))
    def set_name(self, name):
        self.task.set_name(name)
    def get_name(self):
        raise ValueError("no name")
async def odd():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coroutine, **options: Odd(coroutine, loop))
    print(await loop.create_task(naps(2)))
asyncio.run(odd())
`),
  'methods of the loop': patched(`
Base = asyncio.BaseEventLoop
counts = {}
def counted(name):
    method = getattr(Base, name)
    def call(self, *args, **options):
        counts[name] = counts.get(name, 0) + 1
        return method(self, *args, **options)
    setattr(Base, name, call)
for name in ("_run_once", "call_soon", "call_at", "call_later", "create_task", "create_future", "run_forever", "call_exception_handler"):
    counted(name)
`, 'print(sorted(counts))\n'),
  'the turn of the loop by its own': {
    ...patched(`
unused = asyncio.new_event_loop()
unused.close()
class Loop(type(unused)):
    def _run_once(self):
        super()._run_once()
    def call_soon(self, *args, **options):
        return super().call_soon(*args, **options)
    def create_task(self, coroutine, **options):
        return super().create_task(coroutine, **options)
async def main(main=main):
    await main()
loop = Loop()
loop.run_until_complete(main())
loop.close()
`),
  },
  'the modules of asyncio by loading them again': patched('importlib.reload(asyncio.base_events)\nimportlib.reload(asyncio.tasks)\n'),
};

const pythonFaults: Record<string, Fault> = {
  'modules by nothing': patched(`
import atexit
@atexit.register
def lose():
    for name in list(sys.modules):
        if name.startswith(("asyncio", "loop_inspector", "threading", "json", "time", "traceback", "os", "atexit")):
            del sys.modules[name]
`),
  'modules by None': { ...patched('for name in ("dis", "platform", "traceback", "warnings", "linecache", "ast", "opcode", "tokenize", "json"):\n    sys.modules[name] = None\n'), everyPython: true },
  threading: { ...native('sys.modules["threading"] = None\n'), differs: /^Exception ignored in: .*\n(?:Traceback.*\n)?AttributeError: .*\n/gm },
  'clocks and functions of the system': patched(`
def refuses(*args, **options):
    raise RuntimeError("refuses")
import json, platform, struct
kept = [(module, name, getattr(module, name)) for module, name in (
    (time, "perf_counter_ns"), (time, "perf_counter"), (time, "time"), (time, "time_ns"), (os, "write"), (os, "getppid"), (os, "fstat"),
    (json, "dumps"), (struct, "pack"), (threading, "active_count"))]
if sys.version_info < (3, 14):  # which needs it to run a loop
    kept.append((os, "getpid", os.getpid))
for module, name, _ in kept:
    setattr(module, name, refuses)
sys._current_frames = refuses
def busy():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass
busy()
`, 'for module, name, function in kept:\n    setattr(module, name, function)\n'),
  'clocks, wherever somebody holds them': patched(`
functions = {id(function): name for name, function in vars(time).items() if name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")}
kept = []
for module in list(sys.modules.values()):
    for name, value in list(getattr(module, '__dict__', {}).items()):
        if id(value) in functions and module is not time:
            kept.append((module, name, value))
            setattr(module, name, lambda: 0)
`, 'for module, name, value in kept:\n    setattr(module, name, value)\n'),
  "the loop's clock by one that stands": patched(`
class Clock:
    now = -5.0
async def main(main=main):
    loop = asyncio.get_running_loop()
    loop.time = lambda: Clock.now
    def advance():
        Clock.now += 0.001
        loop.call_soon(advance)
    advance()
    await asyncio.create_task(naps(3), name="standing")
    await main()
`),
  'builtins': patched(`
real = {name: getattr(builtins, name) for name in ("id", "len", "isinstance", "getattr", "min", "max", "type", "range", "sorted", "list", "print", "hasattr")}
count = 0
def counted(function):
    def call(*args, **options):
        global count
        frame = sys._getframe(1)
        if "loop_inspector" in frame.f_code.co_filename:
            count += 1
        return function(*args, **options)
    return call
for name in ("id", "len", "isinstance", "min", "max", "sorted", "print", "hasattr"):
    setattr(builtins, name, counted(real[name]))
`, 'for name, function in real.items():\n    setattr(builtins, name, function)\nprint(count)\n'),
  'the limit of recursion': patched(`
def deepest():
    try:
        return deepest()
    except RecursionError:
        return "deep"
async def main(main=main):
    before = sys.getrecursionlimit()
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 25)
    print(deepest())
    await asyncio.create_task(naps(60), name="low")
    sys.setrecursionlimit(before)
    await main()
`),
  'tracing': patched(`
calls = set()
def trace(frame, event, argument):
    calls.add(frame.f_code.co_name)
    return trace
sys.settrace(trace)
threading.settrace(trace)
sys.setprofile(lambda *_: None)
`, 'sys.settrace(None)\nsys.setprofile(None)\nprint("naps" in calls, "main" in calls)\n'),
  'every tool that monitors': {
    ...patched(`
taken = [0, 1, 2, 3, 4, 5]
for tool in taken:
    sys.monitoring.use_tool_id(tool, f"tool {tool}")
    sys.monitoring.register_callback(tool, sys.monitoring.events.PY_YIELD, lambda *_: None)
    sys.monitoring.set_events(tool, sys.monitoring.events.PY_YIELD)
print([sys.monitoring.get_tool(tool) for tool in taken])
`),
    since: 12,
  },
  'what watches garbage': patched('gc.callbacks.clear()\ngc.disable()\ngc.freeze()\n'),
  'handlers of signals': {
    ...native(`
for number in signal.valid_signals():
    try:
        signal.signal(number, lambda number, frame: print("signal", number))
    except (OSError, ValueError):
        pass
signal.set_wakeup_fd(-1)
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGTERM)
`),
  },
  'the mask of signals': native(`
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGTERM)
print(sorted(signal.sigpending()))
print(signal.sigwait([signal.SIGUSR1]), signal.sigwait([signal.SIGTERM]))
`),
};

testFaults('a program that replaces, in asyncio,', asyncioFaults);
testFaults('a program that replaces', pythonFaults);
