"""Left pending by the first run of the loop, ended by the second."""

import asyncio


async def upload():
    await asyncio.sleep(0.05)


loop = asyncio.new_event_loop()
task = loop.create_task(upload())
loop.run_until_complete(asyncio.sleep(0))
loop.run_until_complete(task)
loop.close()
