"""Makes a loop that sleeps in ``select`` come by, without a handle of ours in its queue or a watch in its selector's map.

Linux: a pipe that is at its end is put straight into the ``epoll`` object. It wakes whoever waits there, and is none of
those that the selector knows, so nothing is reported to the program. Elsewhere the loop's own way to be woken is used.
"""

from __future__ import annotations

import os
import select
from typing import Any, Callable, Dict

from .event_pipe import out_of_the_way

_Epoll: Any = getattr(select, "epoll", None)
_EPOLLIN: int = getattr(select, "EPOLLIN", 1)

#: by loop: the pipe's descriptor
_pipes: Dict[int, int] = {}

# a program may replace these
_pipe = os.pipe
_close = os.close


def rouse(loop: Any, errand: Callable[[], None]) -> None:
    """By any thread. ``errand``: what it is to do; a loop whose turn is ours does it by itself at its next one."""
    if loop is None or loop.is_closed():
        return
    if not hasattr(loop, "_ready") or loop._loop_inspector.turned:
        try:
            loop.call_soon_threadsafe(errand)
        except RuntimeError:  # closed meanwhile
            pass
        return
    poll: Any = getattr(getattr(loop, "_selector", None), "_selector", None)
    number = loop._loop_inspector.number
    if _Epoll is None or type(poll) is not _Epoll:
        loop._write_to_self()
    elif number not in _pipes:
        reads, writes = _pipe()
        _close(writes)
        _pipes[number] = reads = out_of_the_way(reads)
        poll.register(reads, _EPOLLIN)


def calm_all() -> None:
    for number in list(_pipes):
        calm(number)


def calm(number: int) -> None:
    """By the loop's own thread, when it has come by. A closed descriptor is in no ``epoll`` object any more."""
    if _pipes:
        pipe = _pipes.pop(number, None)
        if pipe is not None:
            _close(pipe)
