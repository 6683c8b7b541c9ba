"""Tasks and futures are made: who made them, where, and under which name."""

from __future__ import annotations

import sys
import weakref
from asyncio import base_events, events, futures, tasks
from threading import get_ident
from types import BuiltinFunctionType, CodeType, FrameType
from typing import Any, Dict

from . import schema
from .chains import behind
from .default_names import NAMED_LATER, NUMBER_SHIFT
from .interning import DEFINITION, Interner
from .library import LIBRARY_CODE, LIBRARY_COROUTINES, LIBRARY_MODULES, drop_own_frames, is_own, outer_site
from .parked import item
from .dropped import note_dropped
from .handles import FUTURES, is_done
from .recorder import Recorder, recorder_of
from .session import now
from .values import type_name
from .wakers import HAS_THREADS, note_thread

_Task: Any = tasks.Task
_Future: Any = futures.Future
_getframe = sys._getframe
_running_loop = events._get_running_loop
_reference = weakref.ref
#: since 3.12 it is quickly told which loop runs. A task or future of that one is made with nothing said of the loop: arguments with
#: names are what is slow about a class written in C
_IS_QUICK = sys.version_info >= (3, 12) and type(_running_loop) is BuiltinFunctionType
_create_future = base_events.BaseEventLoop.create_future
_create_task = base_events.BaseEventLoop.create_task
_GATHER: Any = tasks.gather.__code__


def create_future(self: Any) -> Any:
    make: Any = futures.Future  # as asyncio does: a program may put another class there
    if self._debug:
        future = _create_future(self)
        drop_own_frames(getattr(future, "_source_traceback", None))
    else:
        future = make() if _IS_QUICK and make is _Future and _running_loop() is self else make(loop=self)
    if _module_name is not None and _module_name(1) in _WAITING_MODULES:
        return future
    try:
        recorder = self._loop_inspector
    except AttributeError:
        recorder = recorder_of(self)
    if recorder.awaited_by_maker:
        recorder.awaited_by_maker = False
        return future
    frame = _getframe(1)
    code = id(frame.f_code)
    if code in LIBRARY_COROUTINES:
        return future  # it awaits its future itself: the task's steps tell all
    if code in LIBRARY_CODE:
        if frame.f_globals["__name__"] in _WAITING_MODULES:
            return future
        site = 0
    else:
        interner = recorder.session.interner
        try:
            site = interner.sites[code][frame.f_lasti]
        except KeyError:
            site = interner.frame(frame)
    number = id(future)
    creator = recorder.task_or_handle
    if not creator:
        recorder.tell_time()
    recorder.rows += (number, _FUTURE_CREATED, creator, site)
    if make is _Future or type(future) in FUTURES:
        watched = recorder.futures
        watched.new[_reference(future, watched.gone)] = number
    return future


#: where coroutines make futures, which they await themselves; and each stream one more, for those who wait until it is closed,
#: ``shield`` one for who awaits it
_WAITING_MODULES = frozenset(("asyncio.locks", "asyncio.queues", "asyncio.streams", "asyncio.tasks"))
_FUTURE_CREATED = schema.FUTURE_CREATED


def create_task(self: Any, coro: Any, *, name: Any = None, context: Any = None, eager_start: Any = None, **options: Any) -> Any:
    if self._task_factory is not None or tasks.Task is not _Task or self._closed or self._debug or eager_start is not None or options or context is not None and not _TAKES_CONTEXT:
        named = (("name", name), ("context", context), ("eager_start", eager_start))
        options.update((option, value) for option, value in named if value is not None)
        return _create_task_otherwise(self, coro, options)
    try:
        recorder = self._loop_inspector
    except AttributeError:
        recorder = recorder_of(self)
    task: Any
    if _IS_QUICK and name is None and context is None and _running_loop() is self:
        task = _Task(coro)
    else:
        if HAS_THREADS and get_ident() != recorder.thread:
            note_thread(self, recorder, schema.MAKES_TASK)
        task = _Task(coro, loop=self, name=name) if context is None else _Task(coro, loop=self, name=name, context=context)
    interner = recorder.session.interner
    try:
        # who called the caller: often that is the program; and a frame that was looked at before is had for less
        frame: Any = _getframe(2)
        code = frame.f_code
        if code is _GATHER:
            frame = frame.f_back
            code = frame.f_code
        elif _module_name is None:
            inner = _getframe(1)
            inner_code = inner.f_code
            if id(inner_code) not in LIBRARY_CODE:
                frame, code = inner, inner_code
        elif _module_name(1) not in LIBRARY_MODULES:
            frame = _getframe(1)
            code = frame.f_code
        offset = frame.f_lasti
        of_coro = coro.cr_code
        last = interner.last_creation
        if code is last[0] and offset == last[1] and of_coro is last[2]:
            places = last[3]
        else:
            while id(code) in LIBRARY_CODE:
                frame = frame.f_back
                code, offset = frame.f_code, frame.f_lasti
            places = interner.creations[interner.sites[id(code)][offset]][id(of_coro)]
            interner.last_creation = (code, offset, of_coro, places)
    except (AttributeError, KeyError, ValueError):
        places = look_up_places(interner, coro, _getframe(1))
    if name is not None:
        record_creation(recorder, task, places)
        return task
    names = recorder.default_names
    made = names.made
    if made:
        number = names.next
    else:
        number = _number_of(task)
        if not number:
            record_creation(recorder, task, places)
            return task
        number = names.place_of(number)
    names.next = number + _ONE_NUMBER
    creator = recorder.task_or_handle
    if not creator:
        recorder.tell_time()
    recorder.rows += (id(task), _TASK_CREATED, creator, number + places)
    if NAMED_LATER:
        made += (task, task.get_name())
    else:
        made.append(task)
    return task


#: of a frame's function, without an object for the frame: these are slow, and the collector sees them; since 3.12
_module_name: Any = getattr(sys, "_getframemodulename", None)
_TASK_CREATED = schema.TASK_CREATED
_ONE_NUMBER = 1 << NUMBER_SHIFT
#: what is longer is told as text
_LONGEST_NUMBERED = len("Task-999999999")


def places_of(interner: Interner, coro: Any, frame: Any) -> int:
    """As `look_up_places`, which is asked but once for each place and function."""
    try:
        return interner.creations[interner.sites[id(frame.f_code)][frame.f_lasti]][id(coro.cr_code)]
    except (AttributeError, KeyError):
        return look_up_places(interner, coro, frame)


def look_up_places(interner: Interner, coro: Any, frame: Any) -> int:
    """As a row has them: the site that makes a task of ``coro``, which ``frame`` or one that it comes from is at, and that of
    the coroutine's function."""
    outer = frame
    while outer is not None and id(outer.f_code) in LIBRARY_CODE:
        outer = outer.f_back
    site = 0 if outer is None else interner.frame(outer)
    note_dropped(interner, frame, site)
    places = site << schema.ID_BITS | definition_of(interner, coro)
    code = _code_of(coro, "cr_code")
    if type(code) is CodeType:
        interner.creations.setdefault(site, {})[id(code)] = places
    return places


def is_made_by_us(frame: Any) -> bool:
    """Whether the task that ``frame`` makes is one that ``create_task`` tells of, also if it has asked a factory of the program's."""
    while frame is not None and not frame.f_code.co_flags & _ANY_COROUTINE:
        if is_own(frame.f_code):
            return frame.f_code.co_name in _MAKERS
        frame = frame.f_back
    return False


_ANY_COROUTINE = 0x80 | 0x100  # CO_COROUTINE, CO_ITERABLE_COROUTINE
#: functions of this package
_MAKERS = frozenset(("create_task", "_create_task_otherwise"))


def _create_task_otherwise(self: Any, coro: Any, options: Dict[str, Any]) -> Any:
    """By a factory of the program's, in debug mode, with options that only some versions know."""
    recorder = recorder_of(self)
    began = now()
    task = _create_task(self, coro, **options)
    record_made(recorder, task, coro, _getframe(2), began)
    return task


def record_made(recorder: Recorder, task: Any, coro: Any, frame: FrameType, began: int, is_kept: bool = False) -> None:
    """``frame`` has called what made ``task`` of ``coro``, from ``began`` on. ``is_kept``: whatever it does with that."""
    drop_own_frames(getattr(task, "_source_traceback", None))
    interner = recorder.session.interner
    site = outer_site(interner, frame)
    if not is_kept and not is_done(task):  # as an eager one may be, which needs nobody to keep it
        note_dropped(interner, frame, site)
    record_creation(recorder, task, site << schema.ID_BITS | definition_of(interner, coro))
    record_eager_step(recorder, task, began)


#: ``loop.create_task`` and ``Task`` do since 3.11
_TAKES_CONTEXT = sys.version_info >= (3, 11)


def definition_of(interner: Interner, coro: Any) -> int:
    """Site of the coroutine's function, or of the async generator's whose next step it is; 0 for an awaitable of the program's own make."""
    code: Any = None
    while code is None and coro is not None:
        code = _code_of(coro, "cr_code") or _code_of(coro, "gi_code") or _code_of(coro, "ag_code")
        coro = behind(coro)
    return interner.site(code, DEFINITION) if type(code) is CodeType else 0


def _code_of(coro: Any, attribute: str) -> Any:
    """A coroutine of the program's own make may make attributes up, and fail: it is not asked for what its class does not have."""
    kind: Any = type(coro)  # pyright: ignore[reportUnknownVariableType]
    return getattr(coro, attribute, None) if hasattr(kind, attribute) else None


def record_creation(recorder: Recorder, task: Any, places: int) -> None:
    """``places``: as in `look_up_places`."""
    number = _number_of(task)
    names = recorder.default_names
    place = names.place_of(number) if number else 0
    rows = recorder.rows
    creator = recorder.task_or_handle
    if not creator:
        recorder.tell_time()
    rows += (id(task), schema.TASK_CREATED, creator, place | places)
    if not place:
        rows += (id(task), schema.TASK_NAMED, recorder.session.interner.text(_name(task)), 0)
    elif NAMED_LATER:
        names.made += (task, task.get_name())
        names.next = place + _ONE_NUMBER
        names.asked_again = True


def _number_of(task: Any) -> int:
    """N of a default name, "Task-N"; 0: it has another name, or N is too large."""
    name = _name(task)
    digits = name[5:]
    return int(digits) if name[:5] == "Task-" and digits.isdecimal() and len(name) <= _LONGEST_NUMBERED else 0


def _name(task: Any) -> str:
    """What a factory of the program's makes need not be a task, nor have a name."""
    try:
        return str(task.get_name())
    except Exception:
        return type_name(type(task))


def record_eager_step(recorder: Recorder, task: Any, began: int) -> None:
    """A task made by a factory may already have run: ``asyncio.eager_task_factory`` runs its first step at once."""
    coroutine = getattr(task, "_coro", None)
    if not is_done(task) and (coroutine is None or not getattr(coroutine, "cr_suspended", getattr(coroutine, "cr_await", None))):
        return
    number = id(task)
    recorder.rows += (now(), schema.EAGER_STEP, number, began)
    if is_done(task):
        how = recorder.how_ended(task)
    else:
        waits_for = getattr(task, "_fut_waiter", None)
        how = schema.YIELDED if waits_for is None else id(waits_for)
        recorder.parked.add(item(task))
    recorder.rows += (number, schema.EAGER_END, how, 0)
    if is_done(task):
        recorder.record_outcome(task, how)
