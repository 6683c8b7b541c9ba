async def f():    await a    if a:        await b    x = """ await """    await \      casync def g():
    await a
    await b