"""Replaces methods of ``asyncio.BaseEventLoop`` with recording ones.

Replaced on the class itself, so every pure-Python loop is covered, whoever made it, also one that already runs; and
it comes off again. ``run_once`` follows ``BaseEventLoop._run_once`` of CPython's ``Lib/asyncio/base_events.py`` line
by line in what a program can notice, debug mode's own warnings included.

The hot path allocates nothing but ints: see ``schema`` for the rows.
"""

from __future__ import annotations

import heapq
import sys
from asyncio import base_events, events, futures, tasks
from contextvars import copy_context
from threading import get_ident
from types import FunctionType, MethodType
from typing import Any, Dict, FrozenSet, List

from . import failing, garbage, schema, session
from .arrivals import take
from .creation import create_future, create_task
from .handles import FUTURES, PLAIN_HANDLES, STEP, WAKE_UP, LightHandle, LightTimerHandle, OtherHandle, is_python_step, is_wake_up
from .library import drop_own_frames
from .parked import ByIdentity
from .polling import has_more_to_ask
from .recorder import FLUSH_WORDS, NEVER_S, Recorder, microseconds, recorder_of
from .resting import rests
from .resting import wait as _wait
from .session import now
from .stand_ins import pose_as
from .tracebacks import show_as_asyncio
from .values import describe_exception
from .wakers import HAS_THREADS, note_queued, note_thread, thread_name

Loop = base_events.BaseEventLoop
_Task: Any = tasks.Task
_done: Any = _Task.done
_Future: Any = futures.Future
_heappush = heapq.heappush
_heappop = heapq.heappop
#: what ``asyncio.sleep``'s timer calls; private, but the same since 3.7
_RESOLVE = futures._set_result_unless_cancelled  # type: ignore[attr-defined]

#: handles run between two looks at the log: one iteration can hold tens of thousands
CHUNK = 256
MAXIMUM_SELECT_TIMEOUT = 24 * 3600
#: under WebAssembly a clock read costs five times as much; an iteration that did not wait goes without
ITERATION_CLOCK = sys.platform != "emscripten"

_Handle: Any = events.Handle
#: what its ``_run`` is, until a program puts its own there, which is then to be called: see ``other_turns``
handle_run: Any = _Handle._run

#: debug mode runs no type of handle itself: each goes through its ``_run``, timed
_NONE: FrozenSet[type] = frozenset()

#: kept for good: a program may hold a method of ours for longer than it is installed
_original: Dict[str, Any] = {}


def call_soon(self: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    handle: Any
    if self._closed or self._debug:
        handle = _original["call_soon"](self, callback, *args, context=context)
        drop_own_frames(handle._source_traceback)
        return handle
    handle = LightHandle()
    handle._callback = callback
    handle._args = args
    handle._loop = self
    handle._context = copy_context() if context is None else context
    handle._cancelled = False
    self._ready.append(handle)
    kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
    if kind is not STEP:
        try:
            recorder = self._loop_inspector
        except AttributeError:
            recorder = recorder_of(self)
        if kind is WAKE_UP:
            awaited = type(args[0]) if args else None  # pyright: ignore[reportUnknownVariableType]
            if awaited is _Future or awaited in FUTURES:
                if recorder.wakes_left or (args[0].cancelled() if awaited is _Future else args[0]._state == "CANCELLED"):
                    note_queued(self, recorder, callback, args)
            else:
                if not is_wake_up(callback):
                    handle.__class__ = OtherHandle
                note_queued(self, recorder, callback, args)
        elif kind is not FunctionType or HAS_THREADS and get_ident() != recorder.thread:  # a function is no task's step
            note_queued(self, recorder, callback, args)
    return handle


def call_later(self: Any, delay: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    if delay is None or self._closed or self._debug or type(self).call_at is not call_at:  # pyright: ignore[reportUnknownMemberType]
        handle = _original["call_later"](self, delay, callback, *args, context=context)
        drop_own_frames(handle._source_traceback)
        return handle
    return call_at(self, self.time() + delay, callback, *args, context=context)


def call_at(self: Any, when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    handle: Any
    if when is None or self._closed or self._debug:
        handle = _original["call_at"](self, when, callback, *args, context=context)
        drop_own_frames(handle._source_traceback)
    else:
        handle = LightTimerHandle()
        handle._callback = callback
        handle._args = args
        handle._loop = self
        handle._context = copy_context() if context is None else context
        handle._cancelled = False
        handle._when = when
        handle._scheduled = True
        _heappush(self._scheduled, handle)
    try:
        recorder = self._loop_inspector
    except AttributeError:
        recorder = recorder_of(self)
    if HAS_THREADS and get_ident() != recorder.thread:
        note_thread(self, recorder, schema.SETS_TIMER)
    if callback is _RESOLVE:
        what = id(args[0])
    else:
        interner = recorder.session.interner
        function = callback.__func__ if type(callback) is MethodType else callback
        try:
            what = interner.names[id(function.__code__) if type(function) is FunctionType else 0]
        except KeyError:
            what = interner.callback(callback)
    micros = int(when * 1e6) if type(when) is float and 0 <= when < NEVER_S else microseconds(when)
    recorder.rows += (id(handle), _TIMER_SCHEDULED, micros, what)
    return handle


_TIMER_SCHEDULED = schema.TIMER_SCHEDULED
_TIMER_CANCELLED = schema.TIMER_CANCELLED


def timer_handle_cancelled(self: Any, handle: Any) -> None:
    if handle._scheduled:
        self._timer_cancelled_count += 1
        try:
            recorder = self._loop_inspector
        except AttributeError:
            recorder = recorder_of(self)
        recorder.rows += (id(handle), _TIMER_CANCELLED, 0, 0)


def call_soon_threadsafe(self: Any, callback: Any, *args: Any, context: Any = None) -> Any:
    if not self._closed:
        # told before: once the handle is queued the loop may have run it
        recorder = recorder_of(self)
        recorder.rows += (0, schema.THREADSAFE, thread_name(recorder.session.interner), now())
    handle = _original["call_soon_threadsafe"](self, callback, *args, context=context)
    drop_own_frames(handle._source_traceback)
    return handle


#: the latter since 3.14, of what goes on where ``shield`` was left
_NEVER_RETRIEVED = ("exception was never retrieved", "exception in shielded future")


def record_complaint(recorder: Recorder, context: Dict[str, Any]) -> None:
    message = context.get("message") if type(context) is dict else None  # asyncio's own complaints are such
    complaint = 0
    if type(message) is not str:
        return
    if message.startswith("Task was destroyed but it is pending"):
        complaint = schema.DESTROYED_PENDING
    elif message.endswith(_NEVER_RETRIEVED):
        error = context.get("exception")
        known = recorder.session.interner.value(describe_exception(error)) if isinstance(error, BaseException) else 0
        complaint = known or schema.EXCEPTION_NEVER_RETRIEVED
    if complaint:
        subject = context.get("task")
        if subject is None:  # a task of the program's own class may be false
            subject = context.get("future")
        recorder.rows += (id(subject), schema.COMPLAINT, complaint, now())


def call_exception_handler(self: Any, context: Dict[str, Any]) -> Any:
    record_complaint(recorder_of(self), context)
    error = context.get("exception") if type(context) is dict else None
    if isinstance(error, (SystemExit, KeyboardInterrupt)):  # these have left the loop through this package
        show_as_asyncio(error)
    return _original["call_exception_handler"](self, context)


def run_forever(self: Any) -> None:
    recorder = recorder_of(self)
    before = recorder.start(self)
    try:
        _original["run_forever"](self)
    finally:
        recorder.stop(before)


def _run(loop: Any, handle: Any) -> None:
    """A handle of a type not known: 3.14's thread-safe one takes a lock; so may a stranger's."""
    try:
        handle._run()
    finally:
        handle = None  # an exception's traceback keeps this frame


def _run_in_debug_mode(loop: Any, handle: Any) -> None:
    try:
        loop._current_handle = handle
        began = loop.time()
        handle._run()
        took = loop.time() - began
        if took >= loop.slow_callback_duration:
            base_events.logger.warning("Executing %s took %.3f seconds", base_events._format_handle(handle), took)  # type: ignore[attr-defined]
    finally:
        loop._current_handle = None
        handle = None  # as in `_run`


def run_once(self: Any) -> None:
    try:
        recorder = self._loop_inspector
    except AttributeError:
        recorder = recorder_of(self)
    ready = self._ready
    scheduled = self._scheduled
    if scheduled:
        count = len(scheduled)
        if count > 100 and self._timer_cancelled_count / count > 0.5:
            kept: List[Any] = []
            for handle in scheduled:
                if handle._cancelled:
                    handle._scheduled = False
                else:
                    kept.append(handle)
            heapq.heapify(kept)
            self._scheduled = scheduled = kept
            self._timer_cancelled_count = 0
        else:
            while scheduled and scheduled[0]._cancelled:
                self._timer_cancelled_count -= 1
                _heappop(scheduled)._scheduled = False

    rows = recorder.rows
    if recorder.default_names.made:
        recorder.default_names.record()
    select_began = 0
    if ready or self._stopping:
        poll = recorder.poll
        # whether I/O may be ready, and then whether it is: see ``polling``
        if poll is None or poll and (recorder.began >= recorder.asks_next and recorder.asks() or has_more_to_ask(self)):
            take(self, 0)
    else:
        timeout = None
        if scheduled:
            timeout = min(max(0, scheduled[0]._when - self.time()), MAXIMUM_SELECT_TIMEOUT)
        select_began = now()
        _wait(self, recorder, timeout)

    due = 0
    if scheduled:
        end = self.time() + self._clock_resolution
        while scheduled:
            handle = scheduled[0]
            if handle._when >= end:
                break
            _heappop(scheduled)._scheduled = False
            ready.append(handle)
            due += 4294967296

    left = len(ready)
    if select_began or ITERATION_CLOCK or not recorder.began:
        recorder.began = t = now()
    else:
        t = recorder.began
    rows += (t, schema.ITERATION, select_began, due + left)
    popleft = ready.popleft
    parked = recorder.parked
    callback_names = recorder.session.interner.names
    done = _done
    plain = PLAIN_HANDLES
    run = _run
    if _Handle._run is not handle_run:
        plain = _NONE
    if self._debug:
        plain = _NONE
        run = _run_in_debug_mode
    name = 0
    #: of the task, for ``parked``
    item: Any = None
    while left:
        count = left if left < CHUNK else CHUNK
        left -= count
        for _ in range(count):
            handle = popleft()
            if handle._cancelled:
                rows += (id(handle), schema.HANDLE_SKIPPED, 0, len(ready))
                continue
            callback = handle._callback
            kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
            if kind is STEP or kind is WAKE_UP and (type(handle) is LightHandle or is_wake_up(callback)):
                task = callback.__self__
                if type(task) is _Task:
                    item = task
                elif issubclass(type(task), _Task):
                    item = ByIdentity(task)
                else:
                    task = None
                    name = recorder.session.interner.callback(callback)
            else:
                # of another kind of callable, which may make attributes up, nothing is asked
                function = callback.__func__ if kind is MethodType else callback
                task = item = None
                try:
                    name = callback_names[id(function.__code__) if type(function) is FunctionType else 0]
                except KeyError:
                    if kind is MethodType and is_python_step(callback):
                        task = callback.__self__
                        item = task if type(task) is _Task else ByIdentity(task)
                    else:
                        name = recorder.session.interner.callback(callback)
                function = None  # what a closure holds goes with it
            if task is not None:
                recorder.task_or_handle = number = id(task)
                try:
                    if type(handle) in plain:
                        args = handle._args
                        if not args:
                            handle._context.run(callback)
                        elif len(args) == 1:  # one that is spread costs more than twice as much
                            handle._context.run(callback, args[0])
                        else:
                            handle._context.run(callback, *args)
                    else:
                        run(self, handle)
                except (SystemExit, KeyboardInterrupt):
                    if getattr(task, "_exception", None) is not None:
                        recorder.record_failure(task)
                        rows += (now(), number, 3, len(ready))
                    raise
                except BaseException as error:
                    failing.tell(self, handle, error)
                waits_for = task._fut_waiter
                recorder.began = t = now()
                if waits_for is not None:
                    rows += (t, number, id(waits_for), len(ready))
                    waits_for = None  # nobody else may hold it
                    parked.add(item)
                elif not done(task) if item is task else task._state == "PENDING":  # `done` of another class may be the program's own
                    rows += (t, number, 0, len(ready))
                    parked.add(item)
                else:
                    if task._state == "CANCELLED":
                        rows += (t, number, 2, len(ready))
                    elif task._exception is not None:
                        recorder.record_failure(task)
                        rows += (t, number, 3, len(ready))
                    else:
                        rows += (t, number, 1 if task._result is None else recorder.record_result(number, task._result), len(ready))
                    parked.discard(item)
            else:
                recorder.task_or_handle = number = id(handle)
                try:
                    if type(handle) in plain:
                        args = handle._args
                        if not args:
                            handle._context.run(callback)
                        elif len(args) == 1:  # one that is spread costs more than twice as much
                            handle._context.run(callback, args[0])
                        else:
                            handle._context.run(callback, *args)
                    else:
                        run(self, handle)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException as error:
                    failing.tell(self, handle, error)
                recorder.began = t = now()
                rows += (t, name, number, len(ready))
        if len(rows) > FLUSH_WORDS:
            recorder.flush()
    recorder.task_or_handle = 0
    handle = callback = task = item = args = None
    if t > recorder.next_sample and not rests(self, recorder):
        recorder.sample()


_REPLACED = {
    "_run_once": run_once,
    "call_soon": call_soon,
    "call_later": call_later,
    "call_at": call_at,
    "call_soon_threadsafe": call_soon_threadsafe,
    "_timer_handle_cancelled": timer_handle_cancelled,
    "create_future": create_future,
    "create_task": create_task,
    "call_exception_handler": call_exception_handler,
    "run_forever": run_forever,
}


def install() -> None:
    """Instruments every loop of this process, present and to come. Needs ``session.start`` first."""
    if Loop._run_once is run_once:  # type: ignore[attr-defined]
        return
    for name, method in _REPLACED.items():
        _original[name] = getattr(Loop, name)
        pose_as(method, _original[name])
        setattr(Loop, name, method)
    garbage.install(session.current())


def uninstall() -> None:
    for name, method in _REPLACED.items():
        if Loop.__dict__.get(name) is method:  # a program may have put its own around it
            setattr(Loop, name, _original[name])
    garbage.uninstall()


