"""Stacks taken while a step is overdue: which line holds the loop up."""

from __future__ import annotations

import os
import sys
from types import CodeType, FrameType
from typing import Any, List, Optional

from . import schema
from .handles import task_of
from .interning import Interner
from .session import Log, now

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: frames in a stack; a deep recursion is cut at its outer end
DEPTH = 100
#: of ``foreign.py``: what a loop written in C calls for a task's step, and what calls such a loop
_RUNS_LOOP = "run_forever"
_FOREIGN = frozenset(("run_step", _RUNS_LOOP))
_COROUTINE = 0x20 | 0x80 | 0x100  # CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE


def record_stack(log: Log, frame: Optional[FrameType], number: int) -> None:
    """Records what runs (``number``: its task's or handle's id) and the stack from ``frame`` out to the loop."""
    t = now()
    interner = log.session.interner
    sites: List[int] = []
    outermost: Optional[CodeType] = None
    name = 0
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(_PACKAGE):
            outermost = code
            if len(sites) < DEPTH:
                sites.append(interner.frame(frame))
        elif code.co_name == "run_once":
            name = _callback_name(interner, frame, outermost)
            break
        elif code.co_name in _FOREIGN:
            if outermost is not None and code.co_name == _RUNS_LOOP:
                name = interner.code_name(outermost)
            break
        frame = frame.f_back
    frame = None
    # all at once: another thread's row may not come between
    log.rows += (t, schema.RUNNING, number, name, t, schema.STACK_SAMPLE, interner.sequence("stack", tuple(sites)), 0)


def _callback_name(interner: Interner, loop: FrameType, outermost: Optional[CodeType]) -> int:
    """Of the plain callback that runs, 0 for a task. Before 3.13 ``f_locals`` would keep the loop's locals alive."""
    if sys.version_info >= (3, 13):
        callback: Any = loop.f_locals.get("callback")
        return interner.callback(callback) if callback is not None and task_of(callback) is None else 0
    if outermost is None or outermost.co_flags & _COROUTINE:
        return 0
    return interner.code_name(outermost)


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
