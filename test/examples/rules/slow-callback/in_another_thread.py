"""The same work in a thread leaves the loop to others."""
# run with: --slow 200
# needs: threads

import asyncio
import time


async def main():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.4)


asyncio.run(main())
