"""Tasks made by a call of ``asyncio.Task`` itself, past ``loop.create_task`` (3.12 and later). Libraries do so for tasks that begin at
once: aiohttp's server for each request.

The constructor is written in C, and tells nobody. So calls are watched, with ``sys.monitoring``, in code that names it; any other
call there answers ``DISABLE``. The task is then looked for where it has left its mark: in the loop's queue, or among the
callbacks of what it waits for. One that has ended in its first step has left none, and gets a number of its own; what it has
returned is seen as it returns.
"""

from __future__ import annotations

import gc
import sys
from asyncio import events, tasks
from types import CodeType, CoroutineType, FrameType
from typing import Any, Dict, List, Optional, Tuple

from . import schema
from .chains import innermost
from .creation import definition_of, record_creation, record_eager_step
from .dropped import note_dropped
from .handles import is_future, task_of
from .library import LIBRARY_CODE, is_own, outer_site
from .session import now

_monitoring: Any = getattr(sys, "monitoring", None)
_TASK: Any = tasks.Task
_NAME = "Task"
_OPTION = "eager_start"

_COROUTINE = 0x80 | 0x100  # CO_COROUTINE, CO_ITERABLE_COROUTINE
#: functions of this package that ask a task factory
_MAKERS = frozenset(("create_task", "_create_task_otherwise"))

#: what is watched
_codes: List[CodeType] = []
#: id of the coroutine of a call that goes on → when the call began, id of the coroutine's frame
_calls: Dict[int, Tuple[int, int]] = {}
#: id of such a frame → what it has returned, ``_NOTHING`` so far
_results: Dict[int, Any] = {}
_NOTHING = object()
_COROUTINE_TYPE: Any = CoroutineType


def may_construct(code: CodeType) -> bool:
    """Whether ``code`` has the name of the constructor, or of its option: it may have another name for the constructor."""
    if _NAME not in code.co_names and not any(type(constant) is tuple and _OPTION in constant for constant in code.co_consts):
        return False
    return id(code) not in LIBRARY_CODE and not is_own(code)


def watch(tool: int, code: CodeType) -> None:
    """``code`` starts: from now on its calls are looked at."""
    _listen(tool, code, _monitoring.events.CALL)


def _listen(tool: int, code: CodeType, event: int) -> None:
    before = _monitoring.get_local_events(tool, code)
    if not before & event:
        _codes.append(code)
        _monitoring.set_local_events(tool, code, before | event)


def forget(tool: int) -> None:
    """The tool is given up."""
    for code in _codes:
        _monitoring.set_local_events(tool, code, 0)
    for known in (_codes, _calls, _results):
        known.clear()


def _constructs(called: Any) -> bool:
    return called is _TASK or type(called) is type and issubclass(called, _TASK)


def on_call(tool: int, called: Any, coro: Any) -> Any:
    """A call begins."""
    if not _constructs(called):
        return _monitoring.DISABLE
    if type(coro) is _COROUTINE_TYPE and coro.cr_frame is not None:
        _listen(tool, coro.cr_code, _monitoring.events.PY_RETURN)
        frame = id(coro.cr_frame)
        _calls[id(coro)] = (now(), frame)
        _results[frame] = _NOTHING
    return None


def on_result(frame: FrameType, result: Any) -> None:
    """``frame`` returns."""
    if id(frame) in _results:
        _results[id(frame)] = result


def _end(called: Any, coro: Any) -> Tuple[int, Any]:
    """When the call began, 0 if it constructs no task of a coroutine; what the coroutine has returned in it."""
    began, frame = _calls.pop(id(coro), (0, 0)) if _constructs(called) else (0, 0)
    return began, _results.pop(frame, _NOTHING)


def on_raise(code: CodeType, offset: int, called: Any, coro: Any) -> None:
    _end(called, coro)


def on_return(code: CodeType, offset: int, called: Any, coro: Any) -> None:
    began, result = _end(called, coro)
    loop: Any = events._get_running_loop()
    recorder = getattr(loop, "_loop_inspector", None)
    frame = sys._getframe(1)
    if not began or recorder is None or _is_asked_by_loop(frame):
        return
    interner = recorder.session.interner
    site = outer_site(interner, frame)
    note_dropped(interner, frame, site)
    places = site << schema.ID_BITS | definition_of(interner, coro)
    task = _find(loop, coro)
    if task is not None:
        record_creation(recorder, task, places)
        record_eager_step(recorder, task, began)
    elif coro.cr_frame is None:
        number = id(coro)
        recorder.rows += (number, schema.TASK_CREATED, recorder.task_or_handle, places)
        recorder.rows += (now(), schema.EAGER_STEP, number, began)
        how = schema.FAILED if result is _NOTHING else schema.RETURNED if result is None or recorder.results_left else schema.RETURNED_UNRECORDED
        recorder.rows += (number, schema.EAGER_END, how, 0)
        if result is _NOTHING:
            recorder.rows += (number, schema.TASK_OUTCOME, interner.text("an exception, in its first step"), how)
        elif result is not None:
            recorder.record_result(number, result)


def _is_asked_by_loop(frame: Optional[FrameType]) -> bool:
    """Whether ``create_task`` has asked a factory of the program's, and tells of the task itself."""
    while frame is not None and not frame.f_code.co_flags & _COROUTINE:
        if is_own(frame.f_code):
            return frame.f_code.co_name in _MAKERS
        frame = frame.f_back
    return False


def _find(loop: Any, coro: Any) -> Optional[Any]:
    """The task of ``coro``, which has just been made, if it has not ended."""
    ready = getattr(loop, "_ready", None)
    callbacks = [ready[-1]._callback] if ready else []
    for referent in gc.get_referents(innermost(coro)):
        if is_future(referent):
            callbacks += [entry[0] for entry in referent._callbacks or ()]
    for callback in callbacks:
        task: Any = task_of(callback)
        if task is not None and task._coro is coro:
            return task
    return None
