"""Of two threads of the pool one waits for work, but the other will wake the loop."""
# needs: threads

import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(None, time.sleep, seconds) for seconds in (0.05, 0.4)))


asyncio.run(main())
