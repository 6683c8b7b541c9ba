"""Waits for several at once: the tasks that ``gather``, ``wait``, ``shield``, ``wait_for`` or a ``TaskGroup`` waits for."""

from __future__ import annotations

from asyncio import tasks
from types import CodeType, FrameType
from typing import Any, Iterable, Optional, Tuple

#: name of the function that waits → its local variable that holds what it waits for
_LOCALS = {"_wait": "fs", "wait_for": "fut", "TaskGroup.__aexit__": "self", "TaskGroup._aexit": "self"}

_GATHERING: Any = tasks._GatheringFuture  # type: ignore[attr-defined]


def waits_for_several(code: CodeType) -> str:
    """The key of ``_LOCALS`` for an asyncio function that waits for several at once, "" for any other."""
    name = getattr(code, "co_qualname", code.co_name)
    if name not in _LOCALS and code.co_name in ("__aexit__", "_aexit") and code.co_filename.endswith("taskgroups.py"):
        name = "TaskGroup.__aexit__"  # before 3.11 code does not know its class
    return name if name in _LOCALS else ""


def members(waiter: Any, frame: Optional[FrameType], in_library: bool) -> Tuple[str, Iterable[Any]]:
    """What a task waits for through the future ``waiter``: the function's name and the tasks. ``frame``: of the asyncio
    function that waits for several, if any; ``in_library``: some function of asyncio's waits."""
    if type(waiter) is _GATHERING:
        return "gather", waiter._children
    if frame is not None:
        name = waits_for_several(frame.f_code)
        found: Any = frame.f_locals.get(_LOCALS[name])
        if name.startswith("TaskGroup."):
            return "", tuple(getattr(found, "_tasks", ()))
        if found is None:
            return "", ()
        return "", found if type(found) in (set, frozenset) else (found,)
    return ("", ()) if in_library else _through_callbacks(waiter)


def _through_callbacks(waiter: Any) -> Tuple[str, Iterable[Any]]:
    for entry in getattr(waiter, "_callbacks", None) or ():
        callback = entry[0]
        name = getattr(callback, "__qualname__", "") if type(callback).__name__ == "function" else ""
        if name == "shield.<locals>._outer_done_callback":
            inner = dict(zip(callback.__code__.co_freevars, callback.__closure__ or ())).get("inner")
            return "shield", () if inner is None else (inner.cell_contents,)
        if name.startswith("_chain_future.<locals>"):
            return "run_in_executor", ()
    return "", ()
