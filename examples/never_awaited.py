"""A call of a coroutine function makes a coroutine; without `await` its body never runs."""

import asyncio


async def save(record):
    print("saved", record)


async def main():
    save("first")  # forgotten `await`: nothing is saved
    await save("second")


asyncio.run(main())
