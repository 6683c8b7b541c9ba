"""What tasks wait in, who wakes them, who cancels them: told as it is."""

import asyncio
import contextvars
import os
import sys
import unittest

from loop_inspector import locks, primitives, schema
from recorded import HAS_THREADS, line_of, record, Recording

_REQUEST = contextvars.ContextVar("request")


async def _sampled():
    """A sample is taken when the loop has been idle for a while."""
    await asyncio.sleep(0.08)


def _task_names(recording):
    return {row.w0: recording.names[row.w2] for row in recording.of_kind(schema.TASK_NAMED)}


def _waits(recording):
    """Name of a task → the kind of what it waits in, and the last (waiting, detail) told of that."""
    states = {(row.w0, row.w2 >> 32): (row.w2 & 0xFFFFFFFF, row.w3) for row in recording.of_kind(schema.PRIMITIVE) if row.w2 & 0xFFFFFFFF}
    names = _task_names(recording)
    return {names[row.w0]: (row.w3, *states[row.w2, row.w3]) for row in recording.of_kind(schema.WAITS_IN)}


async def _gather_and_cancel(**coroutines):
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines.values()]
    for task, name in zip(tasks, coroutines):
        task.set_name(name)
    await _sampled()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Primitives(unittest.TestCase):
    def test_kinds(self):
        async def main():
            lock, event, condition, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Condition(), asyncio.Semaphore(0)
            empty, full, unfinished = asyncio.Queue(), asyncio.Queue(2), asyncio.Queue()
            full.put_nowait(1), full.put_nowait(2), unfinished.put_nowait(1)
            await lock.acquire()

            async def notified():
                async with condition:
                    await condition.wait()

            await _gather_and_cancel(
                lock=lock.acquire(),
                event=event.wait(),
                condition=notified(),
                semaphore=semaphore.acquire(),
                get=empty.get(),
                also_get=empty.get(),
                put=full.put(3),
                join=unfinished.join(),
            )

        waits = _waits(record(main))
        self.assertEqual(waits.pop("lock")[:2], (schema.LOCK, 1))
        self.assertEqual(
            waits,
            {
                "event": (schema.EVENT, 1, 0),
                "condition": (schema.CONDITION, 1, 0),
                "semaphore": (schema.SEMAPHORE, 1, 0),
                "get": (schema.QUEUE_GET, 2, 0),
                "also_get": (schema.QUEUE_GET, 2, 0),
                "put": (schema.QUEUE_PUT, 1, 2),
                "join": (schema.QUEUE_JOIN, 1, 1),
            },
        )

    def test_sizes_that_are_no_int(self):
        async def main():
            semaphore, full = asyncio.Semaphore(4 / 2), asyncio.Queue(4 / 2)
            await semaphore.acquire(), await semaphore.acquire()
            full.put_nowait(1), full.put_nowait(2)
            await _gather_and_cancel(semaphore=semaphore.acquire(), put=full.put(3))

            for size, told in ((float("inf"), 0), (float("nan"), 0), (2.9, 2), (2**70, 2**64 - 1)):
                self.assertEqual(primitives._state(schema.QUEUE_PUT, asyncio.Queue(size)), (0, told))

        waits = _waits(record(main))
        self.assertEqual(waits, {"semaphore": (schema.SEMAPHORE, 1, 0), "put": (schema.QUEUE_PUT, 1, 2)})

    @unittest.skipUnless(hasattr(asyncio, "Barrier"), "asyncio.Barrier is new in 3.11")
    def test_a_barrier(self):
        async def main():
            barrier = asyncio.Barrier(3)
            await _gather_and_cancel(first=barrier.wait(), second=barrier.wait())

        self.assertEqual(_waits(record(main))["first"], (schema.BARRIER, 2, 3))

    def test_who_holds_a_lock(self):
        async def main():
            lock = asyncio.Lock()

            async def holds(release):
                async with lock:
                    await release.wait()

            async def wants():
                async with lock:
                    await _sampled()

            release = asyncio.Event()
            first = asyncio.ensure_future(holds(release))
            first.set_name("first")
            await asyncio.sleep(0)
            others = [asyncio.ensure_future(wants()), asyncio.ensure_future(wants())]
            await _sampled()
            release.set()
            others[0].set_name("second")
            await asyncio.gather(first, *others)

        recording = record(main)
        created = [row.w0 for row in recording.of_kind(schema.TASK_CREATED)]
        told = [(row.w2 & 0xFFFFFFFF, row.w3) for row in recording.of_kind(schema.PRIMITIVE) if row.w2 >> 32 == schema.LOCK]
        self.assertEqual(told[0], (2, created[1]))
        self.assertIn((1, created[2]), told)  # between the two there is a moment in which nobody holds it
        self.assertEqual(told[-1][0], 0)

    def test_locks_are_as_they_were(self):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        self.addCleanup(asyncio.set_event_loop, None)
        asyncio.set_event_loop(loop)  # before 3.10 a lock has one from its start
        lock = asyncio.Lock()
        self.assertNotIn("_locked", vars(asyncio.Lock))
        locks.install()
        try:
            before = dict(vars(lock))
            made = asyncio.Lock()
            self.assertFalse(made.locked() or lock.locked())
            self.assertEqual(set(vars(made)), set(before))
            lock._locked = True
            self.assertTrue(lock.locked())
            self.assertIsNone(locks.holder(lock))
        finally:
            locks.uninstall()
        self.assertTrue(lock.locked())
        self.assertNotIn("_locked", vars(asyncio.Lock))

    def test_a_class_of_the_programs_own(self):
        class Strange(asyncio.Event):
            @property
            def _waiters(self):
                raise AttributeError("not here")

            @_waiters.setter
            def _waiters(self, value):
                pass

            async def wait(self):
                await asyncio.Event.wait(self)

        class Queue(asyncio.Queue):
            def qsize(self):
                raise AssertionError("the inspector ran the program's code")

        async def main():
            queue = Queue()
            getter = asyncio.ensure_future(queue.get())
            strange = asyncio.ensure_future(Strange().wait())
            await _sampled()
            getter.cancel()
            self.assertTrue(strange.done())

        with self.assertLogs("asyncio", "ERROR"):
            recording = record(main)
            del main
            import gc

            gc.collect()
        self.assertEqual([row.w3 for row in recording.of_kind(schema.WAITS_IN)], [schema.QUEUE_GET])

    def test_members(self):
        async def main():
            async def waits_for(awaitable):
                await awaitable

            children = [asyncio.ensure_future(asyncio.sleep(0.1)) for _ in range(3)]
            many = asyncio.ensure_future(waits_for(asyncio.gather(*children[:2])))
            either = asyncio.ensure_future(waits_for(asyncio.wait(children)))
            shielded = asyncio.ensure_future(waits_for(asyncio.shield(children[2])))
            await asyncio.gather(many, either, shielded)

        recording = record(main)
        created = [row.w0 for row in recording.of_kind(schema.TASK_CREATED)]
        waited = {row.w0: recording.names.get(row.w3) for row in recording.of_kind(schema.PARKED)}
        parked_on = {row.w1: row.w2 for row in recording.rows if row.is_step and row.parks}
        members = {}
        for row in recording.of_kind(schema.MEMBER):
            members.setdefault(row.w0, set()).add(row.w2)
        children = created[1:4]
        for task, name, expected in zip(created[4:7], ("gather", "wait", "shield"), (children[:2], children, children[2:])):
            self.assertEqual(waited[task], name)
            self.assertEqual(members[parked_on[task]], set(expected), name)

    def test_members_that_are_done_already(self):
        async def main():
            done = [asyncio.ensure_future(asyncio.sleep(0)) for _ in range(3)]
            await asyncio.gather(*done, asyncio.sleep(0.1), asyncio.sleep(0.1))

        recording = record(main)
        self.assertEqual(len({row.w2 for row in recording.of_kind(schema.MEMBER)}), 5)

    @unittest.skipUnless(hasattr(asyncio, "TaskGroup"), "asyncio.TaskGroup is new in 3.11")
    def test_members_of_a_task_group(self):
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(0.1))
                group.create_task(asyncio.sleep(0.1))

        recording = record(main)
        self.assertEqual(len(recording.of_kind(schema.MEMBER)), 2)
        self.assertEqual(recording.dropped, [])

    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_an_executor(self):
        import threading
        import time
        from concurrent.futures import Executor, Future

        class OneThreadEach(Executor):
            """``ThreadPoolExecutor`` refuses once the interpreter shuts down, as tests of whole programs make it believe."""

            def submit(self, function, *args):
                future = Future()
                threading.Thread(target=lambda: future.set_result(function(*args)), name="pool").start()
                return future

        async def main():
            await asyncio.wrap_future(OneThreadEach().submit(time.sleep, 0.1))

        recording = record(main)
        self.assertIn("run_in_executor", [recording.names.get(row.w3) for row in recording.of_kind(schema.PARKED)])
        threads = [recording.names[row.w2] for row in recording.of_kind(schema.THREADSAFE)]
        self.assertEqual(threads, ["pool"])


class Wakers(unittest.TestCase):
    def test_the_line_that_wakes(self):
        async def main():
            future = asyncio.get_running_loop().create_future()
            event = asyncio.Event()

            async def waits():
                await future
                await event.wait()

            waiter = asyncio.ensure_future(waits())
            await asyncio.sleep(0)
            future.set_result(None)  # resolves
            await asyncio.sleep(0)
            event.set()  # sets
            await waiter

        recording = record(main)
        waiter = recording.of_kind(schema.TASK_CREATED)[1].w0
        lines = [recording.sites[row.w2].line for row in recording.of_kind(schema.WOKEN) if row.w0 == waiter]
        self.assertEqual(lines, [line_of("resolves", __file__), line_of("sets", __file__)])

    def test_every_cancellation(self):
        count = 1000

        async def main():
            tasks = [asyncio.ensure_future(asyncio.sleep(10)) for _ in range(count)]
            await asyncio.sleep(0)
            for task in tasks:
                task.cancel()  # cancels
            await asyncio.gather(*tasks, return_exceptions=True)

        recording = record(main)
        cancelled = [row for row in recording.of_kind(schema.WOKEN) if row.w2 >> 20]
        self.assertEqual(len(cancelled), count)
        self.assertEqual({recording.sites[row.w2 & 0xFFFFF].line for row in cancelled}, {line_of("cancels", __file__)})

    def test_what_a_program_calls_soon_is_its_own(self):
        class Odd:
            @property
            def _state(self):
                raise RuntimeError("asked")

        async def main():
            loop = asyncio.get_running_loop()
            seen = []
            loop.call_soon(seen.append, "text")
            loop.call_soon(seen.clear)
            loop.call_soon(seen.append, Odd())
            await asyncio.sleep(0.01)
            self.assertEqual(len(seen), 1)

        self.assertEqual(record(main).of_kind(schema.WOKEN), [])

    def test_context_variables(self):
        async def waits():
            await asyncio.sleep(0.1)

        async def main():
            _REQUEST.set(1)
            task = asyncio.ensure_future(waits())
            await task

        recording = record(main)
        self.assertIn("request", {recording.names[row.w2] for row in recording.of_kind(schema.CONTEXT)})

    def test_due_timers(self):
        async def main():
            loop = asyncio.get_running_loop()
            due = loop.time() + 0.01
            last = loop.create_future()
            for callback in (int, int, lambda: last.set_result(None)):
                loop.call_at(due, callback)
            await last
            await asyncio.sleep(0.01)

        self.assertEqual([row.w3 >> 32 for row in record(main).of_kind(schema.ITERATION) if row.w3 >> 32], [3, 1])


class Watches(unittest.TestCase):
    @unittest.skipUnless(HAS_THREADS and hasattr(os, "pipe"), "no file descriptors to watch here")
    def test_a_reader_that_makes_attributes_up(self):
        class Reader:
            def __getattr__(self, name):
                raise LookupError(name)

            def read(self):
                pass

        async def main():
            loop = asyncio.get_running_loop()
            reads, writes = os.pipe()
            loop.add_reader(reads, Reader().read)
            await _sampled()
            loop.remove_reader(reads)
            os.close(reads), os.close(writes)

        names = record(main).names.values()
        self.assertTrue([name for name in names if name.endswith("Reader.read")])

    @unittest.skipUnless(HAS_THREADS and hasattr(os, "pipe"), "no file descriptors to watch here")
    def test_readers_and_signals(self):
        import signal

        async def main():
            loop = asyncio.get_running_loop()
            reads, writes = os.pipe()
            loop.add_reader(reads, print)
            loop.add_signal_handler(signal.SIGUSR1, sys.exit)
            await _sampled()
            loop.remove_reader(reads)
            loop.remove_signal_handler(signal.SIGUSR1)
            await _sampled()
            os.close(reads), os.close(writes)
            return reads

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            reads = loop.run_until_complete(main())
            loop.close()
        samples = [row.w2 for row in recording.of_kind(schema.IO_SAMPLE)]
        self.assertEqual(samples, [2, 0])
        found = {(row.w0, row.w2, recording.names[row.w3]) for row in recording.of_kind(schema.IO_WATCH)}
        self.assertEqual(found, {(reads, schema.READS, "print"), (signal.SIGUSR1, schema.SIGNAL, "SIGUSR1: exit")})


    @unittest.skipUnless(HAS_THREADS and hasattr(os, "pipe"), "no file descriptors to watch here")
    def test_how_many_there_are_beyond_those_shown(self):
        async def main():
            loop = asyncio.get_running_loop()
            pipes = [os.pipe() for _ in range(61)]
            for reads, _ in pipes[:-1]:
                loop.add_reader(reads, print)
            await _sampled()
            loop.add_reader(pipes[-1][0], print)
            await _sampled()
            for reads, writes in pipes:
                loop.remove_reader(reads)
                os.close(reads), os.close(writes)

        samples = [(row.w2, row.w3) for row in record(main).of_kind(schema.IO_SAMPLE)]
        self.assertEqual(samples[:2], [(60, 50), (61, 50)])


class Threads(unittest.TestCase):
    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_calls_from_another_thread(self):
        import threading

        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()

            async def waits():
                await future

            waiter = asyncio.ensure_future(waits())
            await asyncio.sleep(0)

            def wrong():
                loop.call_soon(int)  # calls soon
                loop.call_later(0.01, int)  # calls later
                kept.append(loop.create_task(asyncio.sleep(0)))  # makes
                future.set_result(None)  # sets the result
                loop.call_soon_threadsafe(int)

            kept = []
            thread = threading.Thread(target=wrong, name="stranger")
            thread.start()
            thread.join()
            await waiter
            await kept[0]

        recording = record(main)
        found = [(row.w2 >> 20, recording.sites[row.w2 & 0xFFFFF].line, recording.names[row.w3]) for row in recording.of_kind(schema.WRONG_THREAD)]
        # what a task's making and its first step do is one call of the program's
        expected = [
            (schema.CALLS_SOON, line_of("calls soon", __file__), "stranger"),
            (schema.SETS_TIMER, line_of("calls later", __file__), "stranger"),
            (schema.MAKES_TASK, line_of("makes", __file__), "stranger"),
            (schema.RESOLVES_FUTURE, line_of("sets the result", __file__), "stranger"),
        ]
        self.assertEqual(found, expected)

    def test_before_a_loop_runs_every_thread_may(self):
        loop = asyncio.new_event_loop()
        with Recording() as recording:
            loop.call_soon(int)
            loop.run_until_complete(loop.create_task(asyncio.sleep(0)))
            loop.close()
        self.assertEqual(recording.of_kind(schema.WRONG_THREAD), [])


class Dropped(unittest.TestCase):
    def test_only_what_is_thrown_away(self):
        async def main():
            asyncio.create_task(asyncio.sleep(0))  # thrown away
            asyncio.ensure_future(asyncio.sleep(0))  # thrown away too
            asyncio.get_running_loop().create_task(asyncio.sleep(0))  # and this
            kept = asyncio.create_task(asyncio.sleep(0))
            await asyncio.create_task(asyncio.sleep(0))
            several = [asyncio.create_task(asyncio.sleep(0)) for _ in range(2)]
            await asyncio.gather(asyncio.sleep(0), kept, *several)
            asyncio.create_task(asyncio.sleep(0)).add_done_callback(several.append)
            (lambda: asyncio.create_task(asyncio.sleep(0)))()
            await asyncio.sleep(0.01)

        lines = sorted(site.line for site in record(main).dropped)
        self.assertEqual(lines, [line_of(text, __file__) for text in ("thrown away", "thrown away too", "and this")])

    @unittest.skipUnless(hasattr(asyncio, "eager_task_factory"), "new in 3.12")
    def test_an_eager_task_that_has_ended_needs_nobody(self):
        async def child(seconds):
            if seconds:
                await asyncio.sleep(seconds)

        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            asyncio.create_task(child(0))
            asyncio.create_task(child(0.01))  # goes on
            await asyncio.sleep(0.02)

        self.assertEqual([site.line for site in record(main).dropped], [line_of("goes on", __file__)])
