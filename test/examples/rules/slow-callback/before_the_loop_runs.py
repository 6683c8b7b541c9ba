"""What blocks while no loop runs, or between two runs of one, keeps no task waiting."""
# run with: --slow 200

import asyncio
import time

loop = asyncio.new_event_loop()
loop.call_soon(print, "in the first run")
time.sleep(0.3)
loop.run_until_complete(asyncio.sleep(0))
loop.call_soon(print, "in the second run")
time.sleep(0.3)
loop.run_until_complete(asyncio.sleep(0))
loop.close()
