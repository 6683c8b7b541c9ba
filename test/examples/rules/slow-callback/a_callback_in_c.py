"""A function that is written in C is called by the loop itself: there is no line of the program to blame."""

import asyncio
import time


async def main():
    asyncio.get_running_loop().call_later(0.01, time.sleep, 0.25)
    await asyncio.sleep(0.05)


# warns without a line: Callback sleep blocked the event loop for
asyncio.run(main())
