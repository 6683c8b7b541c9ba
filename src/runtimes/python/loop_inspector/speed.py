"""What it takes here to write a row and to read the clock: from that the reader estimates what recording costs the program."""

from __future__ import annotations

from typing import Any, Callable, Deque, List, Tuple

_TRIES = 5
_TIMES = 100
#: measured again after that time, and again after twice as long as the last time, but at least so often as the other says
_FIRST_NS = 250_000_000
_SELDOM_NS = 8_000_000_000


class Speed:
    """An interpreter becomes faster as it warms up: under WebAssembly a look at the clock takes less than half after a moment."""

    __slots__ = ("_now", "_due", "_pause")

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._due = 0
        self._pause = _FIRST_NS

    def tell(self, pending: Deque[Any], time: int) -> None:
        """Adds the definition to ``pending`` if it is due at ``time``."""
        if time >= self._due:
            pending.append(self._measured())
            self._due = time + self._pause
            self._pause = min(2 * self._pause, _SELDOM_NS)

    def _measured(self) -> Tuple[str, float, float]:
        return ("speed", self._least(_write_rows), self._least(self._read_clock))

    def _least(self, work: Callable[[], None]) -> float:
        """Of ``work``, which does something ``_TIMES`` times: what it takes once; ns. The best of a few tries: others want the processor too."""
        now = self._now
        best = 0
        for _ in range(_TRIES):
            began = now()
            work()
            took = now() - began
            best = took if not best else min(best, took)
        return best / _TIMES

    def _read_clock(self) -> None:
        now = self._now
        for _ in range(_TIMES):
            now()


def _write_rows() -> None:
    rows: List[int] = []
    number = id(rows)
    for _ in range(_TIMES):
        rows += (number, number, id(rows), 0)
