"""Whoever closes a coroutine says that it is not needed any more."""

import asyncio


async def save():
    pass


async def main():
    unwanted = save()
    unwanted.close()


asyncio.run(main())
