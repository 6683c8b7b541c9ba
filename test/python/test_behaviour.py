"""An instrumented loop does to a program what CPython's own does, faults and debug mode included."""

import asyncio
import contextvars
import functools
import logging
import time
import traceback
import unittest
from asyncio import events
from unittest import mock

from recorded import HAS_THREADS, Recording


def _both(action):
    """What ``action(loop)`` answers without and with the inspector."""
    answers = []
    for watched in (False, True):
        if watched:
            with Recording():
                answers.append(_run(action))
        else:
            answers.append(_run(action))
    return answers


def _of_c():
    try:
        int("of C")
    except ValueError as error:
        return error


def _run(action):
    loop = asyncio.new_event_loop()
    try:
        return action(loop)
    finally:
        loop.close()


class Faults(unittest.TestCase):
    def test_exception_in_a_callback(self):
        def fails(value):
            raise ValueError(value)

        def action(loop):
            contexts = []
            loop.set_exception_handler(lambda _, context: contexts.append(context))
            loop.call_soon(fails, 1)
            loop.call_later(0, fails, 2)
            loop.call_later(0.001, int, "of C")
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            return [
                (context["message"], repr(context["exception"]), traceback.format_tb(context["exception"].__traceback__))
                for context in contexts
            ]

        plain, watched = _both(action)
        self.assertEqual([entry[1] for entry in plain], ["ValueError(1)", "ValueError(2)", repr(_of_c())])
        self.assertEqual(watched, plain)

    def test_system_exit_and_interrupt_go_through(self):
        for error in (SystemExit, KeyboardInterrupt):

            async def main(error=error):
                raise error

            def action(loop, main=main, error=error):
                try:
                    loop.run_until_complete(main())
                except error:
                    return "went through"

            self.assertEqual(_both(action), ["went through"] * 2)

            def from_callback(loop, error=error):
                def callback():
                    raise error

                loop.call_soon(callback)
                try:
                    loop.run_forever()
                except error:
                    return "went through"

            self.assertEqual(_both(from_callback), ["went through"] * 2)

    def test_bad_arguments(self):
        def action(loop):
            errors = []
            for call in (
                lambda: loop.call_soon(),
                lambda: loop.call_later("soon", print),
                lambda: loop.call_later(None, print),
                lambda: loop.call_at(None, print),
                lambda: loop.create_task(42),
            ):
                try:
                    call()
                except Exception as error:
                    errors.append(type(error).__name__)
                else:
                    errors.append("none")
            return errors

        plain, watched = _both(action)
        self.assertEqual(watched, plain)

    def test_closed_loop(self):
        def action(loop):
            loop.close()
            errors = []
            for call in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print), lambda: loop.call_soon_threadsafe(print), loop.run_forever):
                try:
                    call()
                except RuntimeError as error:
                    errors.append(str(error))
            return errors

        plain, watched = _both(action)
        self.assertEqual(watched, plain)
        self.assertEqual(len(plain), 4)

    def test_stop_runs_what_was_ready_and_no_more(self):
        def action(loop):
            seen = []

            def first():
                seen.append("first")
                loop.stop()
                loop.call_soon(seen.append, "next turn")

            loop.call_soon(first)
            loop.call_soon(seen.append, "same turn")
            loop.run_forever()
            seen.append(len(loop._ready))
            return seen

        plain, watched = _both(action)
        self.assertEqual(watched, plain)


class Strange:
    """Fails when it is asked for an attribute that it does not have, by other than AttributeError."""

    def __getattr__(self, name):
        asked.append(name)
        raise LookupError(name)

    def __call__(self, *args):
        called.append(len(args))

    def method(self):
        called.append("method")


class StrangeList(Strange, list):
    pass


class StrangeAwaitable(Strange):
    def __init__(self, future):
        self.waits = iter(future)

    def __await__(self):
        return self

    def __next__(self):
        return next(self.waits)


asked = []
called = []


class Programs(unittest.TestCase):
    """What a program's objects are and what it has put in the place of asyncio's own."""

    def test_a_callback_is_asked_for_nothing(self):
        def action(loop):
            called.clear()
            loop.call_soon(Strange())
            loop.call_soon(Strange().method)
            loop.call_soon(functools.partial(Strange(), 1))
            kept = StrangeList()
            for number in range(300):  # more than the wakers of a sample
                loop.call_soon(kept.append, Strange())
            loop.call_later(0, Strange())
            future = loop.create_future()
            future.add_done_callback(Strange())
            future.set_result(None)
            loop.run_until_complete(asyncio.sleep(0.1))
            return called[:], len(kept)

        asked.clear()
        plain, watched = _both(action)
        self.assertEqual(plain, ([0, "method", 1, 1, 0], 300))
        self.assertEqual(watched, plain)
        self.assertEqual(asked, [])

    def test_nor_is_what_a_task_awaits(self):
        async def waits(loop):
            future = loop.create_future()
            future.add_done_callback(Strange())
            loop.call_later(0.1, future.set_result, 1)
            return await StrangeAwaitable(future)

        called.clear()
        asked.clear()
        plain, watched = _both(lambda loop: loop.run_until_complete(waits(loop)))
        self.assertEqual((plain, watched), (1, 1))
        self.assertLessEqual(set(asked), {"close"})  # by the interpreter

    def test_a_context_of_any_kind_goes_to_the_exception_handler(self):
        def action(loop):
            contexts = []
            loop.set_exception_handler(lambda _, context: contexts.append(context))
            for context in ({"message": None}, {"message": 5}, {}, {"message": "exception was never retrieved", "task": strange}):
                loop.call_exception_handler(context)
            return contexts

        class Falsy:
            def __bool__(self):
                raise AssertionError("the inspector ran the program's code")

        strange = Falsy()
        plain, watched = _both(action)
        self.assertEqual([(each.get("message"), id(each.get("task"))) for each in watched], [(each.get("message"), id(each.get("task"))) for each in plain])

    def test_its_own_way_to_run_a_handle(self):
        async def main():
            await asyncio.sleep(0)
            await asyncio.sleep(0)

        ran = []
        stock = events.Handle._run

        def run(handle):
            ran.append(handle)
            return stock(handle)

        with mock.patch.object(events.Handle, "_run", run), Recording() as recording:
            _run(lambda loop: loop.run_until_complete(main()))
        steps = [row for row in recording.rows if row.is_step]
        self.assertGreaterEqual(len(ran), 3)
        self.assertGreaterEqual(len(steps), 3)

    @unittest.skipUnless(HAS_THREADS, "a loop without I/O does not select while something is ready")
    def test_its_own_way_to_select(self):
        def action(loop):
            selects = []
            select = loop._selector.select

            def counted(timeout=None):
                selects.append(timeout)
                return select(timeout)

            async def main():
                for _ in range(100):
                    await asyncio.sleep(0)

            loop._selector.select = counted
            loop.run_until_complete(main())
            return len(selects)

        plain, watched = _both(action)
        self.assertEqual(watched, plain)


class Handles(unittest.TestCase):
    def test_repr_cancel_and_context(self):
        variable = contextvars.ContextVar("variable", default="outer")

        def action(loop):
            seen = []
            context = contextvars.copy_context()
            context.run(variable.set, "inner")
            loop.call_soon(lambda: seen.append(variable.get()), context=context)
            handle = loop.call_soon(seen.append, "never")
            handle.cancel()
            timer = loop.call_later(5, seen.append, "never")
            seen.append((handle.cancelled(), timer.cancelled(), timer.when() > loop.time()))
            timer.cancel()
            seen.append((timer.cancelled(), isinstance(timer, asyncio.TimerHandle), isinstance(handle, asyncio.Handle)))
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            seen.append(variable.get())
            return seen

        plain, watched = _both(action)
        self.assertEqual(watched, plain)
        self.assertIn("inner", plain)

    def test_timers_in_order(self):
        def action(loop):
            seen = []
            now = loop.time()
            for delay in (0.03, 0.01, 0.02, 0.01):
                loop.call_at(now + delay, seen.append, delay)
            loop.call_at(now + 0.05, loop.stop)
            loop.run_forever()
            return seen

        self.assertEqual(_both(action), [[0.01, 0.01, 0.02, 0.03]] * 2)

    def test_many_cancelled_timers_are_dropped(self):
        def action(loop):
            timers = [loop.call_later(60, print) for _ in range(300)]
            for timer in timers:
                timer.cancel()
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            return len(loop._scheduled)

        self.assertEqual(_both(action), [0, 0])


class DebugMode(unittest.TestCase):
    def _slow(self, loop):
        def slow():
            time.sleep(0.02)

        loop.set_debug(True)
        loop.slow_callback_duration = 0.01
        loop.call_soon(slow)
        loop.call_soon(loop.stop)
        with self.assertLogs("asyncio", logging.WARNING) as logs:
            loop.run_forever()
        # times differ
        return [record.getMessage().partition(" took ")[0].partition(" at ")[0] for record in logs.records]

    def test_slow_callbacks_are_logged(self):
        plain, watched = _both(self._slow)
        self.assertEqual(watched, plain)
        self.assertEqual(len(plain), 1)

    def test_source_tracebacks_do_not_show_the_inspector(self):
        def action(loop):
            loop.set_debug(True)
            handles = [loop.call_soon(print), loop.call_later(1, print), loop.call_soon_threadsafe(print)]
            future = loop.create_future()
            # the last frame is the call in asyncio itself
            return [entry.name for source in handles + [future] for entry in source._source_traceback[-2:] if "loop_inspector" in entry.filename]

        self.assertEqual(_both(action), [[], []])

    def test_non_thread_safe_call_is_refused(self):
        def action(loop):
            loop.set_debug(True)
            loop._thread_id = 1
            try:
                loop.call_soon(print)
            except RuntimeError as error:
                return str(error)
            finally:
                loop._thread_id = None

        plain, watched = _both(action)
        self.assertEqual(watched, plain)
        self.assertIn("Non-thread-safe", plain)


class Install(unittest.TestCase):
    def _attributes(self):
        import gc
        import sys
        import warnings

        methods = dict(vars(asyncio.BaseEventLoop))
        tools = [getattr(sys, "monitoring").get_tool(tool) for tool in range(6)] if hasattr(sys, "monitoring") else []
        return methods, list(getattr(gc, "callbacks", ())), warnings._warn_unawaited_coroutine, tools

    def test_everything_comes_off_again(self):
        with Recording():  # whatever instrumented this process before
            pass
        before = self._attributes()
        with Recording():
            during = self._attributes()
            _run(lambda loop: loop.run_until_complete(asyncio.sleep(0)))
        self.assertNotEqual(during[0]["_run_once"], before[0]["_run_once"])
        self.assertEqual(self._attributes(), before)

    def test_a_loop_goes_on_without_the_inspector(self):
        loop = asyncio.new_event_loop()
        try:
            with Recording() as recording:
                loop.run_until_complete(asyncio.sleep(0))
                loop.call_later(0.01, loop.stop)
            rows = len(recording.rows)
            loop.run_forever()
            self.assertEqual(len(recording.rows), rows)
        finally:
            loop.close()

    def test_a_loop_that_is_there_already(self):
        loop = asyncio.new_event_loop()
        try:
            loop.call_soon(loop.stop)
            with Recording() as recording:
                loop.run_forever()
            self.assertIn("stop", " ".join(recording.names.values()))
        finally:
            loop.close()
