"""The lock that is held during a flush or a sample."""

from __future__ import annotations

import sys
import threading
from types import CodeType, FrameType
from typing import Any, Callable, Optional, Set, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

_holders: Set[CodeType] = set()


def holds_busy(function: _Function) -> _Function:
    """Marks what takes the lock: while it is held, such a function runs."""
    _holders.add(function.__code__)
    return function


class _LeftLocked:
    """Before Python 3.10 a signal's handler may raise between the last line of ``with`` and the release of the lock (bpo-29988). It is
    released when its thread asks for it the next time."""

    def __init__(self) -> None:
        lock: Any = threading.RLock()
        self.acquire, self.release, self._is_mine = lock.acquire, lock.release, lock._is_owned

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()

    def locked(self) -> bool:
        """To be called by whoever is about to take it, or by a function that does not."""
        while self._is_mine():
            frame: Optional[FrameType] = sys._getframe(2)
            while frame is not None:
                if frame.f_code in _holders:
                    return True
                frame = frame.f_back
            self.release()
        if not self.acquire(False):
            return True
        self.release()
        return False


make_busy: Callable[[], Any] = threading.Lock if sys.version_info >= (3, 10) else _LeftLocked
