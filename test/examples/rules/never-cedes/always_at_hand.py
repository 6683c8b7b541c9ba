"""Every value is in the cache: 200 times ``await`` and not once a turn for anybody else."""
# needs: sys.monitoring

import asyncio

cache = {n: n for n in range(200)}


async def look_up(n):
    if n not in cache:
        await asyncio.sleep(0.01)
        cache[n] = n
    return cache[n]


async def main():
    for n in range(200):
        await look_up(n)  # warns: This await was reached 100 times or more and never gave control back to the loop


asyncio.run(main())
