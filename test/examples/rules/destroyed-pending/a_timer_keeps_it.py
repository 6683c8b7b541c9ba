"""Nobody keeps the task, but the loop keeps the timer that will wake it, and so the task."""

import asyncio
import gc


async def watch():
    await asyncio.sleep(0.1)


async def main():
    asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.2)


asyncio.run(main())
