"""Loops that are held: what stands still, what runs, and that nothing of it is left behind."""

import asyncio
import json
import threading
import time
import unittest
from asyncio import base_events, events
from unittest import mock

from loop_inspector import foreign, gates, instrument, other_turns, rousing, schema, session
from loop_inspector.commands import Commands
from loop_inspector.control import block_thread
from recorded import HAS_THREADS, Recording


def _places():
    loop = vars(base_events.BaseEventLoop)
    return [loop["_run_once"], loop["time"], vars(events.Handle)["_cancelled"], instrument._wait, foreign.now, other_turns.now]


class Controlled:
    """``with Controlled() as controlled:`` a program's loop is in the hands of the test, which says what to do when it is held."""

    def __init__(self, *commands):
        self.recording = Recording()
        #: done one by one, each when the loop is held
        self.commands = list(commands)
        #: what was in the ready queue each time
        self.seen = []

    def __enter__(self):
        self.recording.__enter__()
        self.control = gates.install(session.current(), self._block)
        self.lines = Commands(self.control)
        return self

    def __exit__(self, *_):
        self.recording.__exit__()

    def say(self, **command):
        self.lines.push(json.dumps(command).encode() + b"\n")

    def _block(self, lock, seconds):
        if seconds is not None:
            return
        hold = self.control.holds[0]
        self.seen.append(len(hold.recorder.ready))
        self.say(**(self.commands.pop(0) if self.commands else {"kind": "resume"}))


STEP = {"kind": "step", "unit": "handle"}
TURN = {"kind": "step", "unit": "iteration"}


class Steps(unittest.TestCase):
    def test_each_runs_one_handle(self):
        notes = []

        async def main():
            loop = asyncio.get_running_loop()
            for number in range(5):
                loop.call_soon(notes.append, number)
            controlled.say(kind="pause")
            await asyncio.sleep(0)
            notes.append("main")
            await asyncio.sleep(0)

        with Controlled(STEP, STEP, STEP) as controlled:
            before = controlled._block
            controlled.control.block = lambda lock, seconds: (notes.append("held"), before(lock, seconds))
            asyncio.new_event_loop().run_until_complete(main())
        self.assertEqual(notes, ["held", 0, "held", 1, "held", 2, "held", 3, 4, "main"])
        self.assertEqual(controlled.seen, [6, 5, 4, 3])

    def test_of_iterations(self):
        notes = []

        async def worker(name):
            for _ in range(3):
                notes.append(name)
                await asyncio.sleep(0)

        async def main():
            tasks = [asyncio.ensure_future(worker(name)) for name in "ABC"]
            controlled.say(kind="pause")
            await asyncio.wait(tasks)

        with Controlled(TURN, TURN) as controlled:
            before = controlled._block
            controlled.control.block = lambda lock, seconds: (notes.append("held"), before(lock, seconds))
            asyncio.new_event_loop().run_until_complete(main())
        self.assertEqual("".join(notes), "heldABCheldABCheldABC")


    def test_of_an_iteration_in_which_the_loop_ends(self):
        async def main():
            notes.append("main")

        async def pauses():
            controlled.say(kind="pause")

        notes = []
        with Controlled(*[TURN] * 10) as controlled:
            run_anew(pauses())
            for _ in range(2):
                run_anew(main())
        self.assertEqual(notes, ["main", "main"])
        # in the first run its last iteration, in each other both
        self.assertEqual(len(controlled.seen), 5)


def run_anew(coroutine):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(coroutine)
    finally:
        loop.close()


class Gates(unittest.TestCase):
    def test_come_off(self):
        recording = Recording()
        with recording:
            recording.__exit__()
            before = _places()
            recording.__enter__()
            control = gates.install(session.current(), block_thread)
            plain = _places()
            control.pause()
            self.assertNotIn(plain[2], _places())
            control.resume()
            self.assertEqual(_places()[2:], plain[2:])
        self.assertEqual(_places(), before)

    def test_a_handle_of_an_interrupted_loop_is_not_lost(self):
        async def main():
            controlled.say(kind="pause")
            await asyncio.sleep(0)
            return "done"

        def interrupt(lock, seconds):
            controlled.control.block = controlled._block
            raise KeyboardInterrupt

        with Controlled() as controlled:
            controlled.control.block = interrupt
            loop = asyncio.new_event_loop()
            task = loop.create_task(main())
            with self.assertRaises(KeyboardInterrupt):
                loop.run_until_complete(task)
            self.assertEqual(loop.run_until_complete(task), "done")

    def test_what_is_no_command_is_left_aside(self):
        with Controlled() as controlled:
            for line in (b"\xff\n", b"[]\n", b'{"kind":"step","unit":"x"}\n', b'{"kind":"speed","handlesPerSecond":-1}\n', b'{"kind":"cancelTask","loop":"1"}\n', b"x" * 100_000, b"\n"):
                controlled.lines.push(line)
            self.assertFalse(controlled.control.paused or controlled.control.interval or controlled.control.steps or controlled.control.cancellations)
            controlled.lines.push(b'{"kind":"pa')
            controlled.lines.push(b'use"}\n')
            self.assertTrue(controlled.control.paused)


class Clock(unittest.TestCase):
    def test_stands_while_the_loop_is_held(self):
        async def main():
            loop = asyncio.get_running_loop()
            began = loop.time()
            controlled.say(kind="pause")
            await asyncio.sleep(0)
            return loop.time() - began

        with Controlled() as controlled:
            before = controlled._block

            def block(lock, seconds):
                end = original() + 0.3
                while original() < end:
                    pass
                before(lock, seconds)

            original = time.monotonic
            controlled.control.block = block
            took = asyncio.new_event_loop().run_until_complete(main())
        self.assertLess(took, 0.25)
        stood = [row for row in controlled.recording.of_kind(schema.OVERHEAD) if row.w3 == schema.PAUSED]
        self.assertEqual(len(stood), 1)
        self.assertGreaterEqual(stood[0].w2 - stood[0].w0, 300_000_000)


    def test_goes_on_though_the_loop_left_its_wait_by_an_exception(self):
        def interrupt():
            controlled.say(kind="pause")
            raise KeyboardInterrupt

        with Controlled() as controlled:
            loop = asyncio.new_event_loop()
            with mock.patch.object(loop._selector, "select", side_effect=lambda timeout=None: interrupt()):
                with self.assertRaises(KeyboardInterrupt):
                    loop.run_forever()
            stood = loop.time()
            self.assertEqual(loop.time(), stood)
            controlled.say(kind="resume")
            loop.run_until_complete(asyncio.wait_for(asyncio.sleep(0.01), 10))
            self.assertGreater(loop.time(), stood)
            loop.close()
        self.assertEqual([row.w3 for row in controlled.recording.of_kind(schema.OVERHEAD)].count(schema.PAUSED), 1)


class Cancelling(unittest.TestCase):
    @unittest.skipUnless(HAS_THREADS, "needs threads")
    def test_in_a_loop_whose_turns_the_program_has_its_own_around(self):
        async def main():
            recorder = asyncio.get_running_loop()._loop_inspector
            task = asyncio.ensure_future(asyncio.sleep(30))
            task.set_name("sleeps")
            await asyncio.sleep(0)
            code = recorder.session.interner.site(asyncio.sleep.__code__, -1)
            which = {"kind": "cancelTask", "loop": recorder.number, "task": id(task), "code": code, "name": "sleeps"}
            thread = threading.Timer(0.1, lambda: controlled.say(**which))
            thread.start()
            await asyncio.wait([task], timeout=10)
            thread.join()
            return task.cancelled()

        with Controlled() as controlled:
            stock = base_events.BaseEventLoop._run_once
            base_events.BaseEventLoop._run_once = lambda loop: stock(loop)
            try:
                loop = asyncio.new_event_loop()
                self.assertTrue(loop.run_until_complete(main()))
                loop.close()
            finally:
                base_events.BaseEventLoop._run_once = stock
        self.assertEqual(rousing._pipes, {})

    def test_another_task_at_the_same_address_is_left_alone(self):
        async def waits():
            await asyncio.get_running_loop().create_future()

        async def main():
            task = asyncio.ensure_future(waits())
            task.set_name("mine")
            await asyncio.sleep(0)
            recorder = asyncio.get_running_loop()._loop_inspector
            code = recorder.session.interner.site(waits.__code__, -1)
            for name, site in (("other", code), ("mine", code + 1), ("mine", code)):
                controlled.say(kind="cancelTask", loop=recorder.number, task=id(task), code=site, name=name)
                for _ in range(3):  # it is asked, it is told, its end is known
                    await asyncio.sleep(0)
                ended.append(task.done())
            self.assertTrue(task.cancelled())

        ended = []
        with Controlled() as controlled:
            asyncio.new_event_loop().run_until_complete(main())
        self.assertEqual(ended, [False, False, True])
        self.assertEqual(len(controlled.recording.of_kind(schema.CANCEL_ASKED)), 1)
