"""Loops whose turn is not ours: a class has one of its own, or is given one, also in the middle of a step."""

import asyncio
import heapq
import time
import unittest
from asyncio import events, tasks
from unittest import mock

from loop_inspector import other_turns, schema, session
from loop_inspector.recorder import recorder_of
from recorded import COUNTS_REFERENCES, HAS_THREADS, Recording, Watching, goes_after_failing, line_of, uncollected
from test_control import STEP, Controlled


def _turn(self):
    """As ``nest_asyncio`` has it: a turn may begin inside of another one's handle."""
    ready, scheduled = self._ready, self._scheduled
    while scheduled and scheduled[0]._cancelled:
        heapq.heappop(scheduled)
    timeout = 0 if ready or self._stopping else max(0, scheduled[0]._when - self.time()) if scheduled else None
    self._process_events(self._selector.select(timeout))
    end = self.time() + self._clock_resolution
    while scheduled and scheduled[0]._when < end:
        ready.append(heapq.heappop(scheduled))
    for _ in range(len(ready)):
        if not ready:
            break
        handle = ready.popleft()
        if not handle._cancelled:
            handle._run()


def _loop_class(**members):
    loop = asyncio.new_event_loop()
    loop.close()
    return type("OwnLoop", (type(loop),), {"_run_once": _turn, **members})


def _run(coroutine, own=True, **members):
    loop = _loop_class(**members)() if own else asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


def _steps(recording, name):
    """How the steps of the task of that name ended."""
    names = recording.task_names()
    return [row.w2 for row in recording.rows if row.is_step and names.get(row.w1) == name]


class OtherTurns(unittest.TestCase):
    def test_steps_and_callbacks_are_told_as_in_our_own_turn(self):
        notes = []

        def callback():
            notes.append("callback")

        async def child(event):
            await event.wait()
            await asyncio.sleep(0.001)
            raise KeyError("child")

        async def main():
            loop = asyncio.get_running_loop()
            event = asyncio.Event()
            task = loop.create_task(child(event), name="child")
            loop.call_soon(callback)
            loop.call_later(0.002, event.set)
            return await asyncio.gather(task, return_exceptions=True)

        told = []
        for own in (False, True):
            with Recording() as recording:
                (failure,) = _run(main(), own)
            self.assertEqual(failure.args, ("child",))
            steps = _steps(recording, "child")
            self.assertEqual(steps[-1], schema.FAILED)
            callbacks = [recording.names[row.w1].rpartition(".")[2] for row in recording.rows if row.is_callback]
            self.assertEqual(len(recording.of_kind(schema.LOOP_STARTED)), 1)
            self.assertEqual(len(recording.of_kind(schema.LOOP_STOPPED)), 1)
            told.append((len(steps), [name for name in callbacks if name in ("callback", "set", "_set_result_unless_cancelled")]))
        self.assertEqual(*told)
        self.assertEqual(notes, ["callback"] * 2)

    @unittest.skipUnless(COUNTS_REFERENCES, "nothing goes at once here")
    def test_a_failed_task_goes_at_once(self):
        with uncollected(), Recording():
            self.assertTrue(_run(goes_after_failing()))

    def test_a_turn_inside_of_a_step(self):
        async def inner(number):
            await asyncio.sleep(0)
            return number

        async def main():
            loop = asyncio.get_running_loop()
            task = loop.create_task(inner(7), name="inner")
            outside = asyncio.current_task()
            # as `nest_asyncio` lets one task run while another does
            tasks._leave_task(loop, outside)
            while loop._ready:
                loop._run_once()
            tasks._enter_task(loop, outside)
            number = recorder_of(loop).task_or_handle
            self.assertEqual(number, id(outside))
            await asyncio.sleep(0)
            return task.result()

        with Recording() as recording:
            self.assertEqual(_run(main()), 7)
        self.assertEqual(_steps(recording, "inner"), [schema.YIELDED, schema.RETURNED])
        names = recording.task_names()
        (outer,) = [name for name in names.values() if name.startswith("Task-")]
        self.assertEqual(_steps(recording, outer)[-1], schema.RETURNED)
        times = [row.w0 for row in recording.rows if row.is_step or row.is_callback or row.w1 == schema.ITERATION]
        self.assertEqual(times, sorted(times))

    def test_the_run_of_the_programs_own_is_called_once_for_each_handle(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(notes.append, "called")
            loop.call_later(0, notes.append, "later")
            await asyncio.sleep(0.005)

        def run(handle):
            if handle._callback == notes.append:
                notes.append("own")
            before(handle)

        for own in (False, True):
            notes = []
            with Recording() as recording:
                before = events.Handle._run
                with mock.patch.object(events.Handle, "_run", run):
                    _run(main(), own)
            self.assertEqual(notes, ["own", "called", "own", "later"])
            self.assertEqual(sum(row.is_callback and recording.names[row.w1] == "list.append" for row in recording.rows), 2)

    def test_a_loop_that_also_runs_by_itself_is_seen_to_start(self):
        async def main():
            await asyncio.sleep(0)

        def run_until_complete(self, coroutine):
            """Without ``run_forever``."""
            self._thread_id = 1
            events._set_running_loop(self)
            try:
                task = self.create_task(coroutine)
                while self._ready:
                    self._run_once()
                return task.result()
            finally:
                events._set_running_loop(None)
                self._thread_id = None

        with Recording() as recording:
            _run(main(), run_until_complete=run_until_complete)
        self.assertEqual(len(recording.of_kind(schema.LOOP_STARTED)), 1)
        self.assertEqual([row.w2 for row in recording.rows if row.is_step], [schema.YIELDED, schema.RETURNED])

    def test_a_loop_inside_of_another_leaves_that_one_watched(self):
        async def inner():
            await asyncio.sleep(0)

        async def main():
            outside = asyncio.get_running_loop()
            running = asyncio.current_task()
            loop = _loop_class()()
            tasks._leave_task(outside, running)
            events._set_running_loop(loop)
            try:
                task = loop.create_task(inner())
                while loop._ready:
                    loop._run_once()
                self.assertTrue(task.done())
            finally:
                events._set_running_loop(outside)
                tasks._enter_task(outside, running)
                loop.close()
            self.assertIs(session.current().here(), recorder_of(outside))

        with Recording() as recording:
            _run(main(), own=False)
        self.assertEqual(len(recording.of_kind(schema.LOOP_STARTED)), 2)

    def test_an_interrupt_goes_through(self):
        def interrupts():
            raise KeyboardInterrupt

        async def main():
            asyncio.get_running_loop().call_soon(interrupts)
            await asyncio.sleep(1)

        with Recording() as recording:
            with self.assertRaises(KeyboardInterrupt):
                _run(main())
        self.assertIn("interrupts", [recording.names[row.w1].rpartition(".")[2] for row in recording.rows if row.is_callback])

    @unittest.skipUnless(HAS_THREADS, "nobody looks here")
    def test_which_line_blocks_and_in_which_callback(self):
        def blocks():
            time.sleep(0.12)  # blocks

        async def main():
            asyncio.get_running_loop().call_soon(blocks)
            await asyncio.sleep(0.01)

        with Recording(slow_callback_ns=50_000_000) as recording, Watching():
            _run(main())
        stacks = [[recording.sites[site] for site in recording.stacks[row.w2]] for row in recording.of_kind(schema.STACK_SAMPLE)]
        self.assertTrue(stacks)
        for stack in stacks:
            self.assertEqual([(site.line, site.qualname.rpartition(".")[2]) for site in stack], [(line_of("blocks", __file__), "blocks")])
        running = {recording.names[row.w3].rpartition(".")[2] for row in recording.of_kind(schema.RUNNING)}
        self.assertEqual(running, {"blocks"})

    @unittest.skipUnless(HAS_THREADS, "nobody looks here")
    def test_what_happened_is_told_while_the_loop_rests(self):
        async def main():
            await asyncio.get_running_loop().create_future()

        class Told(Recording):
            def write(self, data):
                waited = super().write(data)
                if self.of_kind(schema.PARKED) and not stopped:
                    stopped.append(True)
                    loop.call_soon_threadsafe(loop.stop)
                return waited

        stopped = []
        loop = _loop_class()()
        with Told(), Watching():
            task = loop.create_task(main())
            loop.run_forever()  # until it has been told where the task is parked
            task.cancel()
            loop.call_soon(loop.stop)
            loop.run_forever()
        loop.close()
        self.assertTrue(stopped)

    def test_is_held_before_a_handle(self):
        notes = []

        async def main():
            loop = asyncio.get_running_loop()
            for number in range(4):
                loop.call_soon(notes.append, number)
            controlled.say(kind="pause")
            await asyncio.sleep(0)
            notes.append("main")

        with Controlled(STEP, STEP) as controlled:
            before = controlled._block
            controlled.control.block = lambda lock, seconds: (notes.append("held"), before(lock, seconds))
            _run(main())
        self.assertEqual(notes, ["held", 0, "held", 1, "held", 2, 3, "main"])
        self.assertEqual(controlled.seen, [5, 4, 3])

    def test_what_is_cancelled_while_it_is_held_does_not_run(self):
        notes = []

        async def main():
            loop = asyncio.get_running_loop()
            handles = [loop.call_soon(notes.append, number) for number in range(2)]
            controlled.say(kind="pause")
            before = controlled._block
            controlled.control.block = lambda lock, seconds: (handles[0].cancel(), before(lock, seconds))
            await asyncio.sleep(0)

        with Controlled() as controlled:
            _run(main())
        self.assertEqual(notes, [1])

    def test_comes_off_again(self):
        before = events.Handle._run
        with Recording():
            self.assertIs(events.Handle._run, other_turns.run_handle)
        self.assertIs(events.Handle._run, before)


if __name__ == "__main__":
    unittest.main()
