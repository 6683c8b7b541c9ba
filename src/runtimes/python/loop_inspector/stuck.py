"""Whether a loop that has no timer and waits could ever be woken. In doubt it could."""

from __future__ import annotations

import selectors
import signal
import threading
from types import FunctionType, MethodType
from typing import Any

from . import watcher

#: a loop's own socket, through which other threads and signals wake it
_OWN_DESCRIPTORS = 1


def is_stuck(loop: Any) -> bool:
    if getattr(loop, "_signal_handlers", None) or _handles_signals():
        return False
    if getattr(loop, "loop_inspector_has_io", True) is False:
        return True
    selector: Any = getattr(loop, "_selector", None)
    descriptors = selector.get_map() if isinstance(selector, selectors.BaseSelector) else None
    if descriptors is None or len(descriptors) > _OWN_DESCRIPTORS:
        return False
    return threading.active_count() - watcher.threads() <= 1


def _handles_signals() -> bool:
    """A handler of the program's may do anything; that of SIGINT ends it, or is ``asyncio.Runner``'s, which does."""
    return any(type(signal.getsignal(number)) in (FunctionType, MethodType) for number in range(1, signal.NSIG - 2) if number != signal.SIGINT)
