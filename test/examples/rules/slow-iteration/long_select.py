"""What the loop waits for I/O and timers is no work, however long the iteration is."""
# run with: --slow 200

import asyncio


async def main():
    await asyncio.gather(*(asyncio.sleep(0.4) for _ in range(20)))


asyncio.run(main())
