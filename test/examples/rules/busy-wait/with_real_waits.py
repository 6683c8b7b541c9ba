"""Gives up control thousands of times, but really waits after each 200."""

import asyncio


async def main():
    for _ in range(50):
        for _ in range(200):
            await asyncio.sleep(0)
        await asyncio.sleep(0.005)


asyncio.run(main())
