/** Programs that look at what they are run with, as libraries do to see what they may use. */
import { type Fault, testFaults } from './fault';

const finds = (source: string): Fault => ({ source, ending: 'Finished.', everyPython: true });

testFaults('a program that looks at', {
  'functions of asyncio': finds(`
import asyncio, inspect
for name, member in sorted(vars(asyncio.BaseEventLoop).items()):
    if inspect.isfunction(member):
        print(name, member.__name__, member.__qualname__, member.__module__, member.__doc__, member.__annotations__, list(inspect.signature(member).parameters), inspect.iscoroutinefunction(member))
print(inspect.signature(asyncio.Handle._run), asyncio.Handle._run.__qualname__)
async def main():
    print("context" in inspect.signature(asyncio.get_running_loop().create_task).parameters)
asyncio.run(main())
`),
  'functions that end or copy it': finds(`
import inspect, os
for name in ("_exit", "abort", "execv", "execve", "fork", "forkpty"):
    function = getattr(os, name)
    print(name, function.__name__, function.__module__, function.__doc__, inspect.signature(function))
`),
  'where futures were made, in debug mode': finds(`
import asyncio
async def main():
    future = asyncio.get_running_loop().create_future()
    async def waits():
        await future
    task = asyncio.create_task(waits(), name="waits")
    print(future, asyncio.get_running_loop().call_soon(print, "called"))
    await asyncio.sleep(0)
    print(repr(task)[:60], repr(task)[-100:])
    future.set_result(None)
    await task
asyncio.run(main(), debug=True)
`),
  'all threads': finds(`
import sys, threading, time
def waits():
    time.sleep(0.2)
thread = threading.Thread(target=waits, name="waits")
thread.start()
names = {thread.ident: thread.name for thread in threading.enumerate()}
for _ in range(5):
    print(sorted(names[ident] for ident in sys._current_frames()), sys._current_frames.__name__)
    time.sleep(0.01)
`),
  'how it was started': finds(`
import os, sys
if len(sys.argv) == 1 and hasattr(sys, "orig_argv"):
    sys.stdout.flush()
    print(os.path.basename(sys.orig_argv[1]), sys.orig_argv[2:], flush=True)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], "again"])
print(sys.argv[1:])
`),
  'its own module': finds(`
import __main__, pkgutil, sys
print(sorted(vars(__main__)), __name__, __spec__, __package__, __doc__, __cached__, type(__loader__).__name__, __loader__.name, __loader__.path == __file__)
print(__loader__.get_source("__main__").count("print"), sys.modules["__main__"] is __main__)
`),
});
