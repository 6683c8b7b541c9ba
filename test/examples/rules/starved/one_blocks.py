"""They wait because of one single step, which has a warning of its own."""
# run with: --slow 200
# instead: slow-callback

import asyncio
import time


async def parse(seconds):
    time.sleep(seconds)


async def main():
    await asyncio.gather(parse(0.3), *(parse(0) for _ in range(20)))


asyncio.run(main())
