"""A loop that does not run yet belongs to nobody: any thread may prepare it."""
# needs: threads

import asyncio
import threading

loop = asyncio.new_event_loop()
tasks = []


async def answer():
    await asyncio.sleep(0)


def prepare():
    loop.call_soon(print, "prepared")
    loop.call_later(0.01, print, "later")
    tasks.append(loop.create_task(answer()))


thread = threading.Thread(target=prepare)
thread.start()
thread.join()
loop.run_until_complete(tasks[0])
loop.run_until_complete(asyncio.sleep(0.02))
loop.close()
