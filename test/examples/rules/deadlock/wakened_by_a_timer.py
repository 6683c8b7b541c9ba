"""Every task waits for another, the last for an event that a timer sets."""

import asyncio


async def follow(task):
    await task


async def wait(event):
    await event.wait()


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.3, event.set)
    last = asyncio.create_task(wait(event))
    for _ in range(3):
        last = asyncio.create_task(follow(last))
    await last


asyncio.run(main())
