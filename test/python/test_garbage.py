"""The inspector keeps nothing alive that the program has let go of, and grows only with what is new."""

import asyncio
import gc
import sys
import unittest
import weakref

from loop_inspector import recorder, schema, session
from loop_inspector.default_names import NAMED_LATER
from loop_inspector.recorder import recorder_of
from recorded import COUNTS_REFERENCES, HAS_THREADS, Recording, collect, goes_after_failing, line_of, uncollected


class Nobody:
    """A sink that forgets."""

    def write(self, data):
        return 0


def _run(coroutine, debug=False):
    loop = asyncio.new_event_loop()
    loop.set_debug(debug)
    loop.set_exception_handler(lambda loop, context: None)
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


class Garbage(unittest.TestCase):
    def test_who_collects_is_not_parked(self):
        async def main():
            await asyncio.sleep(0)
            gc.collect()  # runs
            await asyncio.sleep(0)

        with Recording() as recording:
            _run(main())
        parked = [recording.sites[site].line for row in recording.of_kind(schema.PARKED) for site in recording.chains[row.w2]]
        self.assertNotIn(line_of("runs", __file__), parked)

    def test_a_task_that_nobody_keeps_is_collected(self):
        async def waits_for_itself():
            # the future is known to this coroutine alone
            await asyncio.get_running_loop().create_future()

        async def main():
            task = asyncio.get_running_loop().create_task(waits_for_itself())
            gone = weakref.ref(task)
            del task
            await asyncio.sleep(0)
            # without hooks it may be held until the next sample
            await asyncio.sleep(0 if COUNTS_REFERENCES else 0.1)
            collect()
            return gone() is None

        with Recording() as recording:
            self.assertTrue(_run(main()))
        (complaint,) = recording.of_kind(schema.COMPLAINT)
        self.assertEqual(complaint.w2, schema.DESTROYED_PENDING)

    @unittest.skipUnless(COUNTS_REFERENCES, "without hooks it may be held until the next sample")
    def test_a_task_that_nobody_keeps_is_collected_by_the_next_handle(self):
        async def waits_for_itself():
            await asyncio.get_running_loop().create_future()

        async def looks(gone):
            collect()
            return gone() is None

        async def main():
            loop = asyncio.get_running_loop()
            found = []
            for step in (True, False):
                gone = weakref.ref(loop.create_task(waits_for_itself()))
                if step:
                    found.append(await loop.create_task(looks(gone)))
                else:
                    loop.call_soon(lambda: (collect(), found.append(gone() is None)))
                    await asyncio.sleep(0)
            return found

        with Recording():
            watched = _run(main())
        self.assertEqual(watched, _run(main()))

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_finished_task_goes_at_once(self):
        async def child():
            await asyncio.sleep(0)
            return object()

        async def main():
            task = asyncio.get_running_loop().create_task(child())
            gone = weakref.ref(task)
            await task
            del task
            await asyncio.sleep(0)  # the handle that runs holds what it was woken by
            return gone() is None

        with uncollected(), Recording():
            self.assertTrue(_run(main()))

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_what_a_handle_leaves_goes_before_the_next_one_runs(self):
        class Thing:
            pass

        async def main():
            loop = asyncio.get_running_loop()
            things, there = [], []

            def thing():
                made = Thing()
                things.append(weakref.ref(made))
                return made

            async def returns():
                return thing()

            async def fails():
                raise KeyError(thing())

            async def looks():
                there.append([it() is not None for it in things])

            def look():
                there.append([it() is not None for it in things])

            def closure():
                held = thing()
                return lambda: held

            for first in (returns, fails, closure):
                for then in (look, looks):
                    things.clear()
                    for function in (first, then):
                        if asyncio.iscoroutinefunction(function):
                            loop.create_task(function())
                        else:
                            loop.call_soon(function() if function is closure else function)
                    await asyncio.sleep(0)
            return there

        with uncollected():
            with Recording():
                watched = _run(main())
            self.assertEqual(watched, _run(main()))

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_future_goes_at_once_and_with_it_what_it_resulted_in(self):
        class Result:
            pass

        async def main():
            future = asyncio.get_running_loop().create_future()
            future.set_result(Result())
            gone = weakref.ref(future.result())
            del future
            return gone() is None

        with uncollected(), Recording():
            self.assertTrue(_run(main()))

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_future_that_went_is_not_taken_for_one_in_its_place(self):
        """That of an event, say, of which nobody tells that it was made."""
        ids = set()

        async def waiter(event, futures):
            waits = event.wait()
            ids.add(id(futures[-1]))
            futures.pop()  # what is made next of that size is the future that it waits for
            await waits

        async def main():
            loop = asyncio.get_running_loop()
            event = asyncio.Event()
            futures = [loop.create_future() for _ in range(200)]
            waiting = [loop.create_task(waiter(event, futures)) for _ in futures]
            await asyncio.sleep(0.1)  # there is a sample in it
            event.set()
            await asyncio.gather(*waiting)

        with Recording() as recording:
            _run(main())
        known, waited_for = set(), set()
        for row in recording.rows:
            if row.is_step and row.parks:
                self.assertNotIn(row.w2, known)
                waited_for.add(row.w2)
            elif row.w1 == schema.FUTURE_CREATED:
                known.add(row.w0)
            elif row.w1 in (schema.FUTURE_DONE, schema.FUTURE_GONE):
                self.assertIn(row.w0, known)
                known.remove(row.w0)
        self.assertTrue(ids & waited_for, "nothing was made in the place of one that went")

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_future_that_goes_as_the_interpreter_ends(self):
        """The names of modules may be None then."""
        complained = []

        async def main():
            kept = asyncio.get_running_loop().create_future()
            names = {name: value for name, value in vars(recorder).items() if not name.startswith("__")}
            vars(recorder).update(dict.fromkeys(names))
            try:
                del kept
            finally:
                vars(recorder).update(names)

        hook, sys.unraisablehook = sys.unraisablehook, complained.append
        try:
            with Recording():
                _run(main())
        finally:
            sys.unraisablehook = hook
        self.assertEqual(complained, [])

    def test_a_class_of_futures_of_the_program_s_own_that_knows_no_weak_references(self):
        class Promise:
            __slots__ = ()

            def __init__(self, *, loop):
                pass

        async def main():
            made = asyncio.futures.Future
            asyncio.futures.Future = Promise
            try:
                future = asyncio.get_running_loop().create_future()
            finally:
                asyncio.futures.Future = made
            self.assertIs(type(future), Promise)
            await asyncio.sleep(0.1)

        with Recording():
            _run(main())

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_failed_task_goes_at_once(self):
        for debug in (False, True):
            with uncollected(), Recording():
                self.assertTrue(_run(goes_after_failing(), debug), f"debug mode: {debug}")

    def test_exception_never_retrieved(self):
        async def fails():
            raise ValueError("nobody asks")

        async def main():
            asyncio.get_running_loop().create_task(fails())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            collect()

        with Recording() as recording:
            _run(main())
        (complaint,) = recording.of_kind(schema.COMPLAINT)
        self.assertEqual(recording.names[complaint.w2], "ValueError: nobody asks")

    def test_loops_go(self):
        with Recording():
            loop = asyncio.new_event_loop()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()
            gone = weakref.ref(loop)
            logs = len(session.current().logs)
            del loop
            collect()
            self.assertIsNone(gone())
            self.assertEqual(len(session.current().logs), logs - 1)

    @unittest.skipIf(HAS_THREADS, "elsewhere another thread looks, which never comes in the middle of C code")
    def test_who_interrupts_asks_for_no_names(self):
        """What runs may be in the middle of ``get_name``, which crashes if it is called for the same task."""
        from loop_inspector import embedded

        async def main():
            recorder = recorder_of(asyncio.get_running_loop())
            asked = []

            class Named:
                def get_name(self):
                    asked.append(self)
                    return "Task-1"

            recorder.default_names.made[:] = [Named(), Named()]
            embedded._on_watch(0, None)
            before = len(asked)
            recorder.flush()
            return before, len(asked)

        with Recording():
            before, after = _run(main())
        self.assertEqual(before, 0)
        self.assertGreater(after, 0)

    def test_names_are_looked_at_while_somebody_writes(self):
        async def main():
            recorder = recorder_of(asyncio.get_running_loop())

            class Named:
                def get_name(self):
                    if self is second and not flushed:
                        flushed.append(True)
                        recorder.flush()
                    return "other"

            flushed = []
            second = Named()
            recorder.default_names.made[:] = [Named(), "first", second, "first", Named(), "first"] if NAMED_LATER else [Named(), second, Named()]
            recorder.default_names.record()
            return recorder.default_names.made

        with Recording():
            self.assertEqual(_run(main()), [])

    @unittest.skipUnless(COUNTS_REFERENCES, "what the compiler keeps of the program is among the objects")
    def test_no_growth(self):
        async def child():
            await asyncio.sleep(0)

        async def work():
            loop = asyncio.get_running_loop()
            for _ in range(500):
                future = loop.create_future()
                loop.call_soon(future.set_result, None)
                await asyncio.gather(child(), child(), future)

        async def main():
            await work()
            gc.collect()
            before = len(gc.get_objects())
            for _ in range(5):
                await work()
            gc.collect()
            return len(gc.get_objects()) - before

        with Recording() as recording:
            recording.write = Nobody().write
            growth = _run(main())
        # 5,000 tasks and 2,500 futures came and went
        self.assertLess(growth, 100)
