"""Many short steps, none of them slow: whoever is queued behind them waits for 200 ms and more. The warning has no line."""
# run with: --slow 5000
# warns without a line: … handles waited up to

import asyncio
import time


async def parse():
    time.sleep(0.01)


async def main():
    await asyncio.gather(*(parse() for _ in range(30)))


asyncio.run(main())
