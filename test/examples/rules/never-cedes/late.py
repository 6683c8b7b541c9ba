"""It gives control back at last: what was said after a hundred times is taken back."""
# needs: sys.monitoring

import asyncio


async def look_up(n):
    if n == 180:
        await asyncio.sleep(0.01)
    return n


async def main():
    for n in range(200):
        await look_up(n)


asyncio.run(main())
