"""A loop of `await`s that never gives control back: what it awaits has its result at once. Nobody else has a turn."""

import asyncio
import time


async def ticker():
    for tick in range(8):
        await asyncio.sleep(0.05)
        print("tick", tick)


async def cached(key):
    return key  # no `await`: it never leaves the loop of its caller


async def greedy():
    await asyncio.sleep(0.12)
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        await cached("page")  # `await asyncio.sleep(0)` below it now and then would let others run


async def main():
    await asyncio.gather(ticker(), greedy())


asyncio.run(main())
