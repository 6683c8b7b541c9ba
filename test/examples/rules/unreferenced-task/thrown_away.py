"""The result of ``create_task`` is thrown away. It goes well this time; nothing says that it will."""

import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    for _ in range(3):
        asyncio.create_task(save())  # warns: The task of save that is made here is thrown away (3 times)
    await asyncio.sleep(0.01)


asyncio.run(main())
