"""Every task that parks is sampled, whatever its class says of it."""

import asyncio
import unittest

from recorded import Recording, record

from loop_inspector import schema


def _task_class(asked):
    """All its tasks are equal."""

    class Task(asyncio.Task):
        def __hash__(self):
            asked.append("hash")
            return 1

        def __eq__(self, other):
            asked.append("eq")
            return True

    return Task


def _main(kind):
    async def waits(future):
        await future

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, coro, **options: kind(coro, loop=loop, **options))
        futures = [loop.create_future() for _ in range(3)]
        tasks = [loop.create_task(waits(future), name=f"waits {number}") for number, future in enumerate(futures)]
        await asyncio.sleep(0.15)
        for future, task in zip(futures, tasks):
            future.set_result(None)
            await task

    return main


class Parked(unittest.TestCase):
    def test_tasks_that_are_equal_are_told_apart(self):
        recording = record(_main(_task_class([])))
        names = recording.task_names()
        sampled = {names[row.w0] for row in recording.of_kind(schema.PARKED)}
        self.assertGreaterEqual(sampled, {"waits 0", "waits 1", "waits 2"})

    def test_their_own_hash_is_asked_as_often_as_without_the_inspector(self):
        def asked(recorded):
            found = []
            loop = asyncio.new_event_loop()
            try:
                if recorded:
                    with Recording():
                        loop.run_until_complete(_main(_task_class(found))())
                else:
                    loop.run_until_complete(_main(_task_class(found))())
            finally:
                loop.close()
            return sorted(found)

        self.assertEqual(asked(True), asked(False))
