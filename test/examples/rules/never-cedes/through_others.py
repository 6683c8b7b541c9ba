"""The outer await gives control back whenever one further in does."""
# needs: sys.monitoring

import asyncio


async def inner():
    await asyncio.sleep(0)


async def outer():
    await inner()


async def main():
    for _ in range(200):
        await outer()


asyncio.run(main())
