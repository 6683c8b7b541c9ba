"""Wait chains: the coroutine frames from a task's outermost coroutine to what it is parked on."""

from __future__ import annotations

import gc
from typing import Any, List, Optional, Tuple

from .interning import Interner

#: awaitables of C that hide what they wait for; the garbage collector knows what they refer to
_OPAQUE = frozenset(("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable"))


def _inner(awaitable: Any) -> Tuple[Optional[Any], Optional[Any]]:
    """The frame of a suspended coroutine, generator or async generator, and what it awaits."""
    for frame, inner in (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await")):
        found = getattr(awaitable, frame, None)
        if found is not None:
            return found, getattr(awaitable, inner)
    if type(awaitable).__name__ in _OPAQUE:
        for referent in gc.get_referents(awaitable):
            if hasattr(referent, "ag_frame") or hasattr(referent, "cr_frame") or hasattr(referent, "gi_frame") or type(referent).__name__ in _OPAQUE:
                return None, referent
    return None, None


def wait_chain(interner: Interner, task: Any) -> Tuple[int, int]:
    """The chain's id, and the name of the library call that waits in it (``Queue.get``), 0 if the user's own code does."""
    sites: List[int] = []
    waits_in = ""
    awaitable = task.get_coro()
    while awaitable is not None and len(sites) < 1000:
        frame, awaitable = _inner(awaitable)
        if frame is not None:
            code = frame.f_code
            sites.append(interner.site(code, frame.f_lasti))
            if interner.is_user(code.co_filename):
                waits_in = ""
            elif not waits_in:
                waits_in = getattr(code, "co_qualname", code.co_name)
    if not waits_in:
        waiter = task._fut_waiter
        kind = type(waiter).__name__
        if kind == "_GatheringFuture":
            waits_in = "gather"
    return interner.sequence("chain", tuple(sites)), interner.text(waits_in) if waits_in else 0
