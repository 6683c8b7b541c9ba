async def f(a): return [await b async for b in a]
