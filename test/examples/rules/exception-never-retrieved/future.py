"""A future gets an exception, and whoever waited for it has gone: the exception is lost."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()  # warns: A future failed with ConnectionError: cut, and nobody asked how it ended.
    loop.call_later(0.2, answer.set_exception, ConnectionError("cut"))
    waiting = asyncio.shield(answer)
    waiting.cancel()
    del answer, waiting
    await asyncio.sleep(0.4)


asyncio.run(main())
