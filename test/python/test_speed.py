"""What a row takes here, and a look at the clock: told at once, and again now and then."""

import asyncio
import time
import unittest

from recorded import record

from loop_inspector import speed


class Speeds(unittest.TestCase):
    def test_when_it_is_told(self):
        told = speed.Speed(time.perf_counter_ns)
        times = []
        for time_ms in range(0, 40_000, 50):
            pending = []
            told.tell(pending, time_ms * 1_000_000)
            times += [time_ms] * len(pending)
        # after a quarter of a second, half of one more, …, then every 8 s
        self.assertEqual(times, [0, 250, 750, 1750, 3750, 7750, 15750, 23750, 31750, 39750])

    def test_by_a_loop_that_runs(self):
        async def main():
            end = time.perf_counter() + 0.3
            while time.perf_counter() < end:
                await asyncio.sleep(0)

        speeds = record(main).speeds
        self.assertGreater(len(speeds), 1)
        for row, clock in speeds:
            self.assertGreater(row, 0)
            self.assertGreater(clock, 0)
