"""The stack that is taken while a step is overdue goes from the line that blocks out to the loop."""

import asyncio
import collections
import sys
import unittest

from loop_inspector import schema, session
from loop_inspector.stacks import DEPTH, record_stack, take_stack
from recorded import Recording, line_of


def blocks():
    log = session.current().here()
    record_stack(log, take_stack(log.session.interner, sys._getframe()), log.task_or_handle)  # holds up


async def inner():
    blocks()  # called from


def deep(left):
    if left:
        deep(left - 1)
    else:
        blocks()


def _record(start):
    with Recording() as recording:
        loop = asyncio.new_event_loop()
        start(loop)
        loop.close()
    (running,) = recording.of_kind(schema.RUNNING)
    (sample,) = recording.of_kind(schema.STACK_SAMPLE)
    return recording, running, [recording.sites[site] for site in recording.stacks[sample.w2]]


class Stacks(unittest.TestCase):
    def test_of_a_task(self):
        async def main():
            await inner()

        recording, running, stack = _record(lambda loop: loop.run_until_complete(main()))
        own = [site for site in stack if site.path == __file__]
        self.assertEqual([site.line for site in own[:2]], [line_of("holds up", __file__), line_of("called from", __file__)])
        self.assertEqual([site.qualname.rpartition(".")[2] for site in own], ["blocks", "inner", "main"])
        self.assertEqual(running.w2, recording.of_kind(schema.TASK_CREATED)[0].w0)

    def test_of_a_callback(self):
        def start(loop):
            loop.call_soon(blocks)
            loop.call_soon(loop.stop)
            loop.run_forever()

        recording, running, stack = _record(start)
        self.assertEqual(recording.names[running.w3], "blocks")
        self.assertEqual(stack[0].qualname, "blocks")

    def test_without_the_constructors_of_named_tuples(self):
        Pair = collections.namedtuple("Pair", "one two")
        Pair.__new__.__globals__["_tuple_new"] = lambda *_: blocks()

        def start(loop):
            loop.call_soon(Pair, 1, 2)
            loop.call_soon(loop.stop)
            loop.run_forever()

        _, _, stack = _record(start)
        self.assertEqual(stack[0].qualname, "blocks")
        self.assertNotIn("<string>", [site.path for site in stack])

    def test_a_deep_one_is_cut_at_its_outer_end(self):
        def start(loop):
            loop.call_soon(deep, DEPTH * 2)
            loop.call_soon(loop.stop)
            loop.run_forever()

        _, _, stack = _record(start)
        self.assertEqual(len(stack), DEPTH)
        self.assertEqual(stack[0].qualname, "blocks")
