"""Awaited at once, later, as a task and among others: each of them runs."""

import asyncio


async def save(record):
    return record


async def main():
    await save(1)
    later = save(2)
    await asyncio.sleep(0)
    await later
    await asyncio.create_task(save(3))
    print(await asyncio.gather(save(4), save(5)))


asyncio.run(main())
