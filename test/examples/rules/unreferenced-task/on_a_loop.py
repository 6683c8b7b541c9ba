"""``loop.create_task`` and ``ensure_future`` keep what they make no better."""

import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    asyncio.ensure_future(save())  # warns: The task of save that is made here is thrown away
    await asyncio.sleep(0.01)


asyncio.run(main())
