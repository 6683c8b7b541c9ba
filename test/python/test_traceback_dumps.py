"""Our thread keeps still while ``faulthandler`` dumps all stacks."""

import faulthandler
import time
import unittest
from unittest import mock

from loop_inspector import schema, session, watcher
from recorded import HAS_THREADS, Watching, record

SECOND = 1_000_000_000
HOUR = 3600 * SECOND


@unittest.skipUnless(HAS_THREADS, "needs threads")
class KeepsStill(unittest.TestCase):
    def setUp(self):
        # not before: the embedded interpreter has no such timer
        from loop_inspector import traceback_dumps

        self.left = traceback_dumps.left
        self.before = faulthandler.dump_traceback_later, faulthandler.cancel_dump_traceback_later
        traceback_dumps.install()
        self.addCleanup(traceback_dumps.uninstall)
        self.addCleanup(self.before[1])

    def test_around_the_moment_of_a_dump(self):
        began = session.now()
        faulthandler.dump_traceback_later(3600)
        self.assertEqual(self.left(session.now()), 0)
        due = began + HOUR
        self.assertEqual(self.left(due - SECOND), 0)
        self.assertGreater(self.left(due), 0)
        # it was asked for at some moment between `began` and now
        self.assertEqual(self.left(session.now() + HOUR + SECOND), 0)

    def test_until_it_is_over(self):
        faulthandler.dump_traceback_later(3600)
        moment = session.now() + HOUR
        self.assertEqual(self.left(moment + self.left(moment)), 0)
        self.assertEqual(self.left(moment + self.left(moment) - 1), 1)

    def test_at_each_that_comes_again(self):
        faulthandler.dump_traceback_later(timeout=60, repeat=True)
        moment = session.now()
        for number in range(1, 4):
            self.assertGreater(self.left(moment + number * 60 * SECOND), 0)
            self.assertEqual(self.left(moment + number * 60 * SECOND + 30 * SECOND), 0)

    def test_not_once_it_is_cancelled_or_put_off(self):
        faulthandler.dump_traceback_later(3600)
        faulthandler.dump_traceback_later(7200)
        self.assertEqual(self.left(session.now() + HOUR), 0)
        self.assertGreater(self.left(session.now() + 2 * HOUR), 0)
        faulthandler.cancel_dump_traceback_later()
        self.assertEqual(self.left(session.now() + 2 * HOUR), 0)

    def test_what_is_not_an_argument_is_refused_and_changes_nothing(self):
        faulthandler.dump_traceback_later(3600)
        for arguments in ((), ("soon",), (-1,), (7200, False, "not a file"), (7200, False, None, False, 1)):
            with self.subTest(arguments), self.assertRaises((TypeError, ValueError, AttributeError, RuntimeError)):
                faulthandler.dump_traceback_later(*arguments)
        self.assertGreater(self.left(session.now() + HOUR), 0)
        self.assertEqual(self.left(session.now() + 2 * HOUR), 0)

    def test_no_look_is_taken_meanwhile(self):
        async def main():
            with Watching():
                time.sleep(0.05)

        def looks():
            return len(record(main, slow_callback_ns=10_000_000).of_kind(schema.STACK_SAMPLE))

        with mock.patch.object(watcher.traceback_dumps, "left", lambda moment: 1_000_000):
            self.assertEqual(looks(), 0)
        # a busy machine may give the thread no turn in one
        self.assertTrue(any(looks() for _ in range(100)))

    def test_it_is_named_as_it_was(self):
        for before, now in zip(self.before, (faulthandler.dump_traceback_later, faulthandler.cancel_dump_traceback_later)):
            self.assertEqual((before.__name__, before.__module__, before.__doc__), (now.__name__, now.__module__, now.__doc__))
