"""A callback that is a lambda returns the task to the loop, which throws away what a callback returns."""

import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    asyncio.get_running_loop().call_later(0.01, lambda: asyncio.create_task(save()))  # warns: The task of save
    await asyncio.sleep(0.05)


asyncio.run(main())
