"""A semaphore lets two work at a time: the others' turn comes in later iterations."""
# run with: --slow 200

import asyncio
import time


async def parse(places):
    async with places:
        time.sleep(0.02)
        await asyncio.sleep(0)


async def main():
    places = asyncio.Semaphore(2)
    await asyncio.gather(*(parse(places) for _ in range(16)))


asyncio.run(main())
