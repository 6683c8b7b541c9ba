"""Around the moment at which ``faulthandler`` dumps all stacks, our thread keeps still.

``faulthandler.dump_traceback_later`` reads the frames of every thread from one that does not take the interpreter's lock:
a thread that runs Python meanwhile can crash it, and with it the program. (Documented for threads of any kind, see
Python/traceback.c; a program that has one thread of its own must not get the trouble from ours.)
"""

from __future__ import annotations

import faulthandler
from typing import Any, Tuple

from .session import now
from .stand_ins import pose_as

#: what our thread has begun has ended by then
_BEFORE_NS = 20_000_000
#: the dump has begun, also on a busy machine, and has been written
_AFTER_NS = 100_000_000

_later = faulthandler.dump_traceback_later
_cancel = faulthandler.cancel_dump_traceback_later

#: when the first dump is due, and after how long there is another each time (0: there is none); ns. A moment of 0: none is due.
_due: Tuple[int, int] = (0, 0)


def _expect(timeout: Any, repeat: Any = False, *_: Any, **__: Any) -> Tuple[int, int]:
    wait = int(timeout * 1e9)
    return now() + wait, wait if repeat else 0


def dump_traceback_later(*args: Any, **options: Any) -> Any:
    global _due
    before = _due
    try:
        _due = _expect(*args, **options)
    except Exception:
        pass  # these are not its arguments, as it will say itself
    try:
        return _later(*args, **options)
    except BaseException:
        _due = before
        raise


def cancel_dump_traceback_later() -> Any:
    global _due
    result = _cancel()
    _due = 0, 0
    return result


def left(moment: int) -> int:
    """How long our thread must keep still from ``moment`` on, ns."""
    due, every = _due
    since = moment - due + _BEFORE_NS
    if not due or since < 0:
        return 0
    if every:
        since %= every
    return max(0, _BEFORE_NS + _AFTER_NS - since)


pose_as(dump_traceback_later, _later)
pose_as(cancel_dump_traceback_later, _cancel)


def install() -> None:
    faulthandler.dump_traceback_later = dump_traceback_later
    faulthandler.cancel_dump_traceback_later = cancel_dump_traceback_later


def uninstall() -> None:
    """In a forked child, which has neither of the two threads."""
    global _due
    faulthandler.dump_traceback_later = _later
    faulthandler.cancel_dump_traceback_later = _cancel
    _due = 0, 0
