"""Awaited late, after it had failed: the exception comes out of the await."""

import asyncio


async def fetch():
    raise ValueError("no such page")


async def main():
    task = asyncio.create_task(fetch())
    await asyncio.sleep(0.01)
    try:
        await task
    except ValueError as error:
        print("caught", error)


asyncio.run(main())
