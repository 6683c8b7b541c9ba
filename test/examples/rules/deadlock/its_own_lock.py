"""A function that takes the lock calls another that takes it too: a lock of asyncio cannot be taken twice by the same task."""

import asyncio


async def withdraw(lock):
    async with lock:  # warns: A task waits for a lock that it holds, and cannot go on unless it is cancelled or another one releases it: Task
        print("never printed")


async def transfer(lock):
    async with lock:
        await withdraw(lock)


async def main():
    lock = asyncio.Lock()
    try:
        await asyncio.wait_for(transfer(lock), 0.6)
    except asyncio.TimeoutError:
        print("timeout")


asyncio.run(main())
