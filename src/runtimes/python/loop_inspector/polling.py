"""Whether I/O is ready for a loop that has something to run, asked for less than ``select`` costs, and not at all when none can be.

asyncio's loops ask at every turn. A loop that watches nothing but its own socket, and has no signal handlers, learns nothing
from that: through its socket others only wake it, and what they have queued is in its queue already. That pays for a part of
the recording. Two things come of asking besides, so it still asks now and then: the socket is emptied, and other threads get
the interpreter's lock; while there are any, it asks every time.

Now and then must not be often: who waits for that lock, as our own thread does, demands it after 5 ms. Whenever it is let go of,
and be it for a microsecond, the waiting begins anew, and the thread is woken for nothing.
"""

from __future__ import annotations

import _thread
import selectors
from typing import Any, Callable, Optional

_Epoll: Any = getattr(selectors, "EpollSelector", None)
_EPOLL_SELECT: Any = getattr(_Epoll, "select", None)
#: how many threads Python has started; a program may replace it
_threads: Optional[Callable[[], int]] = getattr(_thread, "_count", None)


def poll_of(loop: Any) -> Any:
    """What tells, given a time to wait and how much to tell of, whether I/O is ready. None: only ``select`` does; False: this loop has no I/O.

    A program may put its own around ``select``, also on one loop's selector alone: then it is ``select`` that is asked.
    """
    if getattr(loop, "loop_inspector_has_io", True) is False:
        return False
    selector: Any = getattr(loop, "_selector", None)
    if not has_own_select(selector):
        return None
    own: Any = getattr(loop, "_ssock", None)
    return selector._selector.poll if own is not None and own.fileno() in selector._fd_to_key else None


def has_own_select(selector: Any) -> bool:
    """Whether it is an ``EpollSelector`` whose ``select`` nobody has replaced."""
    return type(selector) is _Epoll and getattr(selector.select, "__func__", None) is _EPOLL_SELECT


def has_more_to_ask(loop: Any) -> bool:
    """Whether the loop, which `poll_of` knows, watches anything but its own socket."""
    try:
        return len(loop._selector._fd_to_key) > 1 or bool(loop._signal_handlers)
    except AttributeError:  # the program has just put another selector there
        return True


def others_run(own_threads: int) -> bool:
    """Whether there are threads besides the calling one and so many; in doubt there are."""
    return _threads is None or _threads() > own_threads
