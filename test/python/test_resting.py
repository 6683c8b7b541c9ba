"""A loop that has nothing to run is sampled while it waits, and nothing waits for that."""

import asyncio
import time
import unittest
import unittest.mock

from loop_inspector import recorder, schema, session
from recorded import HAS_THREADS, Recording, record, uncollected

#: two of these steps are longer than the time to a loop's first sample, so that it is due when the second has ended, and none
#: is so long that somebody looks at it meanwhile; s
_LONG_STEP = 0.03
#: more than fits into one sample
_CROWD = 20_000


def _compute():
    end = time.monotonic() + _LONG_STEP
    while time.monotonic() < end:
        pass


def _sampling(rows, parks):
    """Of each sample behind a step that parks, or of each behind one that only yields: whether it was in the wait before the next turn."""
    within = []
    began = []
    stepped = sampled = False
    for row in rows:
        if row.w1 == schema.ITERATION:
            within += [row.w2 != 0 and at >= row.w2 for at in began]
            began.clear()
            stepped = sampled = False
        elif row.is_step:
            stepped = row.parks if parks else row.w2 == schema.YIELDED
            sampled = False
        elif row.w1 == schema.PARKED:
            sampled = True
        elif row.loop and row.w1 == schema.OVERHEAD and row.w3 == schema.SAMPLING:
            # without what was sampled it only sent rows off, as a look at a machine that is slow may at any place
            if stepped and sampled:
                began.append(row.w0)
            sampled = False
    return within


class Resting(unittest.TestCase):
    def test_a_sample_that_is_due_waits_for_the_rest(self):
        async def main():
            for _ in range(3):
                _compute()
                await asyncio.sleep(0)
                _compute()
                # far more than the loop takes to begin its wait
                await asyncio.sleep(0.3)

        within = _sampling(record(main).rows, parks=True)
        self.assertTrue(within)
        self.assertTrue(all(within), within)

    def test_a_loop_that_never_rests_is_sampled_all_the_same(self):
        async def main():
            for _ in range(6):
                _compute()
                await asyncio.sleep(0)

        within = _sampling(record(main).rows, parks=False)
        self.assertTrue(within)
        self.assertFalse(any(within), within)

    def test_the_longer_a_sample_takes_the_later_is_the_next(self):
        def due(of_loop, takes):
            def take(self, began):
                while session.now() < began + takes:
                    pass

            with unittest.mock.patch.object(recorder.Recorder, "_take", take):
                of_loop.sample()
            return of_loop.next_sample - of_loop.last_flush

        async def main():
            of_loop = recorder.recorder_of(asyncio.get_running_loop())
            quick.extend(due(of_loop, 0) for _ in range(20))
            slow.append(due(of_loop, 5_000_000))

        quick, slow = [], []
        record(main)
        self.assertEqual(min(quick), session.FLUSH_NS)
        self.assertEqual(slow, [2 * session.FLUSH_NS])

    def test_a_rest_ends_when_a_timer_comes_however_much_there_is_to_tell(self):
        async def parked():
            await asyncio.get_running_loop().create_future()

        async def main():
            loop = asyncio.get_running_loop()
            tasks = [asyncio.create_task(parked()) for _ in range(_CROWD)]
            crowd.update(map(id, tasks))
            await asyncio.sleep(0)
            untold = loop._loop_inspector.parked
            loop.call_later(0.005, lambda: left.append(len(untold.intersection(tasks))))
            while not left or untold.intersection(tasks):
                await asyncio.sleep(0.05)
            for task in tasks:
                task.cancel()

        left = []
        crowd = set()
        # a full collection drops what is still to be told
        with uncollected():
            # as little as possible at a time: however quick the machine is, the timer comes in the middle
            with unittest.mock.patch.object(recorder, "BUDGET_NS", 0):
                recording = record(main)
        self.assertGreater(left[0], 0, "it came before all was told")
        told = {row.w0 for row in recording.of_kind(schema.PARKED)}
        self.assertEqual(crowd - told, set(), "what was left was told after it")

    @unittest.skipUnless(HAS_THREADS, "no threads here")
    def test_what_another_thread_was_at_is_told_while_the_loop_waits(self):
        import threading

        rests = threading.Event()
        held = threading.Event()
        told = []

        async def parked(until):
            await until

        async def main():
            loop = asyncio.get_running_loop()
            until = loop.create_future()

            def another():
                with session.current().busy:
                    held.set()
                    rests.wait(10)
                    # by now the loop has asked in vain
                    time.sleep(0.1)
                end = time.monotonic() + 10
                while not recording.of_kind(schema.PARKED) and time.monotonic() < end:
                    time.sleep(0.001)
                told.extend(recording.of_kind(schema.PARKED))
                loop.call_soon_threadsafe(until.set_result, None)

            thread = threading.Thread(target=another)
            thread.start()
            held.wait(10)
            loop.call_soon(rests.set)
            await parked(until)
            thread.join()

        with Recording() as recording:
            loop = asyncio.new_event_loop()
            try:
                loop.run_until_complete(main())
            finally:
                loop.close()
        self.assertEqual(len(told), 1)


if __name__ == "__main__":
    unittest.main()
