"""A task may take long: it waits, and the loop is free meanwhile."""
# run with: --slow 200

import asyncio


async def main():
    await asyncio.sleep(0.4)
    await asyncio.gather(*(asyncio.sleep(0.1) for _ in range(5)))


asyncio.run(main())
