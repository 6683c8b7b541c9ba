"""Reached too seldom to say anything, at several places."""
# needs: sys.monitoring

import asyncio


async def look_up(n):
    return n


async def main():
    for n in range(60):
        await look_up(n)
    for n in range(60):
        await look_up(n)
    await look_up(0)


asyncio.run(main())
