"""Tasks that nobody keeps: ``create_task(…)`` as a statement of its own, whose result the next instruction throws away, or as all that a
callback does, whose result the loop throws away.

A loop holds its tasks by weak references only (``asyncio.create_task`` in the library reference). Read from the
bytecode once for each place; a ``TaskGroup`` keeps its tasks itself.
"""

from __future__ import annotations

import opcode
from types import FrameType
from typing import Optional

from .interning import Interner
from .library import CONTEXT_RUN, HANDLE_RUN, LIBRARY_CODE, is_own

#: functions that return the task that they make, and keep it nowhere
_RETURN_TASK = frozenset(("create_task", "ensure_future", "_ensure_future"))
_POP_TOP = bytes((opcode.opmap["POP_TOP"],))
_RETURN_VALUE = bytes((opcode.opmap["RETURN_VALUE"],))
_COROUTINE = 0x20 | 0x80 | 0x100  # CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE
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
    if frame is not None and _is_thrown_away(frame):
        interner.pending.append(("dropped", site))


def _is_thrown_away(frame: FrameType) -> bool:
    """Whether ``frame`` does not keep what its call returns: also if it returns it to the loop, as a callback does, mostly a lambda."""
    code = frame.f_code
    # between the instructions is the call's inline cache
    then = code.co_code[frame.f_lasti + 2 :: 2].lstrip(_CACHE)[:1]
    if then != _RETURN_VALUE or code.co_flags & _COROUTINE:
        return then == _POP_TOP
    caller = frame.f_back
    return caller is not None and (is_own(caller.f_code) or caller.f_code in (HANDLE_RUN, CONTEXT_RUN))
