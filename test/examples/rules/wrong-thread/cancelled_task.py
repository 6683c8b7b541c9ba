"""A task that waits is cancelled through what it waits for."""
# needs: threads

import asyncio
import threading


async def main():
    task = asyncio.ensure_future(asyncio.Event().wait())

    def work():
        task.cancel()  # warns: Thread stranger cancelled a task or future of a loop that runs in another thread: that is not safe

    thread = threading.Thread(target=work, name="stranger")
    asyncio.get_running_loop().call_later(0.05, thread.start)
    asyncio.get_running_loop().call_later(0.3, print, "the loop looks again")
    await asyncio.wait([task])
    thread.join()


asyncio.run(main())
