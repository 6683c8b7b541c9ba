"""The program's own futures: which of them nobody waits for are done, and which have gone."""

from __future__ import annotations

import weakref
from typing import Any, Callable, Dict, List

from . import schema
from .handles import is_cancelled, is_done, task_of
from .session import now


class WatchedFutures:
    """Of one loop."""

    __slots__ = ("new", "gone", "_old", "_rows", "__weakref__")

    def __init__(self, rows: List[int]) -> None:
        #: weak reference → id(future): made since the last sample
        self.new: Dict[Any, int] = {}
        #: what these references call. It is told at once that a future has gone: its id may be another's a moment later.
        self.gone = _teller_of_gone(self)
        #: as ``new``: pending at the last sample
        self._old: Dict[Any, int] = {}
        self._rows = rows

    def sample(self, end: int) -> None:
        """Until ``end``."""
        rows = self._rows
        old, new = self._old, self.new
        for reference, number in list(old.items()):
            future = reference()
            if future is not None and is_done(future) and old.pop(reference, 0):
                rows += (number, schema.FUTURE_DONE, outcome_of(future), now())
            if now() > end:
                break
        for reference, number in list(new.items()):
            future = reference()
            if future is None or not new.pop(reference, 0):
                continue  # it goes just now
            if is_done(future):
                rows += (number, schema.FUTURE_DONE, outcome_of(future), now())
            elif not _wakes_a_task(future):  # else the task's step tells
                old[reference] = number


def _teller_of_gone(futures: WatchedFutures) -> Callable[[Any], None]:
    # as the interpreter ends it may be called when this module's names are None
    known, kind, clock = weakref.ref(futures), schema.FUTURE_GONE, now

    def gone(reference: Any) -> None:
        futures = known()
        if futures is not None:
            number = futures.new.pop(reference, 0) or futures._old.pop(reference, 0)
            if number:
                futures._rows += (number, kind, 0, clock())

    return gone


def _wakes_a_task(future: Any) -> bool:
    callbacks = future._callbacks
    return bool(callbacks) and task_of(callbacks[0][0]) is not None


def outcome_of(future: Any) -> int:
    """Reading ``_exception`` does not count as retrieving it; ``exception()`` would."""
    if is_cancelled(future):
        return schema.CANCELLED
    return schema.RETURNED if future._exception is None else schema.FAILED
