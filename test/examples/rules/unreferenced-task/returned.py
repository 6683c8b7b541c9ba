"""Whoever gets a task from a function keeps it: a coroutine's result, and what a lambda gives to the program."""

import asyncio


async def save():
    await asyncio.sleep(0)


async def begin():
    return asyncio.create_task(save())


async def main():
    beginning = asyncio.create_task(begin())
    make = lambda: asyncio.create_task(save())  # noqa: E731
    await make()
    await (await beginning)


asyncio.run(main())
