"""What other threads may do."""
# needs: threads

import asyncio
import threading


async def answer():
    await asyncio.sleep(0.01)
    return 42


async def main():
    loop = asyncio.get_running_loop()
    event = asyncio.Event()

    def work():
        print(asyncio.run_coroutine_threadsafe(answer(), loop).result())
        loop.call_soon_threadsafe(event.set)

    thread = threading.Thread(target=work)
    thread.start()
    await event.wait()
    thread.join()


asyncio.run(main())
