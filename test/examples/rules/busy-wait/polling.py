"""Looks whether the other has finished, as often as it can."""

import asyncio

finished = []


async def work():
    await asyncio.sleep(0.6)
    finished.append(True)


async def main():
    task = asyncio.create_task(work())
    while not finished:
        await asyncio.sleep(0)  # warns: Task-1 gave up control
    await task


asyncio.run(main())
