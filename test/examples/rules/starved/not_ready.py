"""Waiting for time, for each other or for a loop that does not run yet is not waiting for a turn."""

import asyncio
import time


async def main():
    lock = asyncio.Lock()

    async def nap():
        async with lock:
            await asyncio.sleep(0.1)

    await asyncio.gather(*(nap() for _ in range(4)))


loop = asyncio.new_event_loop()
loop.call_soon(print, "ready before the loop runs")
time.sleep(0.3)
loop.run_until_complete(main())
loop.close()
