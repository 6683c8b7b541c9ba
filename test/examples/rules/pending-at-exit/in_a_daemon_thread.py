"""A loop that a daemon thread runs until the very end: its tasks were not forgotten, they are to end with the program."""
# needs: threads

import asyncio
import threading

started = threading.Event()


async def heartbeat():
    started.set()
    while True:
        await asyncio.sleep(0.01)


threading.Thread(target=asyncio.run, args=(heartbeat(),), daemon=True).start()
started.wait()
