"""Nothing is ready and no timer is set, but a thread is at work that will wake the loop."""
# needs: threads

import asyncio
import threading
import time


async def main():
    loop = asyncio.get_running_loop()
    event = asyncio.Event()

    def work():
        time.sleep(0.3)
        loop.call_soon_threadsafe(event.set)

    threading.Thread(target=work).start()
    await event.wait()


asyncio.run(main())
