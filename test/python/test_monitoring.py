"""Where coroutines cede for the first time, and coroutines driven by hand: known on 3.12 and later."""

import asyncio
import functools
import sys
import unittest

from loop_inspector import monitoring, schema
from recorded import Recording, line_of

_HAS_MONITORING = hasattr(sys, "monitoring")


async def pauses():
    await asyncio.sleep(0)  # gives control back


class Later:
    def __await__(self):
        yield  # the way out
        return 1


async def at_hand():
    return 1


def counter():
    got = yield 1  # hands out
    yield got


class Monitoring(unittest.TestCase):
    def test_install_says_whether_it_works(self):
        with Recording() as recording:
            self.assertEqual(recording.monitored, _HAS_MONITORING)
        self.assertFalse(monitoring._tool is not None)

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_a_place_cedes_once(self):
        async def main():
            for _ in range(3):
                await pauses()
            await Later()

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            loop.close()
        ceded = [recording.sites[row.w2] for row in recording.of_kind(schema.CEDED)]
        lines = [site.line for site in ceded if site.path == __file__]
        self.assertEqual(lines.count(line_of("gives control back", __file__)), 1)
        self.assertEqual(lines.count(line_of("the way out", __file__)), 1)
        self.assertTrue(all(site.user for site in ceded))

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_a_generator_that_is_consumed_cedes_nothing(self):
        def numbers():
            yield 1  # given to a for

        def out():
            yield  # given to the loop

        def by_hand():
            yield from deeper()

        def deeper():
            yield 1  # given to a home-made loop

        class Nested:
            def __await__(self):
                yield from out()

        async def main():
            for _ in numbers():
                pass
            await asyncio.gather(*(asyncio.sleep(0) for _ in numbers()))  # given to a call
            await Nested()
            task = by_hand()
            task.send(None)
            task.close()

        with Recording() as recording:
            asyncio.run(main())
        lines = {recording.sites[row.w2].line for row in recording.of_kind(schema.CEDED)}
        self.assertNotIn(line_of("given to a for", __file__), lines)
        for place in ("given to the loop", "given to a home-made loop"):
            self.assertIn(line_of(place, __file__), lines)
        ceded = {recording.sites[row.w2].qualname for row in recording.of_kind(schema.CEDED)}
        self.assertFalse([name for name in ceded if "<genexpr>" in name])

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_awaits_that_are_reached(self):
        async def main():
            lock = asyncio.Lock()
            for _ in range(150):
                await at_hand()  # reached often
            for _ in range(99):
                await at_hand()  # not so often
            for _ in range(150):
                await lock.acquire()  # a library's, in one step
                lock.release()
            for _ in range(120):
                await lock.acquire()  # in many
                lock.release()
                await pauses()
            asyncio.ensure_future(at_hand()).cancel()  # none

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            loop.close()
        reached = [(recording.sites[row.w2].line, row.w3) for row in recording.of_kind(schema.REACHED)]
        texts = ("reached often", "not so often", "a library's, in one step", "in many", "none")
        often, seldom, once, many, none = (line_of(text, __file__) for text in texts)
        self.assertEqual([visits for line, visits in reached if line == often], [1, 100])
        self.assertEqual([visits for line, visits in reached if line == seldom], [1])
        self.assertEqual([visits for line, visits in reached if line == once], [1, 100])
        self.assertEqual([visits for line, visits in reached if line == many], [1])
        self.assertNotIn(none, [line for line, _ in reached])

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_a_generator_driven_by_hand(self):
        with Recording() as recording:
            generator = counter()
            next(generator)
            generator.send("hello")
            for _ in generator:  # not by hand, but begun by hand
                pass
        (started,) = recording.of_kind(schema.DRIVEN_STARTED)
        self.assertEqual(started.w2 >> 32, schema.GENERATOR)
        self.assertEqual(recording.sites[started.w2 & 0xFFFFFFFF].qualname, "counter")
        actions = [(row.w2 >> 32, recording.names.get(row.w2 & 0xFFFFFFFF)) for row in recording.of_kind(schema.DRIVEN)]
        self.assertEqual(
            actions,
            [
                (schema.DRIVEN_YIELDED, "1"),
                (schema.RESUMED, "'hello'"),
                (schema.DRIVEN_YIELDED, "'hello'"),
                (schema.RESUMED, None),
                (schema.DRIVEN_RETURNED, "None"),
            ],
        )

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_one_that_is_closed_has_ended(self):
        def numbers_of():
            yield 1
            yield 2

        with Recording() as recording:
            for _ in range(2):
                generator = numbers_of()
                next(generator)
                generator.close()
                del generator
            for _ in numbers_of():
                pass
        numbers = [row.w0 for row in recording.of_kind(schema.DRIVEN_STARTED)]
        actions = [(row.w0, row.w2 >> 32) for row in recording.of_kind(schema.DRIVEN)]
        self.assertEqual(len(numbers), 2)
        for number in numbers:
            told = [action for of, action in actions if of == number and action != schema.THROWN]
            # where the next one is elsewhere in memory its end is not known
            self.assertIn(told, ([schema.DRIVEN_YIELDED], [schema.DRIVEN_YIELDED, schema.DRIVEN_RAISED]))

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_a_proxy_that_is_called_is_asked_for_nothing(self):
        class Strange(functools.partial):
            def __getattr__(self, name):
                raise LookupError(name)

        def numbers():
            yield 1

        with Recording():
            consume = Strange(list)
            self.assertEqual(consume(numbers()), [1])

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_what_a_loop_or_a_for_resumes_is_not_by_hand(self):
        def numbers():
            yield 1
            yield 2

        async def main():
            await pauses()
            return [*numbers()], sum(numbers()), list(numbers())

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            loop.close()
        self.assertEqual(recording.of_kind(schema.DRIVEN_STARTED), [])

    @unittest.skipUnless(_HAS_MONITORING, "sys.monitoring is new in 3.12")
    def test_all_tools_taken(self):
        with Recording():
            pass
        taken = []
        for tool in range(6):
            if sys.monitoring.get_tool(tool) is None:
                sys.monitoring.use_tool_id(tool, "another")
                taken.append(tool)
        try:
            with Recording() as recording:
                self.assertFalse(recording.monitored)
        finally:
            for tool in taken:
                sys.monitoring.free_tool_id(tool)
