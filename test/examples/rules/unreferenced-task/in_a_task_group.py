"""A ``TaskGroup`` keeps its tasks, so the result of its ``create_task`` may be thrown away."""
# needs: Python 3.11

import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(save())
        group.create_task(save(), name="second")


asyncio.run(main())
