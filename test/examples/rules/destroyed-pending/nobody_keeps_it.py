"""Nobody knows the task nor what it waits for: the garbage collector takes both."""

import asyncio
import gc


async def watch():
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.create_task(watch(), name="watch")  # warns: Task watch was garbage-collected while pending
    await asyncio.sleep(0.01)
    gc.collect()


asyncio.run(main())
