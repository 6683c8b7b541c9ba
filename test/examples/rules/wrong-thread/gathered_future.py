"""Whoever gathers a future is called back by ``call_soon`` too."""
# needs: threads

import asyncio
import threading


async def main():
    future = asyncio.get_running_loop().create_future()

    def work():
        future.set_result(1)  # warns: Thread stranger resolved a future of a loop that runs in another thread: that is not safe

    thread = threading.Thread(target=work, name="stranger")
    asyncio.get_running_loop().call_later(0.05, thread.start)
    asyncio.get_running_loop().call_later(0.3, print, "the loop looks again")
    await asyncio.gather(future)
    thread.join()


asyncio.run(main())
