"""Somebody waits for a future that nobody will ever resolve; only the timeout of the caller ends it."""

import asyncio


async def waits_for_ever(future):
    await future


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits_for_ever(future), name="waiter")
    await asyncio.wait([task], timeout=0.3)
    print("still waiting:", not task.done())


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
# the loop is not closed and the task is not cancelled: it is pending when the program ends
