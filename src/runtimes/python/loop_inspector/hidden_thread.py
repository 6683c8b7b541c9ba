"""Programs that look at the frames of all threads, mostly to write down where each stands, do not find ours: ``threading`` does not know it
either, so that they could not name it."""

from __future__ import annotations

import sys
from typing import Any, Callable, Dict

from .stand_ins import pose_as

_NAMES = ("_current_frames", "_current_exceptions")
#: name → the interpreter's own
_replaced: Dict[str, Any] = {}


def _without(thread: int, own: Callable[[], Dict[int, Any]]) -> Callable[[], Dict[int, Any]]:
    def found() -> Dict[int, Any]:
        threads = own()
        threads.pop(thread, None)
        return threads

    pose_as(found, own)
    return found


def install(thread: int) -> None:
    """``thread``: the one to hide."""
    for name in _NAMES:
        own = getattr(sys, name, None)  # PyPy has the first alone
        if own is not None:
            _replaced[name] = own
            setattr(sys, name, _without(thread, own))


def uninstall() -> None:
    for name, own in _replaced.items():
        setattr(sys, name, own)
    _replaced.clear()
