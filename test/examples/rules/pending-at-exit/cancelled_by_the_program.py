"""The program does by hand what ``asyncio.run`` does."""

import asyncio


async def upload():
    await asyncio.sleep(10)


loop = asyncio.new_event_loop()
task = loop.create_task(upload())
loop.run_until_complete(asyncio.sleep(0))
task.cancel()
loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
loop.close()
