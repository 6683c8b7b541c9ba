"""Two loops in two threads, each left to its own thread."""
# needs: threads

import asyncio
import threading


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, 1)
    loop.call_later(0.01, print, "later")
    await future
    await asyncio.create_task(asyncio.sleep(0.02))


def run():
    asyncio.run(main())


thread = threading.Thread(target=run)
thread.start()
run()
thread.join()
