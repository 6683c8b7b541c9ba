"""A loop with something to run asks for I/O when there may be some, and notices it as early as it would without the inspector."""

import asyncio
import os
import select
import signal
import socket
import threading
import time
import unittest
from unittest import mock

from recorded import HAS_THREADS, Recording, run

from loop_inspector import instrument

HAS_EPOLL = HAS_THREADS and hasattr(select, "epoll")


def _turns(begin, end):
    """How many turns a busy loop takes from ``begin(loop, done)`` to the call of ``done``, without and with the inspector."""

    async def main():
        loop = asyncio.get_running_loop()
        seen = []
        for _ in range(10):
            await asyncio.sleep(0)
        begin(loop, lambda: seen.append(turn))
        for turn in range(20):
            await asyncio.sleep(0)
        end(loop)
        return seen[:1]

    plain = run(main)
    with Recording():
        return plain, run(main)


@unittest.skipUnless(HAS_EPOLL, "only epoll is spared")
class Polling(unittest.TestCase):
    def asked(self, main):
        """How often the loop that runs ``main`` asks while it has something to run."""
        asked = []

        def take(loop, timeout, original=instrument.take):
            asked.append(timeout)
            return original(loop, timeout)

        with mock.patch.object(instrument, "take", take), Recording():
            run(main)
        return len(asked)

    async def spin(self):
        for _ in range(2000):
            await asyncio.sleep(0)

    def test_a_loop_that_watches_nothing_asks_now_and_then(self):
        began = time.perf_counter()
        asked = self.asked(self.spin)
        milliseconds = (time.perf_counter() - began) * 1000
        self.assertGreater(asked, 0)
        # every 20 ms, and at the beginning, and after each sample
        self.assertLessEqual(asked, milliseconds / 20 + milliseconds / 50 + 5)

    def test_while_there_are_other_threads_it_asks_every_time(self):
        async def main():
            end = threading.Event()
            thread = threading.Thread(target=end.wait)
            thread.start()
            await asyncio.sleep(0.01)
            await self.spin()
            end.set()
            thread.join()

        self.assertGreaterEqual(self.asked(main), 2000)

    def test_a_socket_is_noticed_as_early_as_ever(self):
        reads, writes = os.pipe()
        self.addCleanup(os.close, reads)
        self.addCleanup(os.close, writes)
        os.write(writes, b"x")

        def begin(loop, done):
            loop.add_reader(reads, done)

        plain, watched = _turns(begin, lambda loop: loop.remove_reader(reads))
        self.assertEqual(len(plain), 1)
        self.assertEqual(watched, plain)

    def test_a_signal_is_noticed_as_early_as_ever(self):
        def begin(loop, done):
            loop.add_signal_handler(signal.SIGUSR1, done)
            signal.raise_signal(signal.SIGUSR1)

        plain, watched = _turns(begin, lambda loop: loop.remove_signal_handler(signal.SIGUSR1))
        self.assertEqual(len(plain), 1)
        self.assertEqual(watched, plain)

    def test_its_own_socket_is_emptied(self):
        async def main():
            loop = asyncio.get_running_loop()
            # each writes to it, until it takes no more
            for _ in range(1000):
                loop.call_soon_threadsafe(int)
            ended = loop.time() + 10
            while loop.time() < ended:
                await asyncio.sleep(0)
                try:
                    if not loop._ssock.recv(1, socket.MSG_PEEK):
                        break
                except BlockingIOError:
                    return True
            return False

        with Recording():
            self.assertTrue(run(main))

    def test_another_selector_in_the_middle(self):
        class Own:
            def __init__(self, selector):
                self.selector, self.asked = selector, 0

            def select(self, timeout=None):
                self.asked += 1
                return self.selector.select(timeout)

        async def main():
            loop = asyncio.get_running_loop()
            before = loop._selector
            loop._selector = own = Own(before)
            await self.spin()
            await asyncio.sleep(0.001)
            loop._selector = before
            return own.asked

        with Recording():
            self.assertGreater(run(main), 0)


if __name__ == "__main__":
    unittest.main()
