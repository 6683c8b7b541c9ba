"""Awaits in every place an expression may stand."""


async def operators(a, b):
    await a + await b * -await a // ~await b
    await a and await b or not await a
    await a < await b <= await a != await b is await a is not await b in await a not in await b
    (await a) @ (await b)
    await a.b.c(1)(2)[3].d
    await (await (await a))
    await(a)
    await[a][0]
    await{a: b}[a]
    await'text'
    await (yield_ := a)
    a if await b else await a
    return (await a)(await b)


async def calls(f, *args):
    f(await a, key=await b, *await c, **await d)
    f(await a)(await b)(await c)
    f(x for x in await a)
    f(await x for x in a)
    f(x async for x in a)
    f((x async for x in a), await b)
    f(a)[await b:await c:await d, ..., await e]
    f[*await a]
    f(key := await a)
    await f(
        await a,  # comment with await in it
        key=await b,
    )


async def comprehensions(xs):
    [x async for x in xs]
    [x async for x in xs if await x]
    [await x for x in xs]
    [await x async for x in await xs if await x if await x]
    [x async for ys in xs async for x in ys]
    [x for ys in xs async for x in ys for z in x async for w in z]
    {x async for x in xs}
    {await x for x in xs}
    {x: await y async for x, y in xs}
    {await x: y for x, y in xs}
    (x async for x in xs)
    (await x for x in xs)
    [[y async for y in x] async for x in xs]
    [[await y for y in x] for x in xs]
    [
        x
        async for x
        in xs
        if x
        async for y in x
    ]
    [x async  for x in xs]
    [x async	for x in xs]
    [(y := await x, y) async for x in xs if (z := x)]
    [lambda: x async for x in xs]
    [*(await x), *(x async for x in xs)]
    {**await a, **{k: v async for k, v in xs}}
    sum([x async for x in xs], start=await a)
    list(x async for x in xs)
    [a async for a, in xs]
    [a async for a, *b in xs]
    [a async for a.b[await c] in xs]
    [x for x in (y async for y in xs)]
    [x if x else y async for x in xs if x or y]
    return [x async for x in xs]


async def lambdas(a):
    f = lambda: (await a)
    f = lambda x=await a, *y, **z: await x
    f = lambda x, /, y: await x
    f = lambda: lambda: await a
    f = [lambda: (await a) for b in await a]
    f = lambda: [await x async for x in a]
    f = (lambda x: (yield))(await a)

    def inner():
        return lambda: await a


async def conditional(a):
    return (
        await a
        if await a
        else
        await a
    )


async def literals(a):
    (await a,)
    ()
    [await a, await a,]
    {await a, await a}
    {await a: await a, 'b': await a}
    (await a, *await a)
    ...
    314., 1., .5, 1.e3, 1_000.0_1j, 0xA, 0b1, 0o7, 1e-5j
    1if await a else 2
    print(await a, file=await a)
    print
    print (await a)
    print, await a
    print == await a


async def walrus(a):
    if (b := await a) and (c := await b): pass
    while b := await a: pass
    {b := await a}
    a[b := await a]
    [b := await a]
    f(b := await a, c)
