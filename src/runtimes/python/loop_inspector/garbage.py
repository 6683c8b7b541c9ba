"""What the collector of garbage says before and after each collection: long ones are told, and before a full one no recorder
holds a task of the program's any more."""

from __future__ import annotations

import gc
import threading
from typing import Any, Callable, Dict, List, Optional

from . import schema
from .recorder import Recorder
from .session import Session, now

#: a collection that takes less is not worth a row
_LONG_COLLECTION_NS = 1_000_000
#: the youngest objects are collected often, and quickly
_OLD_GENERATION = 1


def _around_collection(session: Session) -> Callable[[str, Dict[str, int]], None]:
    began = 0

    def callback(phase: str, info: Dict[str, int]) -> None:
        nonlocal began
        if info["generation"] < _OLD_GENERATION:
            return
        if phase == "start":
            if info["generation"] == 2:
                release_all()
            began = now()
            return
        ended = now()
        if began and ended - began >= _LONG_COLLECTION_NS:
            session.here().rows += (began, schema.COLLECTED, ended, 0)
        began = 0

    def release_all() -> None:
        if not session.busy.locked():
            thread = threading.get_ident()
            for log in session.logs:
                if isinstance(log, Recorder) and log.thread == thread:
                    log.release()

    return callback


#: only CPython must have it
_collections: List[Any] = getattr(gc, "callbacks", [])
_hook: Optional[Callable[[str, Dict[str, int]], None]] = None


def install(session: Session) -> None:
    global _hook
    _hook = _around_collection(session)
    _collections.append(_hook)


def uninstall() -> None:
    global _hook
    if _hook is not None:
        if _hook in _collections:  # a program may have cleared them
            _collections.remove(_hook)
        _hook = None
