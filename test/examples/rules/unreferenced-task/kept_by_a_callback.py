"""Who asks for the end of a task with the call's result still has used it: a set, by way of ``add_done_callback``."""

import asyncio

done = set()


async def save():
    await asyncio.sleep(0)


async def main():
    asyncio.create_task(save()).add_done_callback(done.add)
    await asyncio.sleep(0.01)


asyncio.run(main())
print(len(done))
