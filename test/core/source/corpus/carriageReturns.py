async def f(a):
    await a
    async with a as b, \
            a as c:
        await b

    x = await \
        a
    # comment
    """
    await text
    """
    y = [
        z
        async for z in a
    ]
    f"""{
      await a}
    """
    "a\
 await b"; await c
    if a:

        await a
    return t"{await a}"


class C:
	def __await__(self):
		yield

	async def g(self): await self