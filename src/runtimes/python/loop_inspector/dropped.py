"""Tasks that nobody keeps: ``create_task(…)`` as a statement of its own, whose result the next instruction throws away.

A loop holds its tasks by weak references only (``asyncio.create_task`` in the library reference). Read from the
bytecode once for each place; a ``TaskGroup`` keeps its tasks itself.
"""

from __future__ import annotations

import opcode
from types import CodeType, FrameType
from typing import Optional

from .interning import Interner
from .library import LIBRARY_CODE, is_own

#: functions that return the task that they make, and keep it nowhere
_RETURN_TASK = frozenset(("create_task", "ensure_future", "_ensure_future"))
_POP_TOP = bytes((opcode.opmap["POP_TOP"],))
_CACHE = bytes((opcode.opmap.get("CACHE", 0),))


def note_dropped(interner: Interner, frame: Optional[FrameType], site: int) -> None:
    """``frame``: a call that makes a task at ``site``, or one that it comes from."""
    if not site or site in interner.judged:
        return
    interner.judged.add(site)
    while frame is not None and (id(frame.f_code) in LIBRARY_CODE or is_own(frame.f_code)):
        # `run` and `gather` keep what they make
        if id(frame.f_code) in LIBRARY_CODE and (frame.f_code.co_name not in _RETURN_TASK or frame.f_code.co_filename.endswith("taskgroups.py")):
            return
        frame = frame.f_back
    if frame is not None and _is_thrown_away(frame.f_code, frame.f_lasti):
        interner.pending.append(("dropped", site))


def _is_thrown_away(code: CodeType, offset: int) -> bool:
    """Whether the instruction after the call at ``offset`` is ``POP_TOP``. Between them is the call's inline cache."""
    operations = code.co_code[offset + 2 :: 2]
    return operations.lstrip(_CACHE)[:1] == _POP_TOP
