"""Both want what the other holds, one after the other: the first gives up before the second asks."""

import asyncio


async def patient(left, right):
    async with right:
        await asyncio.sleep(0.6)
        async with left:
            print("got both")


async def impatient(left, right):
    async with left:
        await asyncio.sleep(0.05)
        try:
            await asyncio.wait_for(right.acquire(), 0.2)
        except asyncio.TimeoutError:
            print("gave up")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(patient(left, right), impatient(left, right))


asyncio.run(main())
