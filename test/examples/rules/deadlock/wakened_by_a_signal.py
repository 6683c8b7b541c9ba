"""Nothing is ready and no timer is set, but a signal has a handler that will wake the loop."""
# needs: threads

import asyncio
import signal


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGALRM, event.set)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    await event.wait()


asyncio.run(main())
