"""A call of a coroutine function makes an object; here nobody awaits the first, and none of its code runs."""

import asyncio


async def save(record):
    print(record)


async def main():
    save("never printed")  # warns: The coroutine save was never awaited
    await save("printed")


asyncio.run(main())
