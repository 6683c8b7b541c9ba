"""What is recorded is what happened; and what happens is what would have happened without the inspector."""

import asyncio
import sys
import time
import unittest
from functools import partial
from types import MethodType

import random_program
from loop_inspector import schema
from loop_inspector.handles import task_of
from recorded import COUNTS_REFERENCES, HAS_THREADS, Recording, collect, line_of, record

_OUTCOMES = {"yielded": schema.YIELDED, "returned": schema.RETURNED, "cancelled": schema.CANCELLED, "failed": schema.FAILED}
_SEEDS = range(25)


def _without_addresses(notes):
    return [(name, "parked" if isinstance(how, int) else how) for name, how in notes]


class RandomPrograms(unittest.TestCase):
    def test_run_as_without_the_inspector(self):
        for seed in _SEEDS:
            plain = random_program.run(seed)
            with Recording():
                watched = random_program.run(seed)
            self.assertEqual(_without_addresses(watched), _without_addresses(plain), f"seed {seed}")
            self.assertGreater(len(plain), 10)

    def test_rows_tell_every_step_in_order(self):
        for seed in _SEEDS:
            with Recording() as recording:
                notes = random_program.run(seed)
            names = {}
            seen = []
            for row in recording.rows:
                if row.w1 == schema.TASK_CREATED:
                    names[row.w0] = None
                elif row.w1 == schema.TASK_NAMED:
                    names[row.w0] = recording.names[row.w2]
                elif row.is_callback and recording.names[row.w1].startswith("Program."):
                    seen.append((recording.names[row.w1], None))
                elif row.is_step:
                    seen.append((row.w1, row.w2))
            wanted = [(name, _OUTCOMES.get(how, how)) for name, how in notes]
            # the tasks' names are given after creation, so tasks are told apart by the order of their first steps
            numbers = {}
            self.assertEqual(
                [how for name, how in seen if how is None or self._is_noted(recording, name, numbers)],
                [how for _, how in wanted],
                f"seed {seed}",
            )

    def _is_noted(self, recording, task, numbers):
        if not numbers:
            for row in recording.of_kind(schema.TASK_CREATED):
                # a wrapper has no code of its own
                numbers.setdefault(row.w0, row.w3 & 0xFFFFF == 0)
        return numbers[task]

    def test_turns_and_queue_lengths_add_up(self):
        for seed in _SEEDS:
            with Recording() as recording:
                random_program.run(seed)
            due = 0
            length = 0
            for row in recording.rows:
                if row.w1 == schema.ITERATION:
                    self.assertEqual(due, 0, "the turn before ran all that was due, and no more")
                    due = row.w3
                    length = due
                elif row.is_step or row.is_callback or row.w1 == schema.HANDLE_SKIPPED:
                    due -= 1
                    self.assertGreaterEqual(row.w3, length - 1, "a handle takes one from the queue and may add")
                    length = row.w3
                elif row.w1 == schema.LOOP_STOPPED:
                    self.assertEqual(row.w3, length)

    def test_time_runs_forward(self):
        with Recording() as recording:
            random_program.run(1)
        times = [row.w0 for row in recording.rows if row.is_step or row.is_callback or row.w1 in (schema.ITERATION, schema.LOOP_STARTED, schema.LOOP_STOPPED)]
        self.assertEqual(times, sorted(times))


def nothing():
    pass


class Rows(unittest.TestCase):
    def test_tasks(self):
        async def child():
            await asyncio.sleep(0)
            return {"answer": 42}

        async def main():
            unnamed = asyncio.ensure_future(child())
            named = asyncio.get_running_loop().create_task(child(), name="fetcher")
            await unnamed
            await named

        recording = record(main)
        of_main, unnamed, named = recording.of_kind(schema.TASK_CREATED)
        self.assertTrue(recording.code_name(unnamed).endswith("child"))
        self.assertEqual([of_main.w2, unnamed.w2, named.w2], [0, of_main.w0, of_main.w0], "who made it")
        self.assertTrue(recording.creation_site(named).qualname.endswith("main"))
        self.assertEqual(recording.creation_site(named).path, __file__)
        steps = [row.w2 for row in recording.rows if row.is_step and row.w1 == named.w0]
        self.assertEqual(steps, [schema.YIELDED, schema.RETURNED])
        outcomes = {row.w0: (recording.names[row.w2], row.w3) for row in recording.of_kind(schema.TASK_OUTCOME)}
        self.assertEqual(outcomes[named.w0], ("{'answer': 42}", schema.RETURNED))

    def test_options_go_to_a_factory_as_they_are(self):
        seen = []

        async def child():
            pass

        def factory(loop, coro, **options):
            seen.append(options)
            options.pop("custom", None)
            return asyncio.Task(coro, loop=loop, **options)

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(factory)
            await loop.create_task(child())

        record(main)
        self.assertEqual(len(seen), 1)
        self.assertNotIn("eager_start", seen[0])

    def test_awaiting_a_coroutine_is_no_step_of_its_own(self):
        async def child():
            return 1

        async def main():
            await child()
            await child()

        recording = record(main)
        self.assertEqual(len(recording.of_kind(schema.TASK_CREATED)), 1)
        self.assertEqual(len([row for row in recording.rows if row.is_step]), 1)

    def test_failure(self):
        async def main():
            raise KeyError("gone")

        with self.assertRaises(KeyError):
            record(main)
        with Recording() as recording:
            loop = asyncio.new_event_loop()
            try:
                loop.run_until_complete(main())
            except KeyError:
                pass
            finally:
                loop.close()
        (outcome,) = recording.of_kind(schema.TASK_OUTCOME)
        self.assertEqual((recording.names[outcome.w2], outcome.w3), ("KeyError: gone", schema.FAILED))

    def test_a_name_given_before_a_failure(self):
        async def child():
            asyncio.current_task().set_name("renamed")
            raise KeyError("gone")

        async def main():
            await asyncio.wait([asyncio.ensure_future(child())])

        recording = record(main)
        _, child_task = recording.of_kind(schema.TASK_CREATED)
        self.assertEqual(recording.task_names()[child_task.w0], "renamed")

    def test_timers(self):
        async def main():
            loop = asyncio.get_running_loop()
            timer = loop.call_later(60, print)
            timer.cancel()
            await asyncio.sleep(0.01)

        recording = record(main)
        cancelled, slept = recording.of_kind(schema.TIMER_SCHEDULED)
        self.assertEqual(recording.names[cancelled.w3], "print")
        self.assertGreater(slept.w3, schema.FIRST_TASK_ID, "a sleep's timer tells which future it resolves")
        self.assertEqual([row.w0 for row in recording.of_kind(schema.TIMER_CANCELLED)][:1], [cancelled.w0])
        parked = [row.w2 for row in recording.rows if row.is_step and row.w2 >= schema.FIRST_TASK_ID]
        self.assertEqual(parked, [slept.w3])

    def test_a_task_s_method_that_the_loop_calls_is_no_step_of_it(self):
        class Own(asyncio.Task):
            def method(self):
                pass

        def python_task(loop, coroutine, **options):
            return asyncio.tasks._PyTask(coroutine, loop=loop, **options)

        async def main():
            loop = asyncio.get_running_loop()
            kept = []  # an id is one task's as long as the task is there
            for factory in (None, lambda loop, coroutine, **options: Own(coroutine, loop=loop, **options), python_task):
                loop.set_task_factory(factory)
                done = loop.create_task(asyncio.sleep(0))
                waiting = loop.create_task(asyncio.sleep(10))
                kept += (done, waiting)
                loop.set_task_factory(None)
                await done
                loop.call_soon(done.cancel)
                loop.call_soon(waiting.get_name)
                loop.call_soon_threadsafe(waiting.done)
                other = getattr(waiting, "method", int)
                self.assertIsNone(task_of(other))
                loop.call_soon(other)
                loop.call_soon(MethodType(partial(kept.append), waiting))  # a callable of no name
                await asyncio.sleep(0.001)
                loop.call_later(0.001, waiting.cancel)
                try:
                    await waiting
                except asyncio.CancelledError:
                    pass

        recording = record(main)
        self.assertEqual(len(recording.of_kind(schema.TASK_CREATED)), 1 + 3 * 2)
        called = [recording.names[row.w1].rpartition(".")[2] for row in recording.rows if row.is_callback]
        methods = [name for name in called if name in ("cancel", "get_name", "done", "method", "int")]
        self.assertEqual(methods, [name for other in ("int", "method", "int") for name in ("cancel", "get_name", "done", other, "cancel")])
        (main_task, *others) = [row.w0 for row in recording.of_kind(schema.TASK_CREATED)]
        steps = [row.w1 for row in recording.rows if row.is_step]
        for done, waiting in zip(others[::2], others[1::2]):
            self.assertEqual((steps.count(done), steps.count(waiting)), (2, 2))
        self.assertEqual(set(steps), {main_task, *others})

    def test_sleep_shows_as_wait_and_a_busy_step_as_step(self):
        async def main():
            await asyncio.sleep(0.05)
            time.sleep(0.05)

        recording = record(main)
        waits = [row.w0 - row.w2 for row in recording.of_kind(schema.ITERATION) if row.w2]
        self.assertGreaterEqual(max(waits), 45_000_000)
        task = recording.of_kind(schema.TASK_CREATED)[0].w0
        before = 0
        longest = 0
        for row in recording.rows:
            if row.is_step and row.w1 == task:
                longest = max(longest, row.w0 - before)
            if row.is_step or row.is_callback or row.w1 == schema.ITERATION:
                before = row.w0
        self.assertGreaterEqual(longest, 45_000_000)

    def test_where_tasks_are_parked(self):
        async def inner(future):
            await future

        async def outer(future):
            await inner(future)

        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            task = loop.create_task(outer(future))
            await asyncio.sleep(0.12)  # samples are 50 ms apart
            future.set_result(None)
            await task

        recording = record(main)
        _, task = recording.of_kind(schema.TASK_CREATED)
        chains = [recording.chains[row.w2] for row in recording.of_kind(schema.PARKED) if row.w0 == task.w0]
        self.assertTrue(chains)
        self.assertEqual([recording.sites[site].qualname.rpartition(".")[2] for site in chains[0]], ["outer", "inner"])

    def test_library_waits_have_their_name(self):
        async def main():
            queue = asyncio.Queue()
            task = asyncio.get_running_loop().create_task(queue.get())
            await asyncio.sleep(0.12)
            queue.put_nowait(1)
            await task

        recording = record(main)
        names = {recording.names.get(row.w3) for row in recording.of_kind(schema.PARKED)}
        wanted = "Queue.get" if hasattr((lambda: 0).__code__, "co_qualname") else "get"
        self.assertIn(wanted, names)

    def test_futures_that_locks_and_queues_make_are_theirs_alone(self):
        async def main():
            loop = asyncio.get_running_loop()
            event, lock, queue, full = asyncio.Event(), asyncio.Lock(), asyncio.Queue(), asyncio.Queue(1)
            await lock.acquire()
            full.put_nowait(1)
            waiting = [loop.create_task(wait) for wait in (event.wait(), lock.acquire(), queue.get(), full.put(2))]
            await asyncio.sleep(0)
            mine = loop.create_future()  # the program's own
            event.set(), lock.release(), queue.put_nowait(1), full.get_nowait()
            await asyncio.gather(*waiting)
            mine.set_result(None)

        recording = record(main)
        lines = [recording.sites[row.w3].line for row in recording.of_kind(schema.FUTURE_CREATED) if row.w3]
        self.assertEqual(lines, [line_of("the program's own", __file__)])

    @unittest.skipIf(sys.version_info < (3, 10), "a queue belongs to the loop that it is made in")
    def test_a_queue_of_another_loop_is_refused_as_ever(self):
        queue = asyncio.Queue()

        async def waits():
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(queue.get(), 0.001)

        async def main():
            with self.assertRaisesRegex(RuntimeError, "Queue.* is bound to a different event loop"):
                await queue.get()

        asyncio.run(waits())
        record(main)

    def test_future_that_nobody_waits_for(self):
        async def main():
            loop = asyncio.get_running_loop()
            dropped = loop.create_future()
            resolved = loop.create_future()
            await asyncio.sleep(0.06)
            del dropped
            collect()
            resolved.set_result(None)
            await asyncio.sleep(0.06)

        recording = record(main)
        dropped, resolved = [row.w0 for row in recording.of_kind(schema.FUTURE_CREATED) if row.w3][:2]
        self.assertIn(dropped, [row.w0 for row in recording.of_kind(schema.FUTURE_GONE)])
        self.assertIn((resolved, schema.RETURNED), [(row.w0, row.w2) for row in recording.of_kind(schema.FUTURE_DONE)])

    @unittest.skipUnless(COUNTS_REFERENCES, "nobody is told before the warning")
    def test_never_awaited(self):
        async def forgotten():
            pass

        async def main():
            forgotten()

        with self.assertWarnsRegex(RuntimeWarning, "was never awaited"):
            recording = record(main)
        (row,) = recording.of_kind(schema.NEVER_AWAITED)
        self.assertTrue(recording.sites[row.w2].qualname.endswith("main"))
        self.assertTrue(recording.sites[row.w3].qualname.endswith("forgotten"))

    @unittest.skipUnless(COUNTS_REFERENCES, "nobody is told before the warning")
    def test_never_awaited_and_kept_for_a_while(self):
        async def forgotten():
            pass

        async def main():
            kept = [forgotten()]
            kept.clear()

        depth = sys.get_coroutine_origin_tracking_depth()
        for wanted, lines in ((0, 2), (3, 1)):
            sys.set_coroutine_origin_tracking_depth(wanted)
            try:
                with self.assertWarnsRegex(RuntimeWarning, "was never awaited"):
                    recording = record(main)
            finally:
                sys.set_coroutine_origin_tracking_depth(depth)
            (row,) = recording.of_kind(schema.NEVER_AWAITED)
            site = recording.sites[row.w2]
            self.assertEqual((site.path, site.line), (__file__, main.__code__.co_firstlineno + lines), wanted)

    def test_ready_queue_in_a_sample(self):
        async def child():
            await asyncio.sleep(0)

        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(nothing)
            task = loop.create_task(child())
            time.sleep(0.06)  # the sample is taken at the end of this turn
            await task

        recording = record(main)
        _, task = recording.of_kind(schema.TASK_CREATED)
        (sample, *_) = [row for row in recording.of_kind(schema.READY_SAMPLE) if row.w2 == 2]
        at = recording.rows.index(sample)
        handles = recording.rows[at + 1 : at + 3]
        self.assertEqual([row.w1 for row in handles], [schema.READY_HANDLE] * 2)
        self.assertEqual([(row.w2, recording.names.get(row.w3)) for row in handles], [(0, "nothing"), (task.w0, None)])

    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_from_another_thread(self):
        import threading

        async def main():
            loop = asyncio.get_running_loop()
            called = asyncio.Event()
            thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(called.set), name="caller")
            thread.start()
            await called.wait()
            thread.join()

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            loop.close()
        (row,) = recording.of_kind(schema.THREADSAFE)
        self.assertEqual(recording.names[row.w2], "caller")

    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_two_loops_in_two_threads(self):
        import threading

        async def main():
            for _ in range(200):
                await asyncio.sleep(0)

        def run():
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            loop.close()

        with Recording() as recording:
            threads = [threading.Thread(target=run) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        loops = {row.loop for row in recording.rows if row.is_step}
        self.assertEqual(len(loops), 2)
        for loop in loops:
            self.assertEqual(len([row for row in recording.rows if row.loop == loop and row.is_step]), 201)

    def test_hello(self):
        with Recording() as recording:
            pass
        self.assertEqual(recording.hello["schema"], schema.SCHEMA_VERSION)


class EagerTasks(unittest.TestCase):
    @unittest.skipUnless(hasattr(asyncio, "eager_task_factory"), "new in 3.12")
    def test_first_step_at_once(self):
        async def child(parks):
            if parks:
                await asyncio.sleep(0)

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(asyncio.eager_task_factory)
            await loop.create_task(child(False))
            await loop.create_task(child(True))

        recording = record(main)
        ends = [row.w2 for row in recording.of_kind(schema.EAGER_END)]
        self.assertEqual(ends, [schema.RETURNED, schema.YIELDED])
        for row in recording.of_kind(schema.EAGER_STEP):
            self.assertLessEqual(row.w3, row.w0)
