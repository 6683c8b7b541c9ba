"""nest_asyncio, with which a coroutine may call a function that runs the loop: it gives the loop's class another turn."""

import asyncio
import sys

import nest_asyncio

nest_asyncio.apply()
pages_open = asyncio.Event()


async def held():
    """Stands still until a line is typed, so that everything can be looked at."""
    print("held", flush=True)
    await asyncio.get_event_loop().run_in_executor(None, sys.stdin.readline)  # waits for a line


async def fetch(number):
    await asyncio.sleep(0.01)
    return number


def read(number):
    """Called from a coroutine, and runs the loop itself."""
    return asyncio.get_event_loop().run_until_complete(fetch(number))


async def reader(number):
    await pages_open.wait()  # the page is not open yet
    return read(number)


async def main():
    print(read(1), asyncio.run(fetch(2)))
    readers = [asyncio.create_task(reader(number), name=f"reader-{number}") for number in range(3)]
    await held()
    pages_open.set()
    print(await asyncio.gather(*readers))


asyncio.run(main())
