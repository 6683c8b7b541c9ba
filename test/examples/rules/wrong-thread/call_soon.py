"""Not safe, and does not wake the loop: the callback waits until something else does."""
# needs: threads

import asyncio
import threading


async def main():
    loop = asyncio.get_running_loop()

    def work():
        loop.call_soon(print, "called")  # warns: Thread stranger called call_soon of a loop that runs in another thread: that is not safe

    thread = threading.Thread(target=work, name="stranger")
    thread.start()
    thread.join()
    await asyncio.sleep(0.01)


asyncio.run(main())
