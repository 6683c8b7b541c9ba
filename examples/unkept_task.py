"""Nobody keeps the task. The loop holds tasks only weakly: the garbage collector takes it while it waits."""

import asyncio
import gc


async def background():
    await asyncio.get_running_loop().create_future()  # nobody else knows this future either
    print("never printed")


async def main():
    asyncio.create_task(background(), name="background")  # the result is thrown away
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.01)
    print("main is done")


asyncio.run(main())
