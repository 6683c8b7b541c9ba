"""Each holds the lock that the other wants. A timeout ends it at last; it is a deadlock all the same."""

import asyncio


async def transfer(name, first, second):
    async with first:
        await asyncio.sleep(0.05)
        async with second:  # warns: Tasks wait for each other, so that none can go on unless one is cancelled or another one releases a lock: Task
            print("never printed")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    both = asyncio.gather(transfer("a", left, right), transfer("b", right, left))
    try:
        await asyncio.wait_for(both, 0.6)
    except asyncio.TimeoutError:
        print("timeout")


asyncio.run(main())
