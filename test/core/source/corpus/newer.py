"""Syntax that came with Python 3.8 to 3.14."""
from __future__ import annotations


async def matching(subject):
    match await subject:
        case 1: await a
        case -1 | 1.5 | 2+3j | 'text' | None | True: await a
        case {}: await a
        case {'key': value, **rest} if await value: await rest
        case {'a': {'b': [c, d]}, Name.KEY: _}: await c
        case []: await a
        case [a, b, *_]: await a
        case (a, b) | [a, b]: await a
        case a, b, *rest: await a
        case Point(): await a
        case Point(x=0, y=0) | Point(1, y=b): await a
        case module.Point(x, y=[1, *others]) as point if (z := await point): await z
        case (1 | 2) as number: await number
        case str() | bytes(): await a
        case f.g.h: await a
        case 'a' 'b': await a
        case _:
            await subject
    match (await subject, 1):
        case a, b: pass
    match subject, await subject:
        case _: await a
    match *subject, 1:
        case _: await a
    match = await subject
    match.case = await match[0]
    match[0], case = await match, await case
    match(await subject)
    match(subject).x = await a
    case = type = _ = await subject
    type = await type(subject)
    type(await subject)
    match -subject:
        case _: await a
    match [await a, b]:
        case _: await b
    match {'a': await a}:
        case _: await b
    match lambda: 1:
        case _: await b
    match not a:
        case _: await b


async def exceptions(a):
    try:
        await a
    except ValueError, TypeError:
        await a
    except KeyError, IndexError, OSError:
        await a
    try:
        await a
    except* ValueError, TypeError:
        await a
    await a


async def positional_only(a, b, /, c, *, d): await a


async def assignment_expressions(a):
    if (n := await a) > 10: await n
    [y := await a, y**2]
    print(f'{(x := await a)}')
    total = [partial := partial + v async for v in a]


async def star_expressions(a):
    a[*await b]
    a[*b, *c] = await a
    for x in *a, *await b: await x
    return *a, *await b


async def star_annotations(*args: *Ts, **kwargs: P.kwargs): await a


type Alias = int
type Generic[T, *Ts, **P] = Callable[P, tuple[T, *Ts]]
type Bound[T: (int, str) = int] = list[T]
type = 1
type[0]


class Generic[T: int, *Ts = *tuple[int, ...], **P = [int]]:
    async def method(self): await self


def parenthesised(a):
    with (a): pass
    with (a as b): pass
    with (a, b) as c: pass
    with (a), (b): pass
    with (a), (c) as d: pass
    with (a as b, c): pass
    with (yield): pass
    with (a if b else c) as d, e: pass
    with (
        a as b,
        (c) as (d, e),
        f() as g.h,
        i[0] as j[1],
    ): pass

    async def after(): await a


@lambda f: f
async def decorated_by_lambda(): await a


@(yield_ := decorator).x[0]
async def decorated_by_expression(): await a


@a if b else c
async def decorated_by_conditional(): await a


async def numbers(a):
    1_000; 0x_ff; 1e1_0; 1_0.0_1e-1_0J
    await a
