"""Each of 20 steps is short, but they all run in one iteration: whatever becomes ready waits for 400 ms."""
# run with: --slow 200

import asyncio
import time


async def parse():  # warns: One iteration of the loop took
    time.sleep(0.02)


async def main():
    await asyncio.gather(*(parse() for _ in range(20)))


asyncio.run(main())
