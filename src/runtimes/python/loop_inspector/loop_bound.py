"""Tells the futures that asyncio's locks, events and queues make, each awaited by the coroutine that makes it.

They ask ``_LoopBoundMixin._get_loop`` (``Lib/asyncio/mixins.py``, since 3.10) for the loop, and at once that loop for a future.
Without being told, ``create_future`` would need an object for its caller's frame, which on Python 3.11 costs more than
all else that is recorded of a queue's step. Since 3.12 a frame's module can be had without: nothing is replaced there.
"""

from __future__ import annotations

import sys
from asyncio import events
from typing import Any

from .stand_ins import pose_as

_running_loop = events._get_running_loop
#: what they have in common; private, and not there in 3.9
_Mixin: Any = getattr(sys.modules.get("asyncio.mixins"), "_LoopBoundMixin", None)
_get_loop: Any = getattr(_Mixin, "_get_loop", None)
_IS_NEEDED = _get_loop is not None and not hasattr(sys, "_getframemodulename")


def get_loop(self: Any) -> Any:
    loop = self._loop
    if loop is None or loop is not _running_loop():
        loop = _get_loop(self)
    try:
        loop._loop_inspector.awaited_by_maker = True
    except AttributeError:  # nothing has been recorded of it
        pass
    return loop


def install() -> None:
    if _IS_NEEDED:
        pose_as(get_loop, _get_loop)
        _Mixin._get_loop = get_loop


def uninstall() -> None:
    if _IS_NEEDED and _Mixin._get_loop is get_loop:
        _Mixin._get_loop = _get_loop
