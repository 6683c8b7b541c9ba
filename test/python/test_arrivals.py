"""I/O that has come runs the callbacks that it runs without the inspector, in the same order."""

import asyncio
import os
import socket
import unittest
from asyncio import selector_events
from unittest import mock

from recorded import HAS_THREADS, Recording, run


@unittest.skipUnless(HAS_THREADS and hasattr(os, "pipe"), "no file descriptors to watch here")
class Arrivals(unittest.TestCase):
    def both(self, main, **options):
        """What ``main`` returns without and with the inspector; there must be something."""
        plain = run(main, **options)
        with Recording():
            watched = run(main, **options)
        self.assertTrue(plain)
        self.assertEqual(watched, plain)
        return watched

    def test_reading_and_writing(self):
        async def main():
            loop = asyncio.get_running_loop()
            called = []
            pairs = [socket.socketpair() for _ in range(3)]
            for number, (ours, theirs) in enumerate(pairs):
                ours.setblocking(False)
                theirs.send(b"x")
                loop.add_writer(ours, called.append, ("writes", number))
                loop.add_reader(ours, called.append, ("reads", number))
            for _ in range(3):
                await asyncio.sleep(0)
            turned = called[:]
            del called[:]
            while not called:
                await asyncio.sleep(0.001)
            rested = called[:6]  # from then on again and again
            for ours, theirs in pairs:
                loop.remove_reader(ours), loop.remove_writer(ours)
                ours.close(), theirs.close()
            return turned, rested

        turned, rested = self.both(main)
        self.assertEqual((len(turned) % 6, len(rested)), (0, 6))
        self.assertTrue(turned)

    def test_the_other_end_is_gone(self):
        async def main():
            loop = asyncio.get_running_loop()
            called = []
            for kind in ("reader", "writer"):
                reads, writes = os.pipe()
                mine, other = (reads, writes) if kind == "reader" else (writes, reads)
                os.close(other)
                gone = loop.create_future()
                getattr(loop, f"add_{kind}")(mine, lambda gone=gone: gone.done() or gone.set_result(None))
                await asyncio.wait_for(gone, 10)
                getattr(loop, f"remove_{kind}")(mine)
                os.close(mine)
                called.append(kind)
            return called

        self.both(main)

    def test_a_cancelled_callback_is_taken_away(self):
        async def main():
            loop = asyncio.get_running_loop()
            reads, writes = os.pipe()
            os.write(writes, b"x")
            called = []
            told = []
            for add, remove in ((loop._add_reader, loop.remove_reader), (loop._add_writer, loop.remove_writer)):
                descriptor = reads if add == loop._add_reader else writes
                handle = add(descriptor, called.append, 1)
                # before 3.9.8 it does not return the handle
                handle = handle or loop._selector.get_key(descriptor).data[0 if add == loop._add_reader else 1]
                handle.cancel()
                await asyncio.sleep(0.01)
                told.append(remove(descriptor))
            os.close(reads), os.close(writes)
            return [called, told]

        self.assertEqual(self.both(main), [[], [False, False]])

    def test_more_than_were_watched_before(self):
        async def main():
            loop = asyncio.get_running_loop()
            pipes = []
            called = set()
            for number in range(40):
                reads, writes = os.pipe()
                os.write(writes, b"x")
                loop.add_reader(reads, lambda number=number, reads=reads: (called.add(number), loop.remove_reader(reads)))
                pipes += reads, writes
                if number % 10 == 0:
                    await asyncio.sleep(0)
            while len(called) < 40:
                await asyncio.sleep(0.001)
            for descriptor in pipes:
                os.close(descriptor)
            return sorted(called)

        self.both(main)

    def test_a_loop_that_processes_its_events_itself(self):
        seen = []

        class Loop(asyncio.SelectorEventLoop):
            def _process_events(self, events):
                seen.extend(key.fd for key, _ in events)
                super()._process_events(events)

        async def main():
            loop = asyncio.get_running_loop()
            reads, writes = os.pipe()
            del seen[:]
            came = loop.create_future()
            loop.add_reader(reads, lambda: came.done() or came.set_result(None))
            os.write(writes, b"x")
            await came
            loop.remove_reader(reads)
            os.close(reads), os.close(writes)
            return reads in seen

        self.both(main, make=Loop)

    def test_a_program_that_replaces_how_callbacks_are_added(self):
        added = []

        def add(loop, handle, original=asyncio.BaseEventLoop._add_callback):
            added.append(handle)
            original(loop, handle)

        async def main():
            loop = asyncio.get_running_loop()
            reads, writes = os.pipe()
            came = loop.create_future()
            handle = loop._add_reader(reads, lambda: came.done() or came.set_result(None))
            del added[:]
            os.write(writes, b"x")
            await came
            loop.remove_reader(reads)
            os.close(reads), os.close(writes)
            return bool(added) and handle in (None, *added)

        with mock.patch.object(selector_events.BaseSelectorEventLoop, "_add_callback", add):
            self.both(main)
