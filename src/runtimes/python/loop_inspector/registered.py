"""Tasks made by a call of ``asyncio.Task`` itself, past ``loop.create_task`` (up to 3.11; for later versions see ``constructed.py``).

Each task adds itself to the set of all tasks once it is made, also one of the class that is written in C, and it calls the set's
method for that: a method of Python's own, in whose place one is put that looks who has made the task.
"""

from __future__ import annotations

import sys
import weakref
from asyncio import tasks
from types import FrameType, FunctionType
from typing import Any

from . import schema
from .creation import create_task, is_made_by_us, places_of, record_creation
from .handles import is_task
from .instrument import Loop
from .recorder import Recorder, recorder_of
from .wakers import note_thread

_getframe = sys._getframe
#: None from 3.12 on, where no such set has all of them
_all_tasks: Any = getattr(tasks, "_all_tasks", None)
_CREATE_TASK = create_task.__code__


def _add_to(found: Any) -> Any:
    """``WeakSet.add`` of ``found`` (Lib/_weakrefset.py)."""
    ref, add_reference, removed = weakref.ref, found.data.add, found._remove
    removals, remove = found._pending_removals, found._commit_removals

    def add(item: Any) -> None:
        if removals:
            remove()
        add_reference(ref(item, removed))
        try:
            frame = _getframe(1)
        except ValueError:  # a thread that begins with C code
            return
        if frame.f_code is not _CREATE_TASK and is_task(item):
            _made(item, frame)

    return add


def _made(task: Any, frame: FrameType) -> None:
    """``frame`` has made ``task``, or a library's function that does so for it."""
    if is_made_by_us(frame):
        return
    loop = task._loop
    if isinstance(loop, Loop):
        recorder = recorder_of(loop)
        note_thread(loop, recorder, schema.MAKES_TASK)
    else:  # one written in C says nothing of its thread; a program's own kind of loop may make attributes up
        recorder = getattr(loop, "_loop_inspector", None)
        if not isinstance(recorder, Recorder):
            return
    record_creation(recorder, task, places_of(recorder.session.interner, task._coro, _caller(task, frame)))


def _caller(task: Any, frame: FrameType) -> FrameType:
    """Who has called the class of ``task``, which may have an ``__init__`` of its own."""
    methods = (vars(base).get("__init__") for base in type(task).__mro__)
    within = [_REGISTERS, *(method.__code__ for method in methods if type(method) is FunctionType)]
    while frame.f_back is not None and any(frame.f_code is code for code in within):
        frame = frame.f_back
    return frame


#: None where it is written in C
_REGISTERS: Any = getattr(vars(tasks)["_register_task"], "__code__", None)


_add: Any = None


def install() -> None:
    global _add
    if _all_tasks is not None and _add is None:
        _add = _all_tasks.add = _add_to(_all_tasks)


def uninstall() -> None:
    global _add
    if _add is not None and _all_tasks.__dict__.get("add") is _add:  # a program may have put its own there
        del _all_tasks.add
    _add = None
