"""Nobody awaits the task, but a callback asks for its exception."""

import asyncio
import gc


async def fetch():
    raise ValueError("no such page")


async def main():
    task = asyncio.create_task(fetch())
    task.add_done_callback(lambda done: print("failed with", done.exception()))
    await asyncio.sleep(0.01)
    del task
    gc.collect()


asyncio.run(main())
