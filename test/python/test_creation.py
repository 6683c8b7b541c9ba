"""Where tasks are made is told for each way to make one, the first time and when the place is known."""

import asyncio
import os
import sys
import traceback
import unittest

from recorded import Recording, line_of, record

from loop_inspector import schema

_TIMES = 3


async def child():
    await asyncio.sleep(0)


def own_helper():
    return asyncio.get_running_loop().create_task(child())  # own helper


class OwnLoop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **options):
        return super().create_task(coro, **options)  # own loop


def _made_at(recording):
    return [recording.creation_site(row).line for row in recording.of_kind(schema.TASK_CREATED) if recording.code_name(row) == "child"]


def _line(text):
    return line_of(text, __file__)


class WhereTasksAreMade(unittest.TestCase):
    def check(self, main, *texts):
        expected = [_line(text) for _ in range(_TIMES) for text in texts]
        self.assertEqual(_made_at(record(main)), expected)

    def test_by_the_loop(self):
        async def main():
            for _ in range(_TIMES):
                await asyncio.get_running_loop().create_task(child())  # the loop

        self.check(main, "the loop")

    def test_by_asyncio(self):
        async def main():
            for _ in range(_TIMES):
                await asyncio.create_task(child())  # create_task
                await asyncio.ensure_future(child())  # ensure_future
                await asyncio.shield(child())  # shield

        self.check(main, "create_task", "ensure_future", "shield")

    def test_by_gather(self):
        async def main():
            for _ in range(_TIMES):
                await asyncio.gather(child(), child())  # gather
                await asyncio.gather(*[child()])  # another

        self.check(main, "gather", "gather", "another")

    def test_by_as_completed(self):
        async def main():
            for _ in range(_TIMES):
                for one in asyncio.as_completed([child(), child()]):  # completed
                    await one

        self.check(main, "completed", "completed")

    @unittest.skipIf(sys.version_info >= (3, 11), "it takes no coroutines")
    def test_by_wait(self):
        async def main():
            for _ in range(_TIMES):
                await asyncio.wait([child()])  # waits

        with self.assertWarns(DeprecationWarning):
            self.check(main, "waits")

    def test_by_gather_in_a_function_that_is_no_coroutine(self):
        async def main():
            def gathers():
                return asyncio.gather(child())  # gathers

            for _ in range(_TIMES):
                await gathers()

        self.check(main, "gathers")

    def test_by_one_call_that_is_now_asyncios_now_the_programs_own(self):
        async def main():
            for _ in range(_TIMES):
                for makes in (asyncio.gather, lambda coro: (coro.close(), own_helper())[1], asyncio.ensure_future):
                    await makes(child())  # one call

        self.check(main, "one call", "own helper", "one call")

    def test_by_a_loop_of_the_programs_own(self):
        async def main():
            for _ in range(_TIMES):
                await asyncio.create_task(child())
                await asyncio.gather(child())

        with Recording() as recording:
            loop = OwnLoop()
            try:
                loop.run_until_complete(main())
            finally:
                loop.close()
        self.assertEqual(_made_at(recording), [_line("own loop")] * 2 * _TIMES)

    @unittest.skipUnless(hasattr(asyncio, "TaskGroup"), "TaskGroup is new in 3.11")
    def test_by_a_task_group(self):
        async def main():
            for _ in range(_TIMES):
                async with asyncio.TaskGroup() as group:
                    group.create_task(child())  # group

        self.check(main, "group")

    def test_what_a_loop_calls_itself_has_no_place_of_the_programs(self):
        async def main():
            loop = asyncio.get_running_loop()
            for _ in range(_TIMES):
                loop.call_soon(loop.create_task, child())
                await asyncio.sleep(0)
                await asyncio.sleep(0)

        recording = record(main)
        made = [recording.creation_site(row) for row in recording.of_kind(schema.TASK_CREATED) if recording.code_name(row) == "child"]
        self.assertEqual(made, [None] * _TIMES)


class WhoseFunctionItIs(unittest.TestCase):
    def test_of_a_step_of_an_async_generator(self):
        async def numbers():
            for number in range(3):
                yield number

        async def main():
            generator = numbers()
            steps = [generator.__anext__, generator.aclose]
            if sys.version_info >= (3, 10):
                steps[1:1] = [lambda: anext(generator), lambda: anext(generator, None)]  # noqa: F821 - there since 3.10
            for step in steps:
                await asyncio.ensure_future(step())
            return len(steps)

        recording = record(main)
        names = [recording.sites[row.w3 & 0xFFFFF].qualname.rpartition(".")[2] for row in recording.of_kind(schema.TASK_CREATED) if row.w3 & 0xFFFFF]
        self.assertEqual(names.count("numbers"), 4 if sys.version_info >= (3, 10) else 2)

    def test_of_what_pretends_to_be_one(self):
        asked = []

        class Kind(type):
            @property
            def __name__(cls):
                asked.append(cls)
                return "anext_awaitable"

        class Pretends(metaclass=Kind):
            def __await__(self):
                return iter(())

        async def main():
            await asyncio.ensure_future(Pretends())

        record(main)
        self.assertEqual(asked, [])


class WhatFails(unittest.TestCase):
    """A program sees its own frames and asyncio's, as without the inspector."""

    def check(self, main, new_loop=asyncio.new_event_loop):
        def frames():
            loop = new_loop()
            try:
                with self.assertRaises((LookupError, TypeError)) as failed:
                    loop.run_until_complete(main())
                return [(os.path.basename(frame.filename), frame.name) for frame in traceback.extract_tb(failed.exception.__traceback__)]
            finally:
                loop.close()

        plain = frames()
        with Recording():
            self.assertEqual(frames(), plain)

    def test_a_loop_of_the_programs_own_in_gather(self):
        class Refuses(asyncio.SelectorEventLoop):
            refuses = False

            def create_task(self, coro, **options):
                if self.refuses:
                    coro.close()
                    raise LookupError
                return super().create_task(coro, **options)

        async def main():
            loop = asyncio.get_running_loop()
            loop.refuses = True
            asyncio.gather(loop.create_future(), child())

        self.check(main, Refuses)

    def test_what_is_no_awaitable_in_gather(self):
        async def main():
            asyncio.gather(asyncio.get_running_loop().create_future(), 1)

        self.check(main)
