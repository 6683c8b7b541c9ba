"""Looks again and again, but sleeps in between: that costs next to nothing."""

import asyncio

finished = []


async def work():
    await asyncio.sleep(0.4)
    finished.append(True)


async def main():
    task = asyncio.create_task(work())
    while not finished:
        await asyncio.sleep(0.005)
    await task


asyncio.run(main())
