"""Whoever waited has given up, and what it shielded goes on and fails."""

import asyncio


async def fetch():
    await asyncio.sleep(0.1)
    raise ConnectionError("cut")


async def main():
    try:
        await asyncio.wait_for(asyncio.shield(fetch()), 0.01)  # warns: Task
    except asyncio.TimeoutError:
        print("too late")
    await asyncio.sleep(0.2)


asyncio.run(main())
