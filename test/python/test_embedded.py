"""What the embedded interpreter has of its own."""

import time
import unittest
from unittest import mock

from recorded import HAS_THREADS


@unittest.skipIf(HAS_THREADS, "elsewhere it is the system's")
class Sleep(unittest.TestCase):
    def test_goes_by_a_clock_that_the_program_cannot_stop(self):
        began = time.perf_counter()
        with mock.patch("time.monotonic", side_effect=AssertionError("the program's clock was read")):
            time.sleep(0.05)
        self.assertGreaterEqual(time.perf_counter() - began, 0.045)


if __name__ == "__main__":
    unittest.main()
