"""An event wakes who waits for it with ``call_soon``, as a future does."""
# needs: threads

import asyncio
import threading


async def main():
    event = asyncio.Event()

    def work():
        event.set()  # warns: Thread stranger called Event.set, which queues a callback of a loop that runs in another thread: that is not safe

    thread = threading.Thread(target=work, name="stranger")
    asyncio.get_running_loop().call_later(0.05, thread.start)
    asyncio.get_running_loop().call_later(0.3, print, "the loop looks again")
    await event.wait()
    thread.join()


asyncio.run(main())
