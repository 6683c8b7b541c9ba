"""Tasks made by a call of ``asyncio.Task`` itself, past ``loop.create_task`` (3.12 and later; before that see
``registered.py``). Libraries do so for tasks that begin at once: aiohttp's server for each request.

The constructor is written in C, and tells nobody; that it is called is seen by ``calls.py``. The task is then looked for where it
has left its mark: in the loop's queue, or among the callbacks of what it waits for. One that has ended in its first step has left
none, and gets a number of its own; what it has returned is seen as it returns.
"""

from __future__ import annotations

import gc
from asyncio import events, tasks
from types import CodeType, CoroutineType, FrameType
from typing import Any, Dict, Optional, Tuple

from . import schema
from .chains import innermost
from .creation import is_made_by_us, places_of, record_creation, record_eager_step
from .handles import is_future, task_of
from .library import LIBRARY_CODE, is_own
from .session import now

_TASK: Any = tasks.Task
#: a program may replace it
_running_loop: Any = events._get_running_loop
_NAME = "Task"
_OPTION = "eager_start"

#: id of the coroutine of a call that goes on → when the call began, id of the coroutine's frame
_calls: Dict[int, Tuple[int, int]] = {}
#: id of such a frame → what it has returned, ``_NOTHING`` so far
results: Dict[int, Any] = {}
_NOTHING = object()
_NO_FRAME = id(None)
_COROUTINE_TYPE: Any = CoroutineType


def may_construct(code: CodeType) -> bool:
    """Whether ``code`` has the name of the constructor, or of its option: it may have another name for the constructor. So have classes
    of the program's, whose names mostly end like it."""
    if not any(name.endswith(_NAME) for name in code.co_names) and not any(type(constant) is tuple and _OPTION in constant for constant in code.co_consts):
        return False
    return id(code) not in LIBRARY_CODE and not is_own(code)


def constructs(called: Any) -> bool:
    return called is _TASK or type(called) is type and issubclass(called, _TASK)


def forget() -> None:
    _calls.clear()
    results.clear()


def begin(coro: Any) -> Optional[CodeType]:
    """A call of the constructor begins. The code whose returns are to be told to ``on_result`` from now on."""
    frame = id(coro.cr_frame) if type(coro) is _COROUTINE_TYPE else _NO_FRAME
    if frame == _NO_FRAME:
        return None
    _calls[id(coro)] = (now(), frame)
    results[frame] = _NOTHING
    return coro.cr_code


def on_result(frame: FrameType, result: Any) -> None:
    """``frame`` returns."""
    if id(frame) in results:
        results[id(frame)] = result


def close(coro: Any) -> Tuple[int, Any]:
    """The call is over: when it began, 0 if nobody knows, and what the coroutine has returned in it."""
    began, frame = _calls.pop(id(coro), (0, 0))
    return began, results.pop(frame, _NOTHING)


def end(coro: Any, frame: FrameType) -> None:
    """The call, which ``frame`` has made, has made a task."""
    began, result = close(coro)
    loop = _running_loop()
    recorder = getattr(loop, "_loop_inspector", None)
    if not began or recorder is None or is_made_by_us(frame):
        return
    interner = recorder.session.interner
    places = places_of(interner, coro, frame)
    if coro.cr_frame is not None:
        task = _find(loop, coro)
        if task is not None:
            record_creation(recorder, task, places)
            record_eager_step(recorder, task, began)
    else:
        number = id(coro)
        how = schema.FAILED if result is _NOTHING else schema.RETURNED if result is None or recorder.results_left else schema.RETURNED_UNRECORDED
        recorder.rows += (
            *(number, schema.TASK_CREATED, recorder.task_or_handle, places),
            *(now(), schema.EAGER_STEP, number, began),
            *(number, schema.EAGER_END, how, 0),
        )
        if how == schema.FAILED:
            recorder.rows += (number, schema.TASK_OUTCOME, interner.text("an exception, in its first step"), how)
        elif result is not None:
            recorder.record_result(number, result)


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
