"""A cancelled task has not failed, though ``CancelledError`` came out of it."""

import asyncio
import gc


async def fetch():
    await asyncio.sleep(10)


async def main():
    task = asyncio.create_task(fetch())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0.01)
    del task
    gc.collect()


asyncio.run(main())
