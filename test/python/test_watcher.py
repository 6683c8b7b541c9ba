"""The thread that looks while a step blocks."""

import asyncio
import gc
import io
import threading
import time
import unittest
from unittest import mock

from loop_inspector import schema, session, watcher
from loop_inspector.values import describe
from recorded import COUNTS_REFERENCES, HAS_THREADS, Recording, Watching, line_of

#: so many times the shortest block in which the thread looks twice: a busy machine may give it no turn in one
_PATIENCE = 100


@unittest.skipUnless(HAS_THREADS, "needs threads")
class Looks(unittest.TestCase):
    def test_at_a_step_that_began_before_it_did(self):
        async def main():
            with Watching():
                for _ in range(_PATIENCE):
                    time.sleep(0.15)  # blocks
                    if seen() >= 2:
                        break

        def seen():
            samples = recording.of_kind(schema.STACK_SAMPLE)
            return [recording.sites[recording.stacks[row.w2][0]].line for row in samples].count(line_of("blocks", __file__))

        with Recording() as recording:
            asyncio.run(main())
        self.assertGreaterEqual(seen(), 2)

    @unittest.skipUnless(COUNTS_REFERENCES, "finalizers run when the interpreter likes")
    def test_finalizers_run_in_its_thread_as_seldom_as_can_be(self):
        threads = []

        class Cycle:
            def __init__(self):
                self.me = self

            def __del__(self):
                threads.append(threading.get_ident())

        def deep(depth):
            if depth:
                return deep(depth - 1)
            time.sleep(0.03)

        async def main():
            for number in range(40):
                # the next collection is due at ever other moments
                for _ in range(100 + 37 * number):
                    Cycle()
                deep(60)
                await asyncio.sleep(0)

        with Recording(slow_callback_ns=10_000_000) as recording, Watching():
            asyncio.run(main())
            enabled = gc.isenabled()
        self.assertTrue(recording.of_kind(schema.STACK_SAMPLE))
        self.assertTrue(enabled and gc.isenabled())
        foreign = len(threads) - threads.count(threading.get_ident())
        # half of them, if collections were made while it looks
        self.assertLess(foreign, len(threads) / 10)

    def test_collections_stay_off_where_the_program_has_them_off(self):
        gc.disable()
        try:
            with Recording(slow_callback_ns=10_000_000), Watching():
                time.sleep(0.05)
            self.assertFalse(gc.isenabled())
        finally:
            gc.enable()

    def test_collections_go_on_after_a_look_that_fails(self):
        def reader_gone():
            if not gc.isenabled():
                looks.append(threading.get_ident())
                raise RuntimeError
            return False

        async def main():
            time.sleep(0.1)

        looks = []
        failed = io.StringIO()
        with Recording(slow_callback_ns=10_000_000), mock.patch("sys.stderr", failed), mock.patch("sys.unraisablehook", lambda error: None):
            watcher.start(session.current(), reader_gone)
            asyncio.run(main())
            watcher.stop()
        self.assertEqual(len(looks), 1)
        self.assertTrue(gc.isenabled())

    def test_not_at_what_is_quick(self):
        async def main():
            end = time.monotonic() + 0.2
            while time.monotonic() < end:
                await asyncio.sleep(0)

        with Recording(slow_callback_ns=1_000_000_000) as recording, Watching():
            asyncio.run(main())
        self.assertEqual(recording.of_kind(schema.STACK_SAMPLE), [])


@unittest.skipUnless(COUNTS_REFERENCES, "collections are not told of")
class Collections(unittest.TestCase):
    def test_long_ones_are_told_in_the_step_that_they_were_in(self):
        async def main():
            await asyncio.sleep(0)
            gc.collect()

        kept = [[number] for number in range(500_000)]
        gc.collect()
        with Recording() as recording:
            asyncio.run(main())
        self.assertEqual(len(kept), 500_000)
        told = [row for row in recording.of_kind(schema.COLLECTED) if row.loop == 1]
        self.assertTrue(told)
        for row in told:
            self.assertGreaterEqual(row.w2 - row.w0, 1_000_000)


class Values(unittest.TestCase):
    def test_an_int_of_any_length_is_described_at_once(self):
        self.assertEqual(describe(3**3_000_000), "<int of 4754888 bits>")
        self.assertEqual(describe(12345), "12345")
