"""Loops written in C. No such loop is on every Python, so asyncio's own is made to look like one: its ``run_forever`` is of
the type that Cython's methods have. ``test/programs`` runs uvloop itself."""

import asyncio
import contextvars
import functools
import sys
import types
import unittest
from asyncio import futures

from loop_inspector import foreign, hooks, schema, session
from recorded import COUNTS_REFERENCES, Recording, line_of


class cython_function_or_method(functools.partial):
    """Named as Cython names the type of its methods; called without a frame of its own, as those are."""

    def __get__(self, instance, owner=None):
        return self if instance is None else types.MethodType(self.func, instance)


def _class_of_c():
    return type("CLoop", (asyncio.SelectorEventLoop,), {"run_forever": cython_function_or_method(asyncio.SelectorEventLoop.run_forever), "__module__": "c"})


class ForeignRecording(Recording):
    """Instruments loops written in C alone."""

    def __enter__(self):
        hooks.uninstall()
        session.start(self, self.slow_callback_ns)
        foreign.install()
        return self

    def __exit__(self, *_):
        session.current().flush()
        foreign.uninstall()


def _record(main, prepare=lambda loop: None):
    with ForeignRecording() as recording:
        loop = _class_of_c()()
        prepare(loop)
        try:
            recording.result = loop.run_until_complete(main())
        finally:
            loop.close()
    return recording


@unittest.skipUnless(COUNTS_REFERENCES, "what is written for CPython's C interface, like uvloop, does not run on PyPy")
class Foreign(unittest.TestCase):
    def test_comes_off_again(self):
        before = _class_of_c()
        kept = dict(vars(before))
        hook = vars(asyncio.AbstractEventLoop).get("__init_subclass__")
        with ForeignRecording():
            made = _class_of_c()
            self.assertEqual(before.call_soon.__globals__["__name__"], "loop_inspector.foreign")
            self.assertEqual(made.call_soon.__globals__["__name__"], "loop_inspector.foreign")
            python = type("PythonLoop", (asyncio.AbstractEventLoop,), {"run_forever": lambda self: None})
            self.assertNotIn("call_soon", vars(python))
        self.assertEqual(dict(vars(before)), kept)
        self.assertNotIn("call_soon", vars(made))
        self.assertIs(vars(asyncio.AbstractEventLoop).get("__init_subclass__"), hook)

    def test_tells_that_it_hides_its_queue(self):
        async def main():
            pass

        recording = _record(main)
        (started,) = recording.of_kind(schema.LOOP_STARTED)
        self.assertEqual(started.w3 >> 32, schema.HIDES_QUEUE)
        self.assertEqual(recording.names[started.w3 & 0xFFFFFFFF], "c.CLoop")
        self.assertEqual(started.w2, started.w0 // 1000)
        self.assertEqual(recording.of_kind(schema.ITERATION), [])
        self.assertEqual(recording.of_kind(schema.READY_SAMPLE), [])

    def test_each_step_has_its_beginning(self):
        async def child(number):
            for _ in range(number):
                await asyncio.sleep(0)
            return number

        async def fails():
            raise ValueError("no")

        async def main():
            waits = asyncio.ensure_future(asyncio.sleep(10))
            results = await asyncio.gather(child(1), child(3), fails(), return_exceptions=True)
            waits.cancel()
            return [str(result) for result in results]

        recording = _record(main)
        self.assertEqual(recording.result, ["1", "3", "no"])
        began = None
        steps = {}
        for row in recording.rows:
            if row.w1 == schema.BEGAN:
                self.assertIsNone(began)
                began = row.w0
            elif row.is_step:
                self.assertGreaterEqual(row.w0, began)
                began = None
                steps.setdefault(row.w1, []).append("parked" if row.parks else row.w2)
                self.assertEqual(row.w3, 0)
        self.assertIsNone(began)
        created = recording.of_kind(schema.TASK_CREATED)
        self.assertEqual(
            {recording.code_name(row).rpartition(".")[2]: steps[row.w0] for row in created if "child" not in recording.code_name(row)},
            {"main": ["parked", schema.RETURNED], "sleep": ["parked", schema.CANCELLED], "fails": [schema.FAILED]},
        )
        self.assertEqual([steps[row.w0] for row in created if "child" in recording.code_name(row)], [[0, 1], [0, 0, 0, 1]])
        main_task = created[0]
        self.assertEqual({row.w2 for row in created[1:]}, {main_task.w0})
        outcomes = {recording.names[row.w2] for row in recording.of_kind(schema.TASK_OUTCOME)}
        self.assertEqual(outcomes, {"1", "3", "ValueError: no", "['1', '3', 'no']"})

    def test_tasks_are_told_with_name_and_place(self):
        async def child():
            await asyncio.sleep(0)

        async def main():
            task = asyncio.create_task(child(), name="named")  # made here
            await task

        recording = _record(main)
        named = {recording.names[row.w2] for row in recording.of_kind(schema.TASK_NAMED)}
        self.assertIn("named", named)
        self.assertEqual(recording.creation_site(recording.of_kind(schema.TASK_CREATED)[-1]).line, line_of("made here", __file__))

    def test_a_task_of_the_loops_own_has_no_place(self):
        async def child():
            pass

        async def main():
            loop = asyncio.get_running_loop()
            made = loop.create_future()
            # stands for a protocol of asyncio's that the loop calls
            loop.call_soon(asyncio.ensure_future, child())
            loop.call_later(0.001, made.set_result, None)
            await made

        recording = _record(main)
        created = [row for row in recording.of_kind(schema.TASK_CREATED) if recording.code_name(row).endswith("child")]
        self.assertEqual([recording.creation_site(row) for row in created], [None])
        self.assertEqual([row.w2 for row in created], [0])

    def test_sleeps_are_the_only_timers(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_later(100, print).cancel()
            loop.call_at(loop.time() + 100, print)
            await asyncio.wait_for(asyncio.sleep(0.002), 100)

        recording = _record(main)
        (timer,) = recording.of_kind(schema.TIMER_SCHEDULED)
        self.assertIn(timer.w3, {row.w0 for row in recording.of_kind(schema.FUTURE_CREATED)})
        (started,) = recording.of_kind(schema.LOOP_STARTED)
        self.assertTrue(2000 <= timer.w2 - started.w2 < 1_000_000, timer.w2 - started.w2)

    def test_a_sleep_without_end(self):
        async def main():
            loop = asyncio.get_running_loop()
            for delay in (1e15, float("inf")):
                loop.call_later(delay, futures._set_result_unless_cancelled, loop.create_future(), None).cancel()

        timers = _record(main).of_kind(schema.TIMER_SCHEDULED)
        self.assertEqual(len(timers), 2)
        self.assertTrue(all(2**32 * 1_000_000 <= timer.w2 < 2**63 for timer in timers))

    def test_context_and_callbacks_are_the_programs_own(self):
        variable = contextvars.ContextVar("variable", default=0)

        async def child():
            variable.set(2)
            await asyncio.sleep(0)
            return variable.get()

        async def main():
            variable.set(1)
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            handle = loop.call_soon(future.set_result, None)
            self.assertIsInstance(handle, asyncio.Handle)
            self.assertEqual(handle._callback, future.set_result)
            await future
            return await asyncio.create_task(child()), variable.get()

        self.assertEqual(_record(main).result, (2, 1))

    @unittest.skipIf(sys.version_info < (3, 12), "there are no eager tasks")
    def test_eager_tasks(self):
        async def child():
            return 1

        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            return await asyncio.create_task(child(), name="eager")

        recording = _record(main)
        self.assertEqual(recording.result, 1)
        self.assertEqual([row.w2 for row in recording.of_kind(schema.EAGER_END)], [schema.RETURNED])

    def test_debug_mode_shows_the_task_not_the_inspector(self):
        async def main():
            loop = asyncio.get_running_loop()
            return repr(loop._current_handle) if hasattr(loop, "_current_handle") else ""

        recording = _record(main, lambda loop: loop.set_debug(True))
        self.assertNotIn("loop_inspector", recording.result)
        self.assertNotIn("_Step", recording.result)


if __name__ == "__main__":
    unittest.main()
