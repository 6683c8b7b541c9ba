import asyncio
import time


async def consume(queue):
    while await queue.get() is not None:
        pass


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue))
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        queue.put_nowait("something to do")
        await asyncio.sleep(0)
    queue.put_nowait(None)
    await consumer


asyncio.run(main())
