"""Stacks taken while a step is overdue: which line holds the loop up."""

from __future__ import annotations

import os
from types import FrameType
from typing import Any, List, Optional

from . import schema
from .handles import task_of
from .session import Log, now

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: frames in a stack; a deep recursion is cut at its outer end
DEPTH = 100


def record_stack(log: Log, frame: Optional[FrameType], number: int) -> None:
    """Records what runs (``number``: its task's or handle's id) and the stack from ``frame`` out to the loop."""
    interner = log.session.interner
    sites: List[int] = []
    callback: Any = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(_PACKAGE):
            if code.co_name == "run_once":
                callback = frame.f_locals.get("callback")
                break
        elif len(sites) < DEPTH:
            sites.append(interner.frame(frame))
        frame = frame.f_back
    frame = None
    t = now()
    name = interner.callback(callback) if callback is not None and task_of(callback) is None else 0
    log.rows += (t, schema.RUNNING, number, name)
    log.rows += (t, schema.STACK_SAMPLE, interner.sequence("stack", tuple(sites)), 0)
