"""The only task waits for an event, and nobody who could set it is left."""
# never ends

import asyncio


async def main():
    await asyncio.Event().wait()  # warns: Nothing can wake the event loop any more: no handle is ready, no timer is set, no I/O is awaited. Still waiting: Task-1 for Event that is not set at nobody_is_left.py:8.


asyncio.run(main())
