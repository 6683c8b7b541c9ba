"""Wait chains: the coroutine frames from a task's outermost coroutine to what it is parked on."""

from __future__ import annotations

import gc
from asyncio import futures
from itertools import takewhile
from types import CoroutineType, FrameType
from typing import Any, Iterable, List, NamedTuple, Optional, Tuple

from . import schema
from .interning import Interner
from .library import LIBRARY_CODE
from .members import members, waits_for_several
from .primitives import kind_of
from .values import type_name

#: awaitables of C that hide what they wait for; the garbage collector knows what they refer to
_OPAQUE = frozenset(("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable"))


_FUTURE_AWAIT: Any = vars(futures)["_PyFuture"].__await__.__code__


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
    kind: Any = type(awaitable)  # pyright: ignore[reportUnknownVariableType]
    for frame, inner in (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await")):
        # of an awaitable of the program's own, which may make attributes up, nothing is asked
        found = getattr(awaitable, frame, None) if hasattr(kind, frame) else None
        if found is not None:
            return found, getattr(awaitable, inner)
    return None, behind(awaitable)


def behind(awaitable: Any) -> Optional[Any]:
    """What an awaitable written in C awaits, ``anext(generator)`` say, and does not tell; None: it is no such one."""
    if type_name(type(awaitable)) in _OPAQUE:
        for referent in gc.get_referents(awaitable):
            kind: Any = type(referent)  # pyright: ignore[reportUnknownVariableType]
            if hasattr(kind, "ag_frame") or hasattr(kind, "cr_frame") or hasattr(kind, "gi_frame") or type_name(kind) in _OPAQUE:
                return referent
    return None


def innermost(awaitable: Any) -> Any:
    """What is awaited at the end of the chain that begins with ``awaitable``."""
    inner = awaitable
    while inner is not None:
        awaitable = inner
        _, inner = _inner(awaitable)
    return awaitable


def _is_asyncio(frame: FrameType) -> bool:
    return id(frame.f_code) in LIBRARY_CODE


class Place(NamedTuple):
    """What follows from where the frames stand, whoever's they are."""

    chain: int
    name: int
    #: index of the frame whose lock, queue, … is waited in; None: in none
    primitive: Optional[int]
    #: index of the frame of an asyncio function that may wait for several at once; None: none does
    waits_for_several: Optional[int]
    #: the innermost function is asyncio's, so that it is not hidden what the task waits for
    in_library: bool


def wait_of(interner: Interner, task: Any) -> Wait:
    """What the parked ``task`` waits for, and where."""
    frames: List[FrameType] = []
    awaitable = task._coro  # ``get_coro`` may be the program's own
    while awaitable is not None:
        if type(awaitable) is CoroutineType:
            frame, awaitable = awaitable.cr_frame, awaitable.cr_await  # pyright: ignore[reportUnknownMemberType]
        else:
            frame, awaitable = _inner(awaitable)
        if frame is not None:
            frames.append(frame)
    # of a future written in Python it is no place: one written in C has no such frame
    if frames and frames[-1].f_code is _FUTURE_AWAIT:
        frames.pop()
    if len(frames) > 2 * _HALF:
        del frames[_HALF:-_HALF]
    site = interner.site
    sites = tuple([site(frame.f_code, frame.f_lasti) for frame in frames])
    place = interner.waits.get(sites)
    if place is None:
        place = _place(interner, frames, sites)
        if len(interner.waits) < _PLACES and len(sites) <= _SHALLOW:
            interner.waits[sites] = place
    several, waited_for = members(task._fut_waiter, None if place.waits_for_several is None else frames[place.waits_for_several], place.in_library)
    name = interner.text(several) if several else place.name
    return Wait(place.chain, name, None if place.primitive is None else frames[place.primitive], waited_for)


#: so many are remembered, of chains that are no longer than that
_PLACES = 10_000
_SHALLOW = 50


def _place(interner: Interner, frames: List[FrameType], sites: Tuple[int, ...]) -> Place:
    #: where the library's frames begin, inside of the innermost of the user's
    library = 0
    for index, frame in enumerate(frames):
        if interner.is_user(frame.f_code.co_filename):
            library = index + 1
    # of another library's own task: what it calls says more than its name
    first = library + (1 if library == 0 and len(frames) > 1 and not _is_asyncio(frames[0]) else 0)
    # an event deep inside of another library tells less than the name of what was called there
    waits = [index for index in takewhile(lambda index: _is_asyncio(frames[index]), range(first, len(frames))) if kind_of(frames[index])]
    # a condition that was notified waits for its lock
    primitive = None if not waits else waits[-1] if kind_of(frames[waits[-1]]) == schema.LOCK else waits[0]
    in_library = library < len(frames)
    outermost = primitive if primitive is not None else first if in_library else None
    name = 0
    if outermost is not None:
        code = frames[outermost].f_code
        name = interner.text(getattr(code, "co_qualname", code.co_name))
    several = len(frames) - 1 if in_library and waits_for_several(frames[-1].f_code) else None
    return Place(interner.sequence("chain", sites), name, primitive, several, in_library)
