"""An ``await`` of the call keeps the task as long as it lasts, also when the task's result is thrown away."""

import asyncio


async def save():
    await asyncio.sleep(0)


async def main():
    await asyncio.create_task(save())
    await asyncio.wait_for(asyncio.create_task(save()), 10)
    await asyncio.gather(asyncio.create_task(save()), asyncio.ensure_future(save()), save())
    await asyncio.wait([asyncio.create_task(save())])
    await asyncio.shield(save())


asyncio.run(main())
