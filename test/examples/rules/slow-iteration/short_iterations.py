"""As much work, five steps of 10 ms at a time: no iteration is slow."""
# run with: --slow 200

import asyncio
import time


async def parse():
    time.sleep(0.01)


async def main():
    for _ in range(8):
        await asyncio.gather(*(parse() for _ in range(5)))


asyncio.run(main())
