"""``asyncio.run`` cancels what is left, and waits for it."""

import asyncio


async def upload():
    await asyncio.sleep(10)


async def main():
    task = asyncio.create_task(upload())
    await asyncio.sleep(0.01)
    return task


print(asyncio.run(main()))
