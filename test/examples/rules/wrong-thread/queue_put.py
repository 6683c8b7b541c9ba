"""A queue of asyncio is not one of ``queue``: it takes no lock."""
# needs: threads

import asyncio
import threading


async def main():
    queue = asyncio.Queue()

    def work():
        queue.put_nowait(1)  # warns: Thread stranger called Queue.put_nowait, which queues a callback of a loop that runs in another thread: that is not safe

    thread = threading.Thread(target=work, name="stranger")
    asyncio.get_running_loop().call_later(0.05, thread.start)
    asyncio.get_running_loop().call_later(0.3, print, "the loop looks again")
    print(await queue.get())
    thread.join()


asyncio.run(main())
