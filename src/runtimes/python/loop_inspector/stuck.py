"""Whether a loop that has no timer and waits could ever be woken. In doubt it could."""

from __future__ import annotations

import selectors
import signal
import sys
import threading
from types import FunctionType, MethodType
from typing import Any

#: a loop's own socket, through which other threads and signals wake it
_OWN_DESCRIPTORS = 1


def is_stuck(loop: Any) -> bool:
    # what costs least and is true of most comes first: a server waits so at every turn
    if getattr(loop, "_signal_handlers", None) or getattr(loop, "loop_inspector_has_io", True) and _others_may_wake(loop):
        return False
    return not _handles_signals()


def _others_may_wake(loop: Any) -> bool:
    """I/O or another thread."""
    selector: Any = getattr(loop, "_selector", None)
    descriptors = selector.get_map() if isinstance(selector, selectors.BaseSelector) else None
    if descriptors is None or len(descriptors) > _OWN_DESCRIPTORS:
        return True
    return threading.active_count() - 1 > _idle_workers()


def _idle_workers() -> int:
    """Threads of pools that wait for work, which the loop alone could give them."""
    pools: Any = sys.modules.get("concurrent.futures.thread")
    if pools is None:
        return 0
    frames = sys._current_frames()
    idle = 0
    for thread in threading.enumerate():
        details: Any = thread
        frame = frames.get(thread.ident or 0)
        if frame is not None and frame.f_code is pools._worker.__code__:
            try:
                pool = details._args[0]()
                # before 3.12 the semaphore alone may say so of one that has taken the next piece of work
                idle += pool is not None and pool._work_queue.empty() and pool._idle_semaphore._value >= len(pool._threads)
            except AttributeError:  # they are private, and another Python may have others
                return 0
    return idle


def _handles_signals() -> bool:
    """A handler of the program's may do anything; that of SIGINT ends it, or is ``asyncio.Runner``'s, which does."""
    return any(type(signal.getsignal(number)) in (FunctionType, MethodType) for number in range(1, signal.NSIG - 2) if number != signal.SIGINT)
