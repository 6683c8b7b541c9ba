"""What the garbage collector takes had ended long before."""

import asyncio
import gc


async def watch():
    await asyncio.sleep(0)


async def main():
    asyncio.create_task(watch())
    await asyncio.sleep(0.05)
    gc.collect()
    await asyncio.sleep(0.01)


asyncio.run(main())
