"""As the documentation of ``create_task`` recommends."""

import asyncio

background = set()


async def save():
    await asyncio.sleep(0)


async def main():
    background.add(asyncio.create_task(save()))
    task = asyncio.create_task(save())
    background.add(task)
    task.add_done_callback(background.discard)
    await asyncio.sleep(0.01)


asyncio.run(main())
