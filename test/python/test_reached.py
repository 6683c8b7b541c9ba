"""Which yield points are reached and which cede, in every form that the language has: held to what the program itself
notes down while it runs. Known on 3.12 and later.
"""

import asyncio
import re
import sys
import types
import unittest

from loop_inspector import schema
from recorded import Recording, record

_HAS_MONITORING = hasattr(sys, "monitoring")

#: what the program notes down: names of the points that ran, and of those that gave control back
ran = set()
gave = set()


class point:
    """To be awaited. Its name is in the source, behind the keyword, so that its place can be found."""

    def __init__(self, name, cedes=False, value=None):
        self.name = name
        self.cedes = cedes
        self.value = value

    def __await__(self):
        ran.add(self.name)
        if self.cedes:
            gave.add(self.name)
            yield
        return self.value


class block:
    def __init__(self, name, enter=False, leave=False):
        self.name = name
        self.cedes = {"enter": enter, "leave": leave}

    def step(self, which):
        ran.add(self.name)
        return _pause(self.name, self.cedes[which])

    async def __aenter__(self):
        await self.step("enter")

    async def __aexit__(self, *_):
        await self.step("leave")


class items:
    def __init__(self, name, count=2, cedes=False):
        self.name = name
        self.left = count
        self.cedes = cedes

    def __aiter__(self):
        return self

    async def __anext__(self):
        ran.add(self.name)
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        await _pause(self.name, self.cedes)
        return self.left


class _pause:
    def __init__(self, name, cedes):
        self.name = name
        self.cedes = cedes

    def __await__(self):
        if self.cedes:
            gave.add(self.name)
            yield


async def one_line():
    return (await point("one A"), await point("one B", True), await point("one C")) if await point("one D", value=True) else await point("one E")


async def blocks():
    async with block("with A"), block("with B", enter=True):
        await point("in with")
    async with block("with C", leave=True):
        pass
    if ran is None:
        async with block("with D"):
            await point("in with D")


async def loops():
    async for _ in items("for A"):
        await point("in for A", True)
    async for _ in items("for B", cedes=True):
        pass
    async for _ in items("for C", 0):
        await point("in for C")


async def comprehensions():
    a = [await point("in list", True) for _ in range(2) if await point("if in list", value=True)]
    b = [x async for x in items("list A")]
    c = {x async for x in items("set A", cedes=True)}
    d = {x: await point("in dict") async for x in items("dict A")}
    e = [x async for x in (await point("in generator", True, x) for x in range(2))]
    f = (await point("never begun") for _ in range(2))
    await f.aclose()
    return a, b, c, d, e


async def numbers():
    await point("async generator A")
    yield 1
    await point("async generator B", True)
    yield 2
    await point("async generator C")


async def generators():
    async for number in numbers():
        if number == 2:
            break


async def nested():
    async def inner():
        await point("inner A", True)

        async def innermost():
            await point("innermost")

        if ran is None:
            await innermost()

    lazy = lambda: point("lambda A", True)  # noqa: E731
    await inner()
    await lazy()


class Delegates:
    def __await__(self):
        yield from point("delegate A", True).__await__()


@types.coroutine
def by_decorator():
    yield from point("decorated A").__await__()


async def old_style():
    await Delegates()
    await by_decorator()


async def stops_early():
    try:
        await point("before the end")
        raise LookupError
        await point("behind the end")
    except LookupError:
        await point("in except", True)
    finally:
        await point("in finally")


async def done_already():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    await future  # a future that is done


async def main():
    for work in (one_line, blocks, loops, comprehensions, generators, nested, old_style, stops_early, done_already):
        await work()


def places():
    """Name → line and column of what CPython gives as the place of its yield point."""
    with open(__file__, encoding="utf-8") as file:
        lines = file.read().split("\n")
    found = {}
    for number, text in enumerate(lines, 1):
        for match in re.finditer(r'(await |yield from )point\("([^"]+)"', text):
            found[match[2]] = {(number, match.start() + 1)}
        for match in re.finditer(r'block\("([^"]+)"', text):
            # 3.12 takes the statement, later versions the item
            found[match[1]] = {(number, column + 1) for column in (match.start(), text.index("async with"))}
        for match in re.finditer(r'items\("([^"]+)"', text):
            # of a comprehension the bracket
            start = text.find("async for") if text.strip().startswith("async for") else re.search(r"[\[{]", text).start()
            found[match[1]] = {(number, start + 1)}
    return found


def observed(recording, kind):
    rows = recording.of_kind(kind)
    return {(site.line, site.column) for site in (recording.sites[row.w2] for row in rows) if site.path == __file__ and site.user}


class Reached(unittest.TestCase):
    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_every_form(self):
        ran.clear()
        gave.clear()
        recording = record(main)
        at = places()
        self.assertGreater(len(at), 35)
        reached = observed(recording, schema.REACHED)
        ceded = observed(recording, schema.CEDED)
        # on 3.12 the items of one `async with` have one place
        for name, where in at.items():
            if name in ran:
                self.assertTrue(where & reached, f"{name} was reached at {where}: {sorted(reached)}")
            else:
                self.assertFalse(where & reached, f"{name} was not reached")
            if name in gave:
                self.assertTrue(where & ceded, f"{name} ceded at {where}: {sorted(ceded)}")
            elif sys.version_info >= (3, 13) or not name.startswith("with"):
                self.assertFalse(where & ceded, f"{name} did not cede")
        self.assertTrue({"one A", "with A", "in list", "async generator B"} <= ran)
        self.assertFalse({"one A", "in with D", "behind the end", "async generator C", "never begun"} & gave)

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_a_future_that_is_done_is_reached_and_does_not_cede(self):
        recording = record(done_already)
        with open(__file__, encoding="utf-8") as file:
            (line,) = (number for number, text in enumerate(file, 1) if text.endswith("# a future that is done\n"))
        self.assertIn((line, 5), observed(recording, schema.REACHED))
        self.assertNotIn((line, 5), observed(recording, schema.CEDED))

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_each_is_told_once(self):
        async def again():
            for _ in range(20):
                await point("again")

        recording = record(again)
        sites = [recording.sites[row.w2] for row in recording.of_kind(schema.REACHED)]
        self.assertEqual(len([site for site in sites if site.path == __file__]), 1)

    @unittest.skipIf(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_before_it_nothing_is_claimed(self):
        recording = record(main)
        self.assertEqual(recording.of_kind(schema.REACHED), [])

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_nothing_is_left_behind(self):
        with Recording() as recording:
            loop = asyncio.new_event_loop()
            loop.run_until_complete(one_line())
            loop.close()
        self.assertTrue(recording.of_kind(schema.REACHED))
        for tool in range(6):
            if sys.monitoring.get_tool(tool) is None:
                sys.monitoring.use_tool_id(tool, "looks")
                self.assertEqual(sys.monitoring.get_local_events(tool, one_line.__code__), 0)
                sys.monitoring.free_tool_id(tool)
