"""Wait chains: the coroutine frames from a task's outermost coroutine to what it is parked on."""

from __future__ import annotations

import gc
from collections import deque
from itertools import takewhile
from types import FrameType
from typing import Any, Deque, Iterable, List, NamedTuple, Optional, Tuple

from . import schema
from .interning import Interner
from .library import LIBRARY_CODE
from .members import members
from .primitives import kind_of

#: awaitables of C that hide what they wait for; the garbage collector knows what they refer to
_OPAQUE = frozenset(("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable"))


class Wait(NamedTuple):
    #: id of the chain
    chain: int
    #: name id of the library call that waits (``Queue.get``), 0 if the user's own code does
    name: int
    #: of the lock, queue, … that is waited in
    primitive: Optional[FrameType]
    #: tasks that are waited for at once
    members: Iterable[Any]


#: of a chain that is longer than twice that, the middle is left out
_HALF = 500


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


def _is_asyncio(frame: FrameType) -> bool:
    return id(frame.f_code) in LIBRARY_CODE


def wait_of(interner: Interner, task: Any) -> Wait:
    """What the parked ``task`` waits for, and where."""
    sites: List[int] = []
    inner: Deque[int] = deque(maxlen=_HALF)
    #: the library's frames inside of the innermost of the user's
    library: List[FrameType] = []
    awaitable = task._coro  # ``get_coro`` may be the program's own
    while awaitable is not None:
        frame, awaitable = _inner(awaitable)
        if frame is not None:
            code = frame.f_code
            site = interner.site(code, frame.f_lasti)
            if len(sites) < _HALF:
                sites.append(site)
            else:
                inner.append(site)
            if interner.is_user(code.co_filename):
                library.clear()
            else:
                library.append(frame)
    depth = len(sites) + len(inner)
    sites.extend(inner)
    # of another library's own task: what it calls says more than its name
    first = 1 if len(library) == depth > 1 and not _is_asyncio(library[0]) else 0
    # an event deep inside of another library tells less than the name of what was called there
    waits = [frame for frame in takewhile(_is_asyncio, library[first:]) if kind_of(frame)]
    # a condition that was notified waits for its lock
    primitive = None if not waits else waits[-1] if kind_of(waits[-1]) == schema.LOCK else waits[0]
    name, waited_for = members(task._fut_waiter, library[-1] if library else None)
    outermost = primitive or (library[first] if library else None)
    if not name and outermost is not None:
        code = outermost.f_code
        name = getattr(code, "co_qualname", code.co_name)
    return Wait(interner.sequence("chain", tuple(sites)), interner.text(name) if name else 0, primitive, waited_for)
