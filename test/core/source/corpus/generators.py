"""Which `yield` gives control to the loop: `__await__`, and generators marked as coroutines."""
import asyncio
import types
from types import coroutine


class Awaitable:
    def __await__(self):
        yield
        x = yield
        x = yield 1
        x = yield 1, 2
        x = yield 1, *x
        x: int = yield
        x += yield
        yield from self
        x = yield from self
        f((yield), (yield 1), key=(yield from x))
        [(yield)]
        f'{yield}'
        f'{yield 1} {(yield from x)}'
        lambda: (yield)
        [x for x in (yield)]
        if (yield): yield
        while (yield): pass
        assert (yield), (yield)
        await_ = yield
        (yield).attribute = yield
        x = y = yield

        def helper():
            yield 1

        def other(a=(yield), b: 'x' = (yield)):
            yield 2

        @decorator((yield))
        class Local(yield_, metaclass=(yield)):
            def method(self):
                yield 3

            def __await__(self):
                yield 4

        return (yield)

    def plain(self):
        yield 1
        yield from self

    async def asynchronous(self):
        yield 1
        await self
        x = yield
        async for y in self:
            yield y
        async with self:
            yield

    @types.coroutine
    def marked(self):
        yield
        yield from self

    @other
    @types.coroutine
    @another(1)
    def marked_between(self): yield 1

    @staticmethod
    def __aiter__():
        yield


def __await__(self):
    yield 1


@types.coroutine
def driven():
    x = yield 1
    yield from x


@asyncio.coroutine
def old_style():
    yield from asyncio.sleep(1)

    def inner():
        yield 1

    @coroutine
    def marked_inner():
        yield 1


@coroutine
def imported(): yield


@ types . coroutine
def spaced(): yield


@(types.coroutine)
def parenthesised(): yield


@coroutine  # a comment
def commented(): yield


@my.coroutine
def other_module():
    yield 1


@coroutine()
def called():
    yield 1


@coroutines
def similar_name():
    yield 1


@types.coroutine
async def already():
    await x
    yield 1


@types.coroutine
class NotAFunction:
    def method(self):
        yield 1


def generator():
    yield
    x = yield 1
    yield from x
    yield
    return


async def asynchronous_generator():
    yield
    x = yield 1
    yield await x
    yield (await x), [y async for y in x]
