"""``main`` waits for any of two, of which one waits for ``main``: the other ends the wait."""

import asyncio


async def follow(task):
    await task


async def main():
    follower = asyncio.create_task(follow(asyncio.current_task()))
    timer = asyncio.create_task(asyncio.sleep(0.3))
    done, pending = await asyncio.wait([follower, timer], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))


asyncio.run(main())
