"""Tasks that wait for each other in many ways. Prints what it has built, and goes on when something is typed."""

import asyncio
import sys


async def read(number):
    await asyncio.sleep(1000)  # reads


async def query(number):
    return await read(number)  # queries


async def crowd():
    await asyncio.gather(*(query(number) for number in range(1000)))  # gathers a thousand


async def shared():
    await asyncio.get_running_loop().create_future()  # shared


async def asks(task):
    await task  # asks


async def holds(lock):
    async with lock:
        await asyncio.sleep(1000)  # holds


async def wants(lock):
    async with lock:  # wants
        pass


async def waits_for(others):
    await others[0]  # in a circle


async def deep(depth):
    if depth == 0:
        await asyncio.sleep(1000)  # at the bottom
    else:
        await deep(depth - 1)  # deeper


async def fails():
    raise ValueError("no such page")


async def main():
    loop = asyncio.get_running_loop()
    lock = asyncio.Lock()
    one = asyncio.create_task(shared(), name="shared")
    others = []
    tasks = [
        asyncio.create_task(crowd(), name="crowd"),
        one,
        asyncio.create_task(asks(one), name="first"),
        asyncio.create_task(asks(one), name="second"),
        asyncio.create_task(holds(lock), name="holder"),
        asyncio.create_task(wants(lock), name="wanter"),
        asyncio.create_task(deep(40), name="deep"),
        asyncio.create_task(waits_for(others), name="chicken"),
    ]
    others.append(asyncio.create_task(waits_for([tasks[-1]]), name="egg"))
    await asyncio.gather(asyncio.create_task(fails(), name="fails"), return_exceptions=True)
    print("built", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline) if "--thread" in sys.argv else await asyncio.sleep(1000)


asyncio.run(main())
