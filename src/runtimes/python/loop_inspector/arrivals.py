"""I/O that has come is queued as asyncio does it, in one go: that pays for a part of the recording.

Between them ``EpollSelector.select`` and ``BaseSelectorEventLoop._process_events`` (Lib/selectors.py,
Lib/asyncio/selector_events.py) make a list, a tuple and two calls for each descriptor. Wherever a program has put something of
its own in the place of either, both are called.
"""

from __future__ import annotations

import math
import selectors
from asyncio import base_events, selector_events
from typing import Any

from .polling import has_own_select

_PROCESS_EVENTS: Any = selector_events.BaseSelectorEventLoop._process_events  # type: ignore[attr-defined]
_ADD_CALLBACK: Any = base_events.BaseEventLoop._add_callback  # type: ignore[attr-defined]
#: anything but EPOLLIN may mean that writing is possible, or that it fails; and anything but EPOLLOUT the same of reading
_WRITES = ~0x001
_READS = ~0x004
_EVENT_READ = selectors.EVENT_READ
_EVENT_WRITE = selectors.EVENT_WRITE
_ceil = math.ceil


def take(loop: Any, timeout: Any, probe: bool = False) -> bool:
    """Waits for I/O up to ``timeout`` seconds (None: for ever), and queues what it has come for. ``probe``: it is asked for again
    in the same iteration, if there is none. Returns whether there is some."""
    selector = loop._selector
    if (
        not has_own_select(selector)
        or getattr(loop._process_events, "__func__", None) is not _PROCESS_EVENTS
        or getattr(loop._add_callback, "__func__", None) is not _ADD_CALLBACK
    ):
        found = selector.select(timeout)
        if found or not probe:
            loop._process_events(found)
        return bool(found)
    keys = selector._fd_to_key
    # the kernel counts in milliseconds; never less than asked for, else the loop would turn for nothing
    wait = -1 if timeout is None else _ceil(timeout * 1e3) * 1e-3 if timeout > 0 else 0
    try:
        found = selector._selector.poll(wait, len(keys) or 1)
    except InterruptedError:
        return False
    queue = loop._ready.append
    for descriptor, what in found:
        key = keys.get(descriptor)
        if key is None:  # another thread has just taken it away
            continue
        file, _, events, (reader, writer) = key
        if what & _READS and events & _EVENT_READ and reader is not None:
            if reader._cancelled:
                loop._remove_reader(file)
            else:
                queue(reader)
        if what & _WRITES and events & _EVENT_WRITE and writer is not None:
            if writer._cancelled:
                loop._remove_writer(file)
            else:
                queue(writer)
    return bool(found)
