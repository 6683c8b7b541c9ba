"""Statements and where they may hold a yield point. Parsed by the tests, never run."""
import asyncio


async def awaits(thing, others):
    await thing
    x = await thing
    x: int = await thing
    x += await thing
    x = y = await thing
    (await thing).attribute = 1
    (await thing)[await thing] = await thing
    del (await thing)[0]
    assert await thing, await thing
    return_value = -await thing
    power = await thing ** 2
    power = 2 ** await thing
    power = not await thing
    await thing; await thing ; await thing
    if await thing: await thing
    elif await thing: await thing
    else: await thing
    while await thing: await thing
    else:
        await thing
    for i in await thing: await thing
    with await thing as target, await thing: await thing
    try:
        await thing
    except await thing:
        await thing
    except (await thing, ValueError) as error:
        raise await thing from await thing
    else:
        await thing
    finally:
        await thing
    try:
        pass
    except* ValueError:
        await thing
    await thing if await thing else await thing
    await thing, await thing
    return await thing, *await others


async def loops(things):
    async for thing in things: pass
    async for a, *b in things:
        async for (c, d) in things: await c
        else:
            await b
    else: await a
    async for self.attribute[await things] in await things(): ...
    for thing in things:
        async for thing in [x async for x in thing]: continue


async def managers(manager):
    async with manager: pass
    async with manager as target: await target
    async with manager as a, manager as b: pass
    async with manager(1) as a, (
        manager(2)) as b, manager:
        pass
    async with (manager): pass
    async with (manager) as target: pass
    async with (manager, manager) as target: pass
    async with (manager as target): await target
    async with (manager as a, manager as b): await a
    async with (manager as a, manager as b,): await a
    async with (
        manager(1) as a,
        manager(2),
        manager(await a) as c,
    ):
        await a
        async with (
            # a comment
            manager(3) as d,
        ): await d
    await c
    async with await manager() as target, await manager: await target
    async with manager as (a, b), manager as [c, d], manager as e.f, manager as g[await h]:
        await a
    async with (manager() if await target else manager())() as i:
        pass


def with_without_async():
    with (
        open('a') as a,
        open('b') as b,
    ):
        async def inner():
            await a
    return inner


class Holder:
    async def method(self):
        await self

        async def inner():
            await self

            class Local:
                async def method(self):
                    await self

                value = 1

            async def innermost(): await self
            await self
        await inner()

    @staticmethod
    @decorator(lambda: 1)
    async def decorated(): await asyncio.sleep(0)

    @property
    async def prop(self) -> "Holder": return await self

    class Inner:
        async def __aenter__(self): await self

    if True:
        async def conditional(self): await self
    else:
        async def conditional(self): await (self)


async def defaults(a, b=lambda: 1, *args, c: int = 1, d: "x" = (), **kwargs) -> None:
    await a
    def inner(x=await a, *, y: int = await b) -> None: pass
    async def other(x=await a): await x

    @(await a)
    def decorated(): pass

    @decorator(await a)
    class Decorated(await a, metaclass=await b): pass


async def generics[T, *Ts, **P](value: T, *args: *Ts) -> tuple[*Ts]:
    type Alias[U = int] = list[U]
    await value
    class Generic[T: int = bool](Base[T]):
        async def method[U: (int, str)](self): await self


async def one_line(): await a; await b
async def spread(
    a,
    b = 1,
    /,
    c = 2,
    *,
    d = 3,
): await a


async def nested_blocks(a):
    if a:
        while a:
            for b in a:
                try:
                    with a:
                        async with a:
                            async for c in a:
                                await c
                finally:
                    await a
    await b


await_ = awaiting = asynchronous = async_ = 1
awaits.__name__
print(await_, awaiting)
