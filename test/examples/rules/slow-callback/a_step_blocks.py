"""A step of a task holds the loop for 300 ms; what is on the line counts, not what the task did before."""
# run with: --slow 200

import asyncio
import time


async def load():
    await asyncio.sleep(0.01)
    time.sleep(0.3)  # warns: Task-2 blocked the event loop for


async def main():
    await asyncio.create_task(load())


asyncio.run(main())
