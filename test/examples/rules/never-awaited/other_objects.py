"""Async generators and async context managers that nobody uses are dropped in silence, as in Python itself."""

import asyncio
import contextlib


async def numbers():
    yield 1


@contextlib.asynccontextmanager
async def connection():
    yield 1


async def main():
    numbers()
    connection()
    await asyncio.sleep(0)


asyncio.run(main())
