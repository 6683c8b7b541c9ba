"""The whole iteration is slow, and that is what is said."""
# run with: --slow 200
# instead: slow-iteration

import asyncio
import time


async def parse():
    time.sleep(0.02)


async def main():
    await asyncio.gather(*(parse() for _ in range(20)))


asyncio.run(main())
