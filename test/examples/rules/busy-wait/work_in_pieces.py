"""Work in pieces that take some ten microseconds, each followed by a turn for the others."""

import asyncio


async def main():
    total = 0
    for _ in range(30_000):
        for number in range(400):
            total += number * number
        await asyncio.sleep(0)


asyncio.run(main())
