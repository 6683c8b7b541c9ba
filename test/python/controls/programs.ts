/** Programs that say themselves what ran, in which order and when. */

/** Blocks until somebody holds its handles; then a sleep, and 12 steps in turns, all of it printed. */
export const IN_TURNS = `
import asyncio, time
async def worker(name):
    for step in range(4):
        print(name, step, flush=True)
        await asyncio.sleep(0)
async def main():
    print("go", flush=True)
    while not isinstance(vars(asyncio.Handle)["_cancelled"], property):
        time.sleep(0.001)
    await asyncio.sleep(0.1)
    await asyncio.gather(*(worker(name) for name in "ABC"))
    print("end", flush=True)
asyncio.run(main())
`;

/** Tells what the loop's clock says of a sleep, and the order of timers. */
export const TIMERS = `
import asyncio, time
async def main():
    loop = asyncio.get_running_loop()
    order = []
    for delay in (0.6, 0.2, 0.4):
        loop.call_later(delay, order.append, delay)
    began, really_began = loop.time(), time.monotonic()
    print("go", flush=True)
    try:
        await asyncio.wait_for(asyncio.sleep(100), 0.8)
    except asyncio.TimeoutError:
        print("timed out")
    took, really_took = loop.time() - began, time.monotonic() - really_began
    print(order, 0.79 < took < 2, really_took - took > 1.4)
asyncio.run(main())
`;

/** Thousands of handles in one iteration, which note that they ran. One of them blocks until it has been asked to pause. */
export const CROWD = `
import asyncio, time
async def main():
    loop = asyncio.get_running_loop()
    ran = []
    def note(number):
        ran.append(number)
        if number == 10:
            print("ten", flush=True)
            while not isinstance(vars(asyncio.Handle)["_cancelled"], property):
                time.sleep(0.001)
    for number in range(5000):
        loop.call_soon(note, number)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(ran == list(range(5000)))
asyncio.run(main())
`;

/** Never ends, and always has something to run. */
export const ENDLESS = `
import asyncio
async def main():
    print("go", flush=True)
    while True:
        await asyncio.sleep(0)
asyncio.run(main())
`;

/** Has many handles one after the other. */
export const COUNTS = `
import asyncio
async def main():
    print("go", flush=True)
    count = 0
    while count < 20_000:
        count += 1
        await asyncio.sleep(0)
    print(count)
asyncio.run(main())
`;

/** Waits for what never comes, and tells how it ended. */
export const WAITING = `
import asyncio
async def waits():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("cancelled", flush=True)
        raise
async def main():
    task = asyncio.create_task(waits(), name="waiter")
    print("go", flush=True)
    await asyncio.wait([task])
    print("done", task.cancelled())
asyncio.run(main())
`;

/** A loop in each of two threads, which take turns by themselves. */
export const THREADS = `
import asyncio, sys, threading
ended = threading.Event()
def hears():
    sys.stdin.readline()
    ended.set()
async def turns(name):
    while not ended.is_set():
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
    print(name, flush=True)
def elsewhere():
    asyncio.run(turns("other"))
print("go", flush=True)
thread = threading.Thread(target=elsewhere)
thread.start()
threading.Thread(target=hears).start()
asyncio.run(turns("main"))
thread.join()
`;

/** Forks in the middle of a step; the child has a loop of its own. */
export const FORKING = `
import asyncio, os
async def child():
    for _ in range(3):
        await asyncio.sleep(0)
async def main():
    print("go", flush=True)
    await asyncio.sleep(1)
    number = os.fork()
    if not number:
        asyncio._set_running_loop(None)
        asyncio.new_event_loop().run_until_complete(child())
        os._exit(7)
    _, status = os.waitpid(number, 0)
    print("child", status >> 8, flush=True)
asyncio.run(main())
`;
