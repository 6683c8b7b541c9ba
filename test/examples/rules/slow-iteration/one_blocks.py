"""The iteration is slow because of a single step, which has a warning of its own."""
# run with: --slow 200
# instead: slow-callback

import asyncio
import time


async def parse(seconds):
    time.sleep(seconds)


async def main():
    await asyncio.gather(parse(0.005), parse(0.3), *(parse(0.005) for _ in range(5)))


asyncio.run(main())
