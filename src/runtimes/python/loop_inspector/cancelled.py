"""Who cancels a task that does not wait: one that has not begun, or that stands in the queue, or that runs.

What a task waits for tells by itself, as its cancellation queues the task's wake-up (``wakers.py``). Otherwise the task only notes it,
and fails with it at its next step.
"""

from __future__ import annotations

from asyncio import tasks
from types import BuiltinMethodType, CodeType, FrameType, FunctionType, MethodDescriptorType, MethodType
from typing import Any

from . import schema
from .handles import PYTHON_TASK, is_done, is_task
from .library import is_own, outer_site

_NAME = "cancel"
_TASK: Any = tasks.Task
_CANCEL: Any = _TASK.cancel
_PYTHON_CANCEL: Any = PYTHON_TASK.cancel
#: what is asked for its name; any other callable is the program's, and may make one up
_KINDS = frozenset((FunctionType, MethodType, BuiltinMethodType, MethodDescriptorType))


def may_cancel(code: CodeType) -> bool:
    """Also asyncio's own code: a ``TaskGroup`` or a timeout cancels."""
    return _NAME in code.co_names and not is_own(code)


def is_named_so(called: Any) -> bool:
    """Timers, handles and futures have a method of that name too."""
    return type(called) in _KINDS and called.__name__ == _NAME  # pyright: ignore[reportUnknownArgumentType]


def note(called: Any, first: Any, frame: FrameType) -> bool:
    """``frame`` calls ``called`` with ``first``. Whether that cancels a task."""
    task: Any = called.__self__ if type(called) is BuiltinMethodType and is_named_so(called) else first if called is _CANCEL or called is _PYTHON_CANCEL else None
    if not is_task(task):
        return False
    recorder = getattr(task._loop, "_loop_inspector", None)
    waiter = task._fut_waiter
    if recorder is not None and (waiter is None or is_done(waiter)) and task._state == "PENDING":
        site = outer_site(recorder.session.interner, frame)
        recorder.rows += (id(task), schema.CANCEL_CALLED, site, recorder.task_or_handle)
    return True
