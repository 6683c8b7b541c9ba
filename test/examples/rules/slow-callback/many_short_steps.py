"""400 ms of work in steps of 20 ms: none of them blocks."""
# run with: --slow 200

import asyncio
import time


async def main():
    for _ in range(20):
        time.sleep(0.02)
        await asyncio.sleep(0)


asyncio.run(main())
