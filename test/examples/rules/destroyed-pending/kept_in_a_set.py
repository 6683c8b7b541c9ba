"""The set keeps the task; ``asyncio.run`` cancels it at the end."""

import asyncio
import gc

background = set()


async def watch():
    await asyncio.get_running_loop().create_future()


async def main():
    background.add(asyncio.create_task(watch()))
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.01)


asyncio.run(main())
