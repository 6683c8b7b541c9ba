# form feeds between sections
import asyncio

async def f():
    await a

    await b

class C:
    async def g(self):
        await a
    await c
async def h():
    await a
