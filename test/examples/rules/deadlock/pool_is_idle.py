"""A thread of the pool has done its work and waits for more, which nobody is left to give it."""
# needs: threads
# never ends

import asyncio


async def main():
    await asyncio.get_running_loop().run_in_executor(None, print, "done")
    await asyncio.Event().wait()  # warns: Nothing can wake the event loop any more: no handle is ready, no timer is set, no I/O is awaited. Still waiting: Task-1 for Event that is not set at pool_is_idle.py:10.


asyncio.run(main())
