"""Calls of asyncio's C code that tell nobody: its task class, and a task's ``cancel()``."""

import asyncio
import sys
import time
import unittest
from unittest import mock

from loop_inspector import schema
from recorded import HAS_THREADS, Recording, line_of, record, run


HAS_EAGER_START = sys.version_info >= (3, 12)


class Constructed(unittest.TestCase):
    """Tasks that are made by a call of ``asyncio.Task``."""

    def test_each_has_its_name_its_function_its_place_and_its_parent(self):
        async def child():
            await asyncio.sleep(0)

        class Own(asyncio.Task):
            def __init__(self, coro, **options):
                super().__init__(coro, **options)

        class Further(Own):
            def __init__(self, coro):
                super().__init__(coro, loop=asyncio.get_running_loop())

        async def main():
            kept = [asyncio.Task(child())]  # unnamed
            kept.append(asyncio.Task(child(), loop=asyncio.get_running_loop(), name="given"))  # named
            kept.append(Own(child()))  # of a class of its own
            kept.append(Further(child()))  # of one below that
            kept.append(asyncio.create_task(child()))  # as usual
            made.extend((id(task), task.get_name()) for task in kept)
            await asyncio.gather(*kept)

        made = []
        recording = record(main)
        root, *created = recording.of_kind(schema.TASK_CREATED)
        names = recording.task_names()
        self.assertEqual([(row.w0, names[row.w0]) for row in created], made)
        self.assertEqual({recording.code_name(row).rpartition(".")[2] for row in created}, {"child"})
        self.assertEqual([recording.creation_site(row).line for row in created], [line_of(text, __file__) for text in ("unnamed", "named", "of a class of its own", "of one below that", "as usual")])
        self.assertEqual({row.w2 for row in created}, {root.w0})

    @unittest.skipIf(HAS_EAGER_START, "the constructor is seen while a loop runs")
    def test_one_made_before_its_loop_runs(self):
        async def child():
            await asyncio.sleep(0)

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            early = asyncio.Task(child(), loop=loop)  # before
            loop.run_until_complete(early)
            loop.close()
        (created,) = recording.of_kind(schema.TASK_CREATED)
        self.assertEqual((created.w0, created.w2), (id(early), 0))
        self.assertEqual(recording.creation_site(created).line, line_of("before", __file__))

    def test_on_a_loop_that_is_none(self):
        with Recording() as recording:
            loop = mock.MagicMock()
            loop.get_debug.return_value = False
            coroutine = asyncio.sleep(0)
            task = asyncio.Task(coroutine, loop=loop)
            coroutine.close()
            task._log_destroy_pending = False
        self.assertEqual(recording.of_kind(schema.TASK_CREATED), [])

    @unittest.skipUnless(HAS_THREADS, "needs threads")
    def test_one_made_by_a_thread_without_a_frame(self):
        import _thread

        async def child():
            return "done"

        failed = []
        with mock.patch.object(sys, "unraisablehook", failed.append), Recording():
            loop = asyncio.new_event_loop()
            _thread.start_new_thread(asyncio.Task, (child(),), {"loop": loop})
            while not asyncio.all_tasks(loop):
                time.sleep(0.001)
            (task,) = asyncio.all_tasks(loop)
            self.assertEqual(loop.run_until_complete(task), "done")
            loop.close()
        self.assertEqual(failed, [])

    @unittest.skipIf(HAS_EAGER_START, "there is no such set")
    def test_the_set_of_all_tasks_is_as_it_was(self):
        from asyncio import tasks

        async def main():
            return asyncio.all_tasks() == {asyncio.current_task()}

        before = dict(vars(tasks._all_tasks))
        with Recording():
            self.assertTrue(run(main))
        self.assertEqual(vars(tasks._all_tasks), before)
        stranger = type("Stranger", (), {})()  # who may register what is no task
        with Recording() as recording:
            tasks._register_task(stranger)
            self.assertIn(stranger, tasks._all_tasks)
            tasks._unregister_task(stranger)
        self.assertEqual(recording.of_kind(schema.TASK_CREATED), [])

    def steps(self, recording, task):
        return [("eager", row.w2) for row in recording.of_kind(schema.EAGER_END) if row.w0 == task] + [("own", row.w2) for row in recording.rows if row.is_step and row.w1 == task]

    @unittest.skipUnless(HAS_EAGER_START, "new in 3.12")
    def test_each_is_told_with_its_steps(self):
        async def parks(event):
            await event.wait()

        async def ends():
            return "a result"

        async def yields():
            await asyncio.sleep(0)

        async def main():
            loop = asyncio.get_running_loop()
            event = asyncio.Event()
            kept = [asyncio.Task(parks(event), loop=loop)]  # not eager
            kept.append(asyncio.Task(parks(event), loop=loop, eager_start=True))  # parks
            kept.append(asyncio.Task(ends(), loop=loop, eager_start=True))  # ends
            kept.append(asyncio.Task(yields(), loop=loop, eager_start=True))  # yields
            made.extend(map(id, kept))
            event.set()
            await asyncio.gather(*kept)

        made = []
        recording = record(main)
        self.assertTrue(recording.monitored)
        root, *created = recording.of_kind(schema.TASK_CREATED)
        self.assertEqual([recording.code_name(row).rpartition(".")[2] for row in created], ["parks", "parks", "ends", "yields"])
        self.assertEqual([recording.creation_site(row).line for row in created], [line_of(text, __file__) for text in ("not eager", "parks", "ends", "yields")])
        self.assertEqual({row.w2 for row in created}, {root.w0})
        ended = created.pop(2)
        del made[2]
        self.assertEqual([row.w0 for row in created], made)
        own, parked, yielded = [self.steps(recording, task) for task in made]
        self.assertEqual([how for how, _ in own], ["own"])
        self.assertEqual([how for how, _ in parked], ["eager", "own"])
        self.assertGreater(parked[0][1], schema.FIRST_TASK_ID)
        self.assertEqual(yielded, [("eager", schema.YIELDED), ("own", schema.RETURNED)])
        self.assertEqual(self.steps(recording, ended.w0), [("eager", schema.RETURNED)])
        told = [(row.w1, recording.names.get(row.w2)) for row in recording.rows if row.w0 == ended.w0 and row.w1 in (schema.EAGER_END, schema.TASK_OUTCOME)]
        # in this order: an end that has been told is none of a task that is known
        self.assertEqual(told, [(schema.EAGER_END, None), (schema.TASK_OUTCOME, "'a result'")])
        self.assertEqual(recording.dropped, [])

    @unittest.skipUnless(HAS_EAGER_START, "new in 3.12")
    def test_one_that_fails_in_its_first_step(self):
        async def fails():
            raise KeyError("no")

        async def main():
            with self.assertRaises(KeyError):
                await asyncio.Task(fails(), loop=asyncio.get_running_loop(), eager_start=True)

        recording = record(main)
        (end,) = recording.of_kind(schema.EAGER_END)
        self.assertEqual(end.w2, schema.FAILED)

    def test_nobody_keeps_it(self):
        async def main():
            asyncio.Task(asyncio.sleep(0), loop=asyncio.get_running_loop())  # dropped at once
            await asyncio.sleep(0.01)

        (dropped,) = record(main).dropped
        self.assertEqual(dropped.line, line_of("dropped at once", __file__))

    def test_what_a_factory_makes_is_told_once(self):
        async def child():
            await asyncio.sleep(0)

        def factory(loop, coro, **options):
            return asyncio.Task(coro, loop=loop, **options)

        async def main():
            asyncio.get_running_loop().set_task_factory(factory)
            await asyncio.create_task(child())  # asks the factory

        recording = record(main)
        _, created = recording.of_kind(schema.TASK_CREATED)
        self.assertEqual(recording.creation_site(created).line, line_of("asks the factory", __file__))

    def test_under_another_name(self):
        from asyncio import Task as Make

        async def main():
            if HAS_EAGER_START:
                await Make(asyncio.sleep(0), loop=asyncio.get_running_loop(), eager_start=True)
            else:
                await Make(asyncio.sleep(0))

        self.assertEqual(len(record(main).of_kind(schema.TASK_CREATED)), 2)

    @unittest.skipUnless(HAS_EAGER_START, "until then nothing is noted before it is made")
    def test_one_that_is_refused(self):
        async def main():
            refused = asyncio.sleep(0)
            with self.assertRaises(TypeError):
                asyncio.Task(refused, loop=asyncio.get_running_loop(), no_option=True)
            refused.close()

        self.assertEqual(len(record(main).of_kind(schema.TASK_CREATED)), 1)


@unittest.skipUnless(sys.version_info >= (3, 12), "seen from 3.12 on")
class Cancelled(unittest.TestCase):
    """Tasks that do not wait when they are cancelled."""

    def test_cancellations_of_tasks_that_do_not_wait(self):
        async def child():
            await asyncio.sleep(10)

        async def cancels_itself():
            asyncio.current_task().cancel()  # itself
            await asyncio.sleep(0)

        async def yields():
            await asyncio.sleep(0)
            await asyncio.sleep(10)

        async def awaits(future):
            await future

        async def main():
            unbegun = asyncio.ensure_future(child())
            unbegun.cancel()  # not begun
            itself = asyncio.ensure_future(cancels_itself())
            queued = asyncio.ensure_future(yields())
            await asyncio.sleep(0)
            cancel = queued.cancel
            cancel()  # in the queue
            parked = asyncio.ensure_future(child())
            await asyncio.sleep(0)
            parked.cancel()
            future = asyncio.get_running_loop().create_future()
            woken = asyncio.ensure_future(awaits(future))
            await asyncio.sleep(0)
            future.set_result(None)
            woken.cancel()  # what it waited for is done
            kept.extend(map(id, (unbegun, itself, queued, woken)))
            await asyncio.gather(unbegun, itself, queued, parked, woken, return_exceptions=True)
            unbegun.cancel()
            asyncio.get_running_loop().call_later(10, int).cancel()
            asyncio.get_running_loop().create_future().cancel()

        kept = []
        recording = record(main)
        main_task = recording.of_kind(schema.TASK_CREATED)[0].w0
        unbegun, itself, queued, woken = kept
        self.assertEqual(
            {(row.w0, recording.sites[row.w2].line, row.w3) for row in recording.of_kind(schema.CANCEL_CALLED)},
            {
                (unbegun, line_of("not begun", __file__), main_task),
                (itself, line_of("itself", __file__), itself),
                (queued, line_of("in the queue", __file__), main_task),
                (woken, line_of("what it waited for is done", __file__), main_task),
            },
        )
        # what it then would wait for is cancelled in its own step
        self.assertNotIn((itself, 1), [(row.w0, row.w2 >> 20) for row in recording.of_kind(schema.WOKEN)])

    def test_cancellations_by_the_library(self):
        async def child():
            await asyncio.sleep(10)

        async def main():
            with self.assertRaises(BaseExceptionGroup):  # noqa: F821 - new in 3.11
                async with asyncio.TaskGroup() as group:
                    group.create_task(child())
                    raise KeyError  # before the child has begun

        recording = record(main)
        main_task, made = [row.w0 for row in recording.of_kind(schema.TASK_CREATED)]
        self.assertIn((made, main_task), [(row.w0, row.w3) for row in recording.of_kind(schema.CANCEL_CALLED)])

    def test_a_line_that_cancels_all_kinds_of_things(self):
        async def main():
            loop = asyncio.get_running_loop()
            handles = [loop.call_later(10, int) for _ in range(20)]
            task = asyncio.ensure_future(asyncio.sleep(10))
            for thing in [*handles, task]:
                thing.cancel()
            await asyncio.wait([task])

        self.assertEqual(len(record(main).of_kind(schema.CANCEL_CALLED)), 1)


if __name__ == "__main__":
    unittest.main()
