"""Who puts handles into the ready queue: the line that wakes a task, and threads that must not.

How many handles a step queued follows from the queue's growth. What is told here comes on top: a wake-up's line
(for the first of each sample only, which bounds what it costs), cancellations, and calls from a thread that is not
the loop's, which are errors.
"""

from __future__ import annotations

import sys
import threading
from threading import get_ident
from typing import Any

from . import schema
from .handles import is_cancelled, is_done, is_future, task_of
from .interning import Interner
from .library import called_in_library, outer_site
from .recorder import Recorder
from .session import now


#: where a program is alone with its thread nobody asks which one it is
HAS_THREADS = sys.platform != "emscripten"
#: functions of asyncio's that have other names do these as well
_BY_MANY = frozenset((schema.CALLS_SOON, schema.RESOLVES_FUTURE, schema.CANCELS))
#: of those that are written in Python; the others leave no frame
_FUTURES_OWN = (".set_result", ".set_exception", ".cancel")


def note_queued(loop: Any, recorder: Recorder, callback: Any, args: Any) -> None:
    """``call_soon`` has queued ``callback``, which is no step of a task written in C."""
    task = task_of(callback)
    future = args[0] if args else None
    if task is not None and (future is None or issubclass(type(future), BaseException)):  # a step of Python's own task
        return
    if HAS_THREADS and get_ident() != recorder.thread:
        note_thread(loop, recorder, _done_by(future))
    if task is None:
        return
    # one that runs was cancelled before: with that it cancels what it wants to wait for
    cancelled = is_cancelled(future) and id(task) != recorder.task_or_handle
    if recorder.wakes_left:
        recorder.wakes_left -= 1
    elif not cancelled:
        return
    site = outer_site(recorder.session.interner, sys._getframe(2))
    if site or cancelled:
        recorder.rows += (id(task), schema.WOKEN, cancelled << 20 | site, id(future))


def _done_by(future: Any) -> int:
    """What has queued a callback whose first argument is ``future``, perhaps: a future queues them so when it is done."""
    if not is_future(future) or not is_done(future):
        return schema.CALLS_SOON
    return schema.CANCELS if is_cancelled(future) else schema.RESOLVES_FUTURE


def note_thread(loop: Any, recorder: Recorder, what: int) -> None:
    """To be called in a thread that may not be the loop's. What it asks for is then done without its lock, and does not wake it."""
    thread = loop._thread_id
    if thread is not None and thread != get_ident():
        interner = recorder.session.interner
        frame = sys._getframe(2)
        site = outer_site(interner, frame)
        called = called_in_library(frame) if what in _BY_MANY else ""
        if called and not called.endswith(_FUTURES_OWN):
            what = interner.text(called)
        recorder.rows += (now(), schema.WRONG_THREAD, what << 20 | site, thread_name(interner))


def thread_name(interner: Interner) -> int:
    """Name id of this thread's name. ``threading.current_thread`` would make an object for a thread that has none."""
    threads: Any = threading
    thread = threads._active.get(get_ident())
    return interner.value(str(thread.name) if thread is not None else str(get_ident()))
