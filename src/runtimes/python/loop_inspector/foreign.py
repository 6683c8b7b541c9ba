"""Loops written in C, like uvloop's: no ``_run_once``, no ``_ready`` to look at.

What is seen of them is tasks. A task asks its loop for every step by ``loop.call_soon``, so that is replaced, with what
makes tasks, futures and sleeps, on the Python class that such a loop's class always has on top: ``uvloop.Loop``. Its
type, its task factory and its policy stay as they are. The queue, the turns, I/O and timers of other kinds stay hidden, and
the stream says so (``schema.HIDES_QUEUE``).

A class of a program's own that is a loop written in Python is left alone.
"""

from __future__ import annotations

import sys
import weakref
from asyncio import events, futures
from threading import get_ident
from typing import Any, Callable, Dict, FrozenSet, List, Tuple

from . import schema, session
from .creation import record_made
from .handles import FUTURES, STEP, WAKE_UP, is_task, is_wake_up
from .hidden import ForeignRecorder
from .instrument import record_complaint
from .library import LIBRARY_CODE, LIBRARY_COROUTINES, drop_own_frames, outer_site
from .recorder import microseconds
from .session import now
from .stand_ins import pose_as
from .wakers import note_queued

Loop = events.AbstractEventLoop
_getframe = sys._getframe
#: what ``asyncio.sleep``'s timer calls
_RESOLVE = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
_BEGAN = schema.BEGAN

#: class, name, what the class itself had under that name (``_INHERITED``: nothing)
_replaced: List[Tuple[type, str, Any]] = []
_INHERITED = object()


def recorder_of(loop: Any) -> ForeignRecorder:
    try:
        return loop._loop_inspector
    except AttributeError:
        made = loop._loop_inspector = ForeignRecorder(session.current(), loop)
        return made


def run_step(recorder: ForeignRecorder, callback: Any, *args: Any) -> None:
    """In the place of ``callback``, a task's step or wake-up."""
    task = callback.__self__
    if recorder.default_names.made:
        recorder.default_names.record()
    if recorder.blocked_since:
        recorder.end_blocking()
    recorder.task_or_handle = id(task)
    recorder.began = t = now()
    recorder.rows += (t, _BEGAN, 0, 0)
    try:
        callback(*args)
    finally:
        t = now()
        recorder.step_ended(task, t, 0)
        recorder.began = recorder.task_or_handle = 0
        # nothing of this frame may keep the task: an exception's traceback keeps the frame
        del task, callback, args
        recorder.keep_up(t)


class _Step:
    """``run_step`` for debug mode, which shows what a handle calls: whoever looks sees ``callback``."""

    __slots__ = ("recorder", "callback")

    def __init__(self, recorder: ForeignRecorder, callback: Any) -> None:
        self.recorder = recorder
        self.callback = callback

    def __getattr__(self, name: str) -> Any:
        return getattr(self.callback, name)

    def __repr__(self) -> str:
        return repr(self.callback)

    def __call__(self, *args: Any) -> None:
        run_step(self.recorder, self.callback, *args)


def _methods(found: Dict[str, Any]) -> Dict[str, Callable[..., Any]]:
    """What goes in the place of ``found``, the methods of one class."""
    original_call_soon = found["call_soon"]
    original_call_later = found["call_later"]

    def call_soon(self: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
        if kind is STEP or kind is WAKE_UP and is_wake_up(callback) and is_task(callback.__self__):
            try:
                recorder = self._loop_inspector
            except AttributeError:
                recorder = recorder_of(self)
            if kind is WAKE_UP and recorder.wakes_left and get_ident() == recorder.thread:
                note_queued(self, recorder, callback, args)
            if not self.get_debug():
                return original_call_soon(self, run_step, recorder, callback, *args, context=context)
            callback = _Step(recorder, callback)
        handle = original_call_soon(self, callback, *args, context=context)
        drop_own_frames(getattr(handle, "_source_traceback", None))
        return handle

    def call_later(self: Any, delay: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        handle = original_call_later(self, delay, callback, *args, context=context)
        drop_own_frames(getattr(handle, "_source_traceback", None))
        if callback is _RESOLVE:
            # of other timers nothing would tell that they were cancelled
            recorder_of(self).rows += (id(handle), schema.TIMER_SCHEDULED, now() // 1000 + microseconds(delay), id(args[0]))
        return handle

    def create_future(self: Any) -> Any:
        future = found["create_future"](self)
        drop_own_frames(getattr(future, "_source_traceback", None))
        recorder = recorder_of(self)
        code = id(_getframe(1).f_code)
        by_library = code in LIBRARY_CODE
        site = 0 if by_library else outer_site(recorder.session.interner, _getframe(1))
        recorder.rows += (id(future), schema.FUTURE_CREATED, recorder.task_or_handle, site)
        if type(future) in FUTURES and code not in LIBRARY_COROUTINES:
            recorder.futures.new[weakref.ref(future, recorder.futures.gone)] = id(future)
        return future

    def create_task(self: Any, coro: Any, **options: Any) -> Any:
        recorder = recorder_of(self)
        began = now()
        task = found["create_task"](self, coro, **options)
        # C code, `run_until_complete`, may ask for it before the loop runs
        record_made(recorder, task, coro, _getframe(1), began, is_kept=not self.is_running())
        return task

    def call_exception_handler(self: Any, context: Dict[str, Any]) -> Any:
        record_complaint(recorder_of(self), context)
        return found["call_exception_handler"](self, context)

    def run_forever(self: Any) -> None:
        recorder = recorder_of(self)
        before = recorder.start(self)
        try:
            found["run_forever"](self)
        finally:
            recorder.stop(before)

    made: Tuple[Any, ...] = (call_soon, call_later, create_future, create_task, call_exception_handler, run_forever)
    return {method.__name__: method for method in made}


def _hides_queue(cls: type) -> bool:
    """Whether a loop of that class runs in C."""
    return type(getattr(cls, "run_forever", None)).__name__ in _C_METHODS


#: types of methods that are written in C or Cython
_C_METHODS: FrozenSet[str] = frozenset(("method_descriptor", "cython_function_or_method"))
_NAMES = ("call_soon", "call_later", "create_future", "create_task", "call_exception_handler", "run_forever")


def _instrument(cls: type) -> None:
    if not _hides_queue(cls):
        return
    found = {name: getattr(cls, name) for name in _NAMES}
    for name, method in _methods(found).items():
        pose_as(method, found[name])
        before = vars(cls).get(name, _INHERITED)
        try:
            setattr(cls, name, method)
        except TypeError:  # no Python class on top
            return
        _replaced.append((cls, name, before))


def _class_made(cls: Any, **options: Any) -> None:
    super(Loop, cls).__init_subclass__(**options)
    _instrument(cls)


def _instrument_present(cls: type) -> None:
    _instrument(cls)
    for subclass in cls.__subclasses__():
        _instrument_present(subclass)


def install() -> None:
    """Instruments loops written in C, those of modules that the program has yet to import included."""
    _instrument_present(Loop)
    Loop.__init_subclass__ = classmethod(_class_made)  # type: ignore[assignment]


def uninstall() -> None:
    if "__init_subclass__" in vars(Loop):
        del Loop.__init_subclass__
    for cls, name, before in _replaced:
        if before is _INHERITED:
            delattr(cls, name)
        else:
            setattr(cls, name, before)
    _replaced.clear()
