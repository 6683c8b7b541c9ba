"""A loop that nobody can wake is told of, and no other."""

import asyncio
import unittest

from loop_inspector import schema
from recorded import HAS_THREADS, Recording


class Stuck(unittest.TestCase):
    def rows(self, main, before=lambda loop: None):
        """The *stuck* rows of a program that another thread stops; there must be none but for what ``main`` waits for."""
        import signal

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            before(loop)

            def interrupt(number, frame):
                raise KeyboardInterrupt

            kept = signal.signal(signal.SIGINT, interrupt)
            try:
                # no thread may be there that could wake the loop: the selector interrupts itself
                select = loop._selector.select

                def waits(timeout=None):
                    if timeout is None:
                        signal.raise_signal(signal.SIGINT)
                    return select(timeout)

                loop._selector.select = waits
                loop.run_until_complete(main())
            except KeyboardInterrupt:
                pass
            finally:
                signal.signal(signal.SIGINT, kept)
                loop.close()
        return recording.of_kind(schema.STUCK)

    def test_a_future_that_nobody_can_resolve(self):
        async def main():
            await asyncio.get_running_loop().create_future()

        self.assertEqual(len(self.rows(main)), 1)

    @unittest.skipUnless(HAS_THREADS, "no I/O here")
    def test_io_may_wake_it(self):
        import socket

        ours, theirs = socket.socketpair()
        ours.setblocking(False)

        async def main():
            await asyncio.get_running_loop().sock_recv(ours, 1)

        try:
            self.assertEqual(self.rows(main), [])
        finally:
            ours.close()
            theirs.close()

    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_a_thread_may_wake_it(self):
        import threading

        async def main():
            await asyncio.get_running_loop().create_future()

        ended = threading.Event()
        thread = threading.Thread(target=ended.wait)
        thread.start()
        try:
            self.assertEqual(self.rows(main), [])
        finally:
            ended.set()
            thread.join()

    def test_a_signal_may_wake_it(self):
        import signal

        async def main():
            await asyncio.get_running_loop().create_future()

        self.assertEqual(self.rows(main, lambda loop: loop.add_signal_handler(signal.SIGTERM, loop.stop)), [])
        kept = signal.signal(signal.SIGTERM, lambda number, frame: None)
        try:
            self.assertEqual(self.rows(main), [])
        finally:
            signal.signal(signal.SIGTERM, kept)
