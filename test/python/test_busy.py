"""The lock of a flush or a sample, as it is before Python 3.10, where an interrupt may leave it locked."""

from __future__ import annotations

import threading
import unittest
from typing import Any, List

import recorded
from loop_inspector import busy


class LeftLocked(unittest.TestCase):
    def setUp(self) -> None:
        self.lock: Any = busy._LeftLocked()

    def ask(self) -> bool:
        return self.lock.locked()

    @busy.holds_busy
    def hold(self) -> List[bool]:
        before = self.lock.locked()
        with self.lock:
            within = self.ask()
        return [before, within, self.lock.locked()]

    def test_is_locked_while_a_holder_runs(self) -> None:
        self.assertEqual(self.hold(), [False, True, False])

    def test_is_let_go_of_where_no_holder_runs(self) -> None:
        self.lock.acquire()
        self.lock.acquire()  # as one who does not ask first, after another was interrupted
        self.assertFalse(self.lock.locked())
        self.assertFalse(self.lock._is_mine())
        self.assertEqual(self.hold(), [False, True, False])

    def test_is_let_go_of_by_who_is_about_to_take_it(self) -> None:
        self.lock.acquire()
        self.assertEqual(self.hold(), [False, True, False])

    @unittest.skipUnless(recorded.HAS_THREADS, "without threads there is no other")
    def test_is_not_let_go_of_by_another_thread(self) -> None:
        self.lock.acquire()
        self.assertEqual([self.of_another_thread(self.ask), self.of_another_thread(self.ask)], [True, True])
        self.lock.release()
        self.assertEqual(self.of_another_thread(self.ask), False)

    def of_another_thread(self, ask: Any) -> bool:
        answers: List[bool] = []
        thread = threading.Thread(target=lambda: answers.append(ask()))
        thread.start()
        thread.join()
        return answers[0]


if __name__ == "__main__":
    unittest.main()
