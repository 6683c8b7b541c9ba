"""Nobody keeps the task, but somebody keeps the event that it waits in."""

import asyncio
import gc


async def watch(event):
    await event.wait()


async def main():
    event = asyncio.Event()
    asyncio.create_task(watch(event))
    await asyncio.sleep(0.01)
    gc.collect()
    event.set()
    await asyncio.sleep(0.01)


asyncio.run(main())
