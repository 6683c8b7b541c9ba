"""Stacks taken while a step is overdue: which line holds the loop up."""

from __future__ import annotations

import os
import sys
from types import CodeType, FrameType
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

from . import schema
from .handles import task_of
from .interning import Interner
from .library import CONTEXT_RUN, HANDLE_RUN
from .lock_holders import Place, holder
from .session import Log, now
from .source_calls import call_text

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: frames in a stack; a deep recursion is cut at its outer end
DEPTH = 100
#: a turn, ours, or what stands between another and its handle
_RUN_HANDLES = frozenset(("run_once", "_run_and_tell"))
#: of ``foreign.py``: what a loop written in C calls for a task's step, and what calls such a loop
_RUNS_LOOP = "run_forever"
_FOREIGN = frozenset(("run_step", _RUNS_LOOP))
_COROUTINE = 0x20 | 0x80 | 0x100  # CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE


class Stack(NamedTuple):
    """Where the frames of a thread stood at one moment."""

    t: int
    #: innermost first; without the inspector's own
    places: Sequence[Place]
    #: id of the name of the plain callback that runs, 0 for a task
    callback: int


def take_stack(interner: Interner, frame: Optional[FrameType]) -> Stack:
    """The stack from ``frame`` out to the loop. Does nothing that lets another thread run: its frames may be another thread's."""
    t = now()
    places: List[Place] = []
    outermost: Optional[Place] = None
    callback = 0
    while frame is not None:
        code = frame.f_code
        if code is CONTEXT_RUN or code is HANDLE_RUN or _makes_tuple(frame):
            pass
        elif not code.co_filename.startswith(_PACKAGE):
            outermost = Place(code, frame.f_lasti)
            if len(places) < DEPTH:
                places.append(outermost)
        elif code.co_name in _RUN_HANDLES:
            callback = _callback_name(interner, frame, outermost)
            break
        elif code.co_name in _FOREIGN:
            if outermost is not None and code.co_name == _RUNS_LOOP:
                callback = interner.code_name(outermost.code)
            break
        frame = frame.f_back
    return Stack(t, places, callback)


def _makes_tuple(frame: FrameType) -> bool:
    """The constructor that ``namedtuple`` has generated, whose source nobody has; an interrupt may come in one of our own."""
    code = frame.f_code
    return code.co_filename == "<string>" and code.co_name == "<lambda>" and str(frame.f_globals.get("__name__")).startswith("namedtuple_")


def record_stack(log: Log, stack: Stack, number: int, seen: int = schema.WHILE_IT_RAN) -> None:
    """``number``: id of the task or handle that runs. ``seen``: how the look came about, see ``StackSeen`` in
    ``src/core/events/schema.ts``."""
    interner = log.session.interner
    places = stack.places
    other = 0
    if seen == schema.LOCK_HELD:
        places, other, seen = _holding(interner, places)
    sites = tuple(interner.site(code, offset) for code, offset in places)
    calling = "" if other else _calling(interner, places)
    # all at once: another thread's row may not come between
    log.rows += (stack.t, schema.RUNNING, number, stack.callback, stack.t, schema.STACK_SAMPLE, interner.stack(sites, calling), other << 32 | seen)


def _holding(interner: Interner, places: Sequence[Place]) -> Tuple[Sequence[Place], int, int]:
    """The stack that held the lock; the site of another instruction that may have held it, or 0; how it was seen."""
    held = holder(places)
    if held is None:
        return places, 0, schema.TOO_LATE
    first, last = interner.site(*held.first), interner.site(*held.last)
    return [held.first, *places[held.depth + 1 :]], last if first != last else 0, schema.LOCK_HELD


def _calling(interner: Interner, places: Sequence[Place]) -> str:
    """What the innermost line of the user's has called."""
    for code, offset in places:
        if interner.is_user(code.co_filename):
            return call_text(code, offset)
    return ""


def _callback_name(interner: Interner, loop: FrameType, outermost: Optional[Place]) -> int:
    """Before 3.13 ``f_locals`` would keep the loop's locals alive."""
    if sys.version_info >= (3, 13):
        callback: Any = loop.f_locals.get("callback")
        return interner.callback(callback) if callback is not None and task_of(callback) is None else 0
    if outermost is None or outermost.code.co_flags & _COROUTINE:
        return 0
    return interner.code_name(outermost.code)


def called_by_loop(frame: Optional[FrameType]) -> Optional[CodeType]:
    """The code that a loop written in C has called, if ``frame`` is in it and it is no task's step."""
    outermost: Optional[CodeType] = None
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(_PACKAGE):
            outermost = code
        elif code.co_name in _FOREIGN:
            return outermost if code.co_name == _RUNS_LOOP else None
        frame = frame.f_back
    return None
