"""A plain callback can block as well as a task."""
# run with: --slow 200

import asyncio
import time


def tidy():
    time.sleep(0.3)  # warns: Callback tidy blocked the event loop for


async def main():
    asyncio.get_running_loop().call_soon(tidy)
    await asyncio.sleep(0.01)


asyncio.run(main())
