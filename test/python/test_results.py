"""What tasks returned, as far as it is recorded."""

import asyncio
import unittest

from loop_inspector import schema
from loop_inspector.recorder import RESULTS_SHOWN, WAKES_SHOWN, recorder_of
from recorded import record


class Results(unittest.TestCase):
    def test_results_beyond_the_first_are_said_to_be_missing(self):
        async def child(result):
            await asyncio.sleep(0)
            return result

        async def main():
            # in one turn of the loop, without a sample in between
            await asyncio.gather(*(child(number) for number in range(RESULTS_SHOWN + 10)), child(None))

        recording = record(main)
        told = {row.w0 for row in recording.of_kind(schema.TASK_OUTCOME)}
        ends = {row.w1: row.w2 for row in recording.rows if row.is_step and row.w2 in (schema.RETURNED, schema.RETURNED_UNRECORDED)}
        _, *children, nothing = [row.w0 for row in recording.of_kind(schema.TASK_CREATED)]
        self.assertEqual([ends[number] for number in children if number not in told], [schema.RETURNED_UNRECORDED] * 10)
        self.assertEqual({ends[number] for number in told}, {schema.RETURNED})
        self.assertNotIn(nothing, told)
        self.assertEqual(ends[nothing], schema.RETURNED)

    def test_each_sample_allows_for_some_more(self):
        allowed = []

        async def main():
            recorder = recorder_of(asyncio.get_running_loop())
            recorder.results_left = recorder.wakes_left = 0
            for _ in range(RESULTS_SHOWN):
                recorder.sample()
                allowed.append((recorder.results_left, recorder.wakes_left))

        record(main)
        for first, last, most in zip(allowed[0], allowed[-1], (RESULTS_SHOWN, WAKES_SHOWN)):
            self.assertTrue(0 < first <= most // 10, first)
            self.assertEqual(last, most)

    @unittest.skipUnless(hasattr(asyncio, "eager_task_factory"), "from 3.12 on")
    def test_the_result_of_an_eager_task(self):
        async def child():
            return "at once"

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(asyncio.eager_task_factory)
            await loop.create_task(child())

        recording = record(main)
        ((task, how),) = [(row.w0, row.w2) for row in recording.of_kind(schema.EAGER_END)]
        self.assertEqual(how, schema.RETURNED)
        self.assertEqual([recording.names[row.w2] for row in recording.of_kind(schema.TASK_OUTCOME) if row.w0 == task], ["'at once'"])
