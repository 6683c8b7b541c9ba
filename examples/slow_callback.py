"""A greedy coroutine: while it sleeps with `time.sleep`, nobody else gets a turn."""

import asyncio
import time


async def ticker():
    for tick in range(8):
        await asyncio.sleep(0.05)
        print("tick", tick)


def read_slowly():
    time.sleep(0.3)  # freezes the loop; `await asyncio.sleep(0.3)` would not


async def greedy():
    await asyncio.sleep(0.12)
    read_slowly()


async def main():
    await asyncio.gather(ticker(), greedy())


asyncio.run(main())
