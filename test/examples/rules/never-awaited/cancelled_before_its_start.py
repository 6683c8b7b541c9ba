"""The task was cancelled before its first step: its coroutine never began, but it was awaited."""

import asyncio


async def save():
    print("never printed")


async def main():
    task = asyncio.create_task(save())
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))


asyncio.run(main())
