/** Programs that end where nobody expects it: killed, crashed, left by force, replaced, doubled. */
import { type Fault, testFaults } from './fault';

/** A task that waits for ever and one that has ended are known before `what` goes wrong: the loop has been idle. */
const inTask = (what: string, before = ''): string => `
import asyncio, ctypes, os, signal, sys, threading
${before}
async def waits():
    await asyncio.Event().wait()
async def ends():
    return 1
async def main():
    waiting = asyncio.create_task(waits(), name="waits")
    await asyncio.create_task(ends(), name="ends")
    await asyncio.sleep(0.05)
    print("so far", flush=True)
    ${what.replaceAll('\n', '\n    ')}
asyncio.run(main())
print("end")
`;

const seen = { waits: 'parked', ends: 'done' };

const endings: Record<string, Fault> = {
  'killed by itself': { source: inTask('os.kill(os.getpid(), signal.SIGKILL)'), ending: 'The program’s process was ended by SIGKILL.', tasks: seen },
  'killed by another': {
    source: inTask('os.system(f"kill -9 {os.getpid()}")\nawait asyncio.Event().wait()'),
    ending: 'The program’s process was ended by SIGKILL.',
    tasks: seen,
  },
  'a crash in C': { source: inTask('ctypes.string_at(0)'), ending: 'The program’s process was ended by SIGSEGV.', tasks: seen },
  abort: { source: inTask('os.abort()'), ending: 'The program’s process was ended by SIGABRT.', tasks: seen },
  'ended by a signal of its own': { source: inTask('signal.raise_signal(signal.SIGTERM)'), ending: 'The program’s process was ended by SIGTERM.', tasks: seen },
  'os._exit in a step': { source: inTask('os._exit(3)'), ending: 'Exited with code 3.', tasks: { ...seen, 'Task-1': 'ready' }, embedded: true },
  'os._exit in a callback': { source: inTask('asyncio.get_running_loop().call_soon(os._exit, 4)\nawait asyncio.Event().wait()'), ending: 'Exited with code 4.', tasks: seen, embedded: true },
  'os._exit in a thread': { source: inTask('threading.Thread(target=os._exit, args=(5,)).start()\nawait asyncio.Event().wait()'), ending: 'Exited with code 5.', tasks: seen },
  'os._exit in a handler of a signal': {
    source: inTask('signal.setitimer(signal.ITIMER_REAL, 0.01)\nwhile True:\n    await asyncio.sleep(0)', 'signal.signal(signal.SIGALRM, lambda *_: os._exit(6))'),
    ending: 'Exited with code 6.',
    tasks: seen,
  },
  'sys.exit in a task': { source: inTask('sys.exit(7)'), ending: 'Exited with code 7.', tasks: { ends: 'done', 'Task-1': 'failed' }, embedded: true },
  'sys.exit in a callback': {
    source: inTask('asyncio.get_running_loop().call_soon(sys.exit, 8)\nawait asyncio.Event().wait()'),
    ending: 'Exited with code 8.',
    tasks: { ends: 'done' },
    embedded: true,
  },
  'sys.exit in a thread': { source: inTask('thread = threading.Thread(target=sys.exit, args=(9,))\nthread.start()\nthread.join()'), ending: 'Finished.', tasks: { ends: 'done' } },
  'replaced by another program': {
    source: inTask('os.execv(sys.executable, [sys.executable, "-c", "print(\'another\'); raise SystemExit(3)"])'),
    ending: 'Exited with code 3. Not all of it was seen',
    tasks: seen,
  },
  'replaced by another program at once': {
    source: 'import asyncio, os, sys\nasync def main():\n    await asyncio.sleep(0)\n    os.execlp(sys.executable, sys.executable, "-c", "print(5)")\nasyncio.run(main())\n',
    ending: 'Finished. Not all of it was seen',
    tasks: { 'Task-1': 'ready' },
  },
};

const FORKS = `
import asyncio, os, sys
async def naps(times):
    for _ in range(times):
        await asyncio.sleep(0.001)
def ended(child):
    print("child ended with", os.waitpid(child, 0)[1], flush=True)
`;
const QUIET = 'import warnings\nwarnings.simplefilter("ignore")\n';

const children: Record<string, Fault> = {
  'a child that goes on with the loop': {
    source: `${QUIET}${FORKS}
async def main():
    await naps(3)
    child = os.fork()
    await asyncio.sleep(0)
    if not child:
        await asyncio.gather(naps(50), naps(60))
        print("child", flush=True)
        return
    ended(child)
    await asyncio.create_task(naps(2), name="naps")
asyncio.run(main())
`,
    ending: 'Finished.',
    // since then no loop runs in a forked child
    until: 13,
    tasks: { 'Task-1': 'done', naps: 'done' },
    check: ({ tasks }) => {
      const ofChild = tasks.filter(({ coroutine, name }) => coroutine === 'naps' && name !== 'naps');
      if (ofChild.length > 0) throw new Error(`tasks of the child: ${ofChild.map(({ name }) => name).join(', ')}`);
    },
  },
  'a child that keeps what the loop had': {
    source: `${FORKS}
loop = asyncio.new_event_loop()
soon, spawn, at = loop.call_soon, loop.create_task, loop.call_later
loop.run_until_complete(naps(2))
child = os.fork()
if not child:
    soon(print, "soon")
    at(0.001, print, "later")
    loop.run_until_complete(spawn(naps(3)))
    loop.set_debug(True)
    loop.slow_callback_duration = 1000  # else asyncio itself says something on a slow machine
    loop.run_until_complete(spawn(naps(3)))
    loop.close()
    try:
        soon(print)
    except RuntimeError as error:
        print(error)
    sys.exit(4)
ended(child)
loop.run_until_complete(loop.create_task(naps(2), name="naps"))
`,
    ending: 'Finished.',
    tasks: { naps: 'done' },
  },
  'a child with a loop of its own, left by os._exit': {
    source: `${FORKS}
child = os.fork()
if not child:
    asyncio.run(naps(30))
    os._exit(7)
ended(child)
asyncio.run(naps(1))
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done' },
  },
  'a child that is made beside a thread': {
    source: `${FORKS}
import threading
done = threading.Event()
thread = threading.Thread(target=done.wait)
thread.start()
child = os.fork()
if not child:
    os._exit(3)
ended(child)
done.set()
thread.join()
print(threading.active_count(), [one.name for one in threading.enumerate()])
asyncio.run(naps(1))
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done' },
    // the number of the process
    differs: /pid=\d+/g,
  },
  'a child that fails': {
    source: `${FORKS}
child = os.fork()
if not child:
    asyncio.run(naps(3))
    raise KeyError("child")
ended(child)
asyncio.run(naps(1))
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done' },
  },
  'multiprocessing, each way to start': {
    source: `
import asyncio, multiprocessing, sys
async def squares(x):
    await asyncio.sleep(0.001)
    return x * x
def square(x):
    return asyncio.run(squares(x))
async def main(context):
    loop = asyncio.get_running_loop()
    with context.Pool(2) as pool:
        print(await loop.run_in_executor(None, pool.map, square, [1, 2, 3]))
if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        asyncio.run(main(multiprocessing.get_context(method)))
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done' },
  },
  'an interpreter that it starts': {
    source: `
import asyncio, subprocess, sys
async def main():
    program = "import asyncio; asyncio.run(asyncio.sleep(0.01)); print('inner')"
    print(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True))
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    print(await process.wait())
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done' },
  },
};

testFaults('a program that is', endings);
testFaults('a program with', children);
