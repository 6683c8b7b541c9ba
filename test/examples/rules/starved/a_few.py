"""A few short steps: nobody waits for long."""

import asyncio
import time


async def parse():
    time.sleep(0.001)


async def main():
    await asyncio.gather(*(parse() for _ in range(8)))


asyncio.run(main())
