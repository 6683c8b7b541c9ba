"""Two tasks want the same two locks, in different order: each holds one and waits for the other's, for ever."""

import asyncio


async def transfer(name, first, second):
    async with first:
        print(name, "has its first lock")
        await asyncio.sleep(0.1)
        async with second:
            print(name, "is never printed")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    tasks = [
        asyncio.create_task(transfer("there", left, right), name="there"),
        asyncio.create_task(transfer("back", right, left), name="back"),  # `left, right` here too, and all goes well
    ]
    done, pending = await asyncio.wait(tasks, timeout=0.5)
    print(len(pending), "tasks wait for each other")
    for task in pending:
        task.cancel()
    await asyncio.wait(tasks)


asyncio.run(main())
