"""One of fifty values is not in the cache: then the await gives control back."""
# needs: sys.monitoring

import asyncio


async def look_up(n):
    if n % 50 == 49:
        await asyncio.sleep(0)
    return n


async def main():
    for n in range(400):
        await look_up(n)


asyncio.run(main())
