"""``second`` gathers ``first`` among others, and ``first`` awaits ``second``: a circle needs no lock. The loop goes on with other tasks."""

import asyncio


async def first(tasks):
    await asyncio.sleep(0.2)
    await tasks[1]  # warns: Tasks wait for each other, so that none can go on unless one is cancelled: Task first for task second at awaiting_each_other.py:8, Task second for gather, 1 of 2 pending at awaiting_each_other.py:13.


async def second(tasks):
    await asyncio.sleep(0)
    await asyncio.gather(tasks[0], asyncio.sleep(0))


async def main():
    tasks.append(asyncio.get_running_loop().create_task(first(tasks), name="first"))
    tasks.append(asyncio.get_running_loop().create_task(second(tasks), name="second"))
    await asyncio.sleep(0.6)


tasks = []
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
# ``asyncio.run`` would cancel them, and a cancellation goes round in such a circle for ever
