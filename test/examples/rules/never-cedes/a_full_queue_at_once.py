"""A queue without a limit takes everything at once: nobody who gets from it has a turn before the last is put."""
# needs: sys.monitoring

import asyncio


async def consume(queue):
    while True:
        await queue.get()


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue))
    for n in range(200):
        await queue.put(n)  # warns: This await was reached 100 times or more and never gave control back to the loop
    await asyncio.sleep(0)
    consumer.cancel()


asyncio.run(main())
