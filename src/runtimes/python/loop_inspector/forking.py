"""A forked child is another program: it runs as if nothing had ever been installed."""

from __future__ import annotations

import os
import sys
from threading import get_ident
from types import FrameType, FunctionType
from typing import Any, Callable, Set

from . import session, watcher
from .stand_ins import pose_as

#: a write of another thread's has ended by then
_WRITE_S = 0.1


def install(made: session.Session, become_child: Callable[[], None]) -> None:
    """``become_child`` is called in each child."""
    if hasattr(os, "register_at_fork"):
        _keep_writes_whole(made, become_child)
    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            setattr(os, name, _without_watcher(getattr(os, name)))


def _keep_writes_whole(made: session.Session, become_child: Callable[[], None]) -> None:
    #: threads that fork now and hold ``busy``: a child must not get it from a thread that it has not got
    holding: Set[int] = set()

    def before() -> None:
        # a signal's handler may fork in the middle of a write
        if made.busy.acquire(timeout=_WRITE_S):
            holding.add(get_ident())

    def after() -> None:
        if get_ident() in holding:
            holding.discard(get_ident())
            made.busy.release()

    def in_child() -> None:
        after()
        watcher.forget()
        become_child()

    os.register_at_fork(before=before, after_in_parent=after, after_in_child=in_child)


def _without_watcher(fork: Callable[[], Any]) -> Callable[[], Any]:
    """Since 3.12 Python warns who forks beside a thread, also beside ours."""

    def forks() -> Any:
        watcher.pause()
        try:
            return _in_place_of(lambda: fork(), sys._getframe(1))()
        finally:
            watcher.resume()

    pose_as(forks, fork)
    return forks


def _in_place_of(call: Any, caller: FrameType) -> Callable[[], Any]:
    """``call``, of one line, as if it stood where ``caller`` is: a warning of another thread of the program's own is blamed on that line."""
    code = call.__code__.replace(co_filename=caller.f_code.co_filename, co_firstlineno=caller.f_lineno, co_name=caller.f_code.co_name)
    return FunctionType(code, caller.f_globals, call.__name__, call.__defaults__, call.__closure__)
