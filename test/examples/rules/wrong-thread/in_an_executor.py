"""The result of a thread's work reaches the loop by ``run_in_executor``, which is safe."""
# needs: threads

import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(None, time.sleep, 0.01) for _ in range(5)))


asyncio.run(main())
