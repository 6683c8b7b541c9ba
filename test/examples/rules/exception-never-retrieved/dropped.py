"""The task fails and is dropped: nobody ever sees the exception."""

import asyncio
import gc


async def fetch():
    raise ValueError("no such page")


async def main():
    task = asyncio.create_task(fetch())  # warns: Task-2 failed with ValueError: no such page, and nobody asked how it ended.
    await asyncio.sleep(0.01)
    del task
    gc.collect()


asyncio.run(main())
