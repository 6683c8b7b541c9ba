"""``Queue.put``, ``drain``, a free lock hardly ever wait and need not, as long as the task does so elsewhere."""
# needs: sys.monitoring

import asyncio


async def main():
    queue = asyncio.Queue()
    lock = asyncio.Lock()
    for n in range(200):
        async with lock:
            await queue.put(n)
        await asyncio.sleep(0)


asyncio.run(main())
