await_ = 1
async def f(): await a


async def g():
    await a
