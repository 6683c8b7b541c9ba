"""Names of tasks: default ones are told as numbers, which are counted and not asked for."""

import asyncio
import itertools
import sys
import unittest

from recorded import record


class DefaultNames(unittest.TestCase):
    def test_names_when_others_take_numbers_too(self):
        """Numbers are counted, not asked for, as long as nobody else takes any."""

        async def child():
            await asyncio.sleep(0)

        async def main(kept):
            loop = asyncio.get_running_loop()
            made = loop.create_task

            def elsewhere():
                kept.append(other.create_task(child()))

            for takes in (lambda: None, lambda: kept.append(asyncio.Task(child())), elsewhere):
                for _ in range(2):
                    kept.extend(made(child()) for _ in range(3))
                    takes()
                kept.append(made(child()))
                await asyncio.sleep(0)
                loop.set_task_factory(lambda loop, coro, **options: asyncio.Task(coro, loop=loop, **options))
                kept.append(made(child()))
                takes()
                kept.append(made(child()))
                loop.set_task_factory(None)
                kept += [made(child()), made(child(), name="given")]
                kept[-2].set_name("later")
                await asyncio.gather(*(task for task in kept if task.get_loop() is loop))

        kept = []
        other = asyncio.new_event_loop()
        recording = record(lambda: main(kept))
        for task in kept:
            if task.get_loop() is other:
                other.run_until_complete(task)
        other.close()
        names = recording.task_names()
        told = [task for task in kept if id(task) in names]
        self.assertGreaterEqual(len(told), 36)
        later = [task for task in told if task.get_name() != "later" or sys.version_info < (3, 13)]
        self.assertEqual([names[id(task)] for task in later], [task.get_name() for task in later])

    def test_default_names_of_any_number(self):
        from loop_inspector import creation

        numbers = itertools.count(1)

        class Late(asyncio.Task):
            def __init__(self, coro, **options):
                if options.get("name") is None:
                    options["name"] = f"Task-{next(numbers)}"
                super().__init__(coro, **options)

        async def child():
            pass

        async def main():
            nonlocal numbers
            made = asyncio.get_running_loop().create_task
            for first in (1_000_000, 16_777_210, 20_000_000, 999_999_990, 7):
                numbers = itertools.count(first)
                for _ in range(3):
                    kept.extend(made(child()) for _ in range(4))
                    kept.append(made(child(), name="given"))
                    kept.append(made(child()))
                    await asyncio.sleep(0)

        kept = []
        stock = creation._Task
        creation._Task = asyncio.tasks.Task = Late
        try:
            recording = record(main)
        finally:
            creation._Task = asyncio.tasks.Task = stock
        names = recording.task_names()
        self.assertEqual([names[id(task)] for task in kept], [task.get_name() for task in kept])
        # as numbers: a text for each would never be forgotten
        self.assertLess(len([name for name in recording.names.values() if name.startswith("Task-")]), 12)
