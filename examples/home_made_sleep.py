"""A sleep made of a future and a watcher: a task that looks at the clock once in each iteration of the loop."""

import asyncio
import time


class YieldToLoop:
    def __await__(self):
        yield  # the only way out to the loop


async def watch(future, due):
    while time.monotonic() < due:
        await YieldToLoop()
    future.set_result(None)


async def sleep(seconds):
    future = asyncio.get_running_loop().create_future()
    watcher = asyncio.create_task(watch(future, time.monotonic() + seconds), name="watcher")
    await future
    await watcher


async def main():
    print("before")
    await sleep(0.2)
    print("after")


asyncio.run(main())
