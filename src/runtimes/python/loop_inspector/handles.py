"""``asyncio.Handle`` and ``TimerHandle`` without constructors, and how to tell what a handle runs.

The stock constructor asks the loop whether it is in debug mode and stores seven attributes; these loops are only
used outside of debug mode, so what is constant moves to the class. Whoever makes one sets the rest: a call of a
constructor written in Python costs more than all that it does. That pays for most of the recording."""

from __future__ import annotations

import sys
from asyncio import events, futures, tasks
from types import BuiltinMethodType, MethodType, MethodWrapperType
from typing import Any, Callable, FrozenSet, List, Optional, Tuple, Type

from .stand_ins import pose_as


class LightHandle(events.Handle):
    __slots__ = ()
    _source_traceback = None
    _repr = None
    __init__: Any = object.__init__

    def cancel(self) -> None:
        if not self._cancelled:
            self._cancelled = True
            if self._loop.get_debug():
                self._repr = repr(self)
            self._callback = None
            self._args = None  # type: ignore[assignment]


class OtherHandle(LightHandle):
    """Of a callback that is of the type of a wake-up, and is none: see ``is_wake_up``."""

    __slots__ = ()


class LightTimerHandle(events.TimerHandle):
    __slots__ = ()
    _source_traceback = None
    _repr = None
    __init__: Any = object.__init__

    def __lt__(self, other: Any) -> bool:
        # without asking for its class: each timer that is due is compared a dozen times
        try:
            return self._when < other._when
        except AttributeError:
            return NotImplemented

    __hash__ = events.TimerHandle.__hash__

    def cancel(self) -> None:
        if not self._cancelled:
            if self._scheduled:
                self._loop._timer_handle_cancelled(self)
            self._cancelled = True
            self._callback = None
            self._args = None  # type: ignore[assignment]


for _light, _stock in ((LightHandle, events.Handle), (OtherHandle, events.Handle), (LightTimerHandle, events.TimerHandle)):
    # a handle that shows itself names its class
    pose_as(_light, _stock)

#: handle types whose ``_run`` is known to do no more than call the callback in its context
PLAIN_HANDLES = frozenset((LightHandle, OtherHandle, LightTimerHandle, events.Handle, events.TimerHandle))


def _callback_types() -> Tuple[Type[Any], Type[Any]]:
    """The types of a C task's step and wake-up callbacks: they have no public names, so a task is made to see them."""
    seen: List[Callable[..., Any]] = []

    class Loop:
        def call_soon(self, callback: Any, *args: Any, context: Any = None) -> None:
            seen.append(callback)

        def get_debug(self) -> bool:
            return False

        def call_exception_handler(self, context: Any) -> None:
            pass

    class Awaited:
        _asyncio_future_blocking = True

        def get_loop(self) -> Any:
            return loop

        def add_done_callback(self, callback: Any, *, context: Any = None) -> None:
            seen.append(callback)

        def __await__(self) -> Any:
            yield self

    async def waits() -> None:
        await Awaited()

    loop: Any = Loop()
    coroutine = waits()
    # named: the counter behind "Task-1" is the program's
    task: Any = tasks.Task(coroutine, loop=loop, name="probe")
    task._log_destroy_pending = False
    if sys.version_info < (3, 10):
        seen[0]()
    else:
        # a builtin method bound to the task; from 3.14 on a step cannot be made without a running loop
        seen.append(len)
    coroutine.close()
    if type(seen[0]) is MethodType:  # this Python has no C tasks
        return _NoCallback, _NoCallback
    return type(seen[0]), type(seen[1])


class _NoCallback:
    """What no callback is."""


STEP, WAKE_UP = _callback_types()
#: what a task is whose step is a method written in Python
PYTHON_TASK: Any = vars(tasks)["_PyTask"]
_TASK: Any = tasks.Task
_FUTURE: Any = futures.Future
_TASKS: Tuple[Any, ...] = (_TASK, PYTHON_TASK)
_PYTHON_FUTURE: Any = vars(futures)["_PyFuture"]
_GATHERING: Any = vars(tasks)["_GatheringFuture"]
_ANY_FUTURE: Tuple[Any, ...] = (_FUTURE, _PYTHON_FUTURE)
#: asyncio's own
FUTURES: FrozenSet[Any] = frozenset((*_ANY_FUTURE, *_TASKS, _GATHERING))

#: what can be bound to a task. Any other callable is the program's: it may make up an attribute that it is asked for, and fail.
_BOUND = frozenset((STEP, WAKE_UP, BuiltinMethodType, MethodWrapperType, MethodType))


def is_python_step(method: MethodType) -> bool:
    """Of a method of a task: whether it runs Python's own task. A program may have put functions of its own in the place of these."""
    function = method.__func__
    runs = function is PYTHON_TASK._Task__step or function is PYTHON_TASK._Task__wakeup
    return runs and issubclass(type(method.__self__), PYTHON_TASK)  # pyright: ignore[reportUnknownArgumentType]


def is_wake_up(callback: Any) -> bool:
    """Of one whose type is that of a C task's wake-up. From 3.10 on that is the type of any of its methods, ``Task.cancel`` too."""
    return type(callback) is not BuiltinMethodType or callback.__name__ == "task_wakeup"


def task_of(callback: Any) -> Optional["tasks.Task[Any]"]:
    """The task whose step or wake-up ``callback`` is, or None."""
    kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
    if kind not in _BOUND:
        return None
    owner = callback.__self__
    # on PyPy methods written in C are of that type too
    runs = is_python_step(callback) if kind is MethodType else is_task(owner) and is_wake_up(callback)
    return owner if runs else None


def is_task(found: Any) -> bool:
    """Whatever ``found`` says of its class."""
    return issubclass(type(found), _TASKS)  # pyright: ignore[reportUnknownArgumentType]


def is_future(found: Any) -> bool:
    """Whatever ``found`` says of its class."""
    return issubclass(type(found), _ANY_FUTURE)  # pyright: ignore[reportUnknownArgumentType]


def is_done(future: Any) -> bool:
    """Of a future or task: ``done`` may be a method of the program's own."""
    return getattr(future, "_state", "PENDING") != "PENDING"


def is_cancelled(future: Any) -> bool:
    return is_future(future) and future._state == "CANCELLED"  # pyright: ignore[reportUnknownArgumentType]
