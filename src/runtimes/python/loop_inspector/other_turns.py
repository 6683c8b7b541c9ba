"""Handles that a turn which is not ours runs: a loop's class may have a ``_run_once`` of its own, or be given one (``nest_asyncio``).

Such a turn calls ``Handle._run``, which ours does not but for strange handles and in debug mode, so that is where they are seen. Each is
told as a turn of its own, for which the loop has waited since the last one was over. Such a turn may run inside of a step, as
``nest_asyncio`` has it: the step then goes on after it.
"""

from __future__ import annotations

from asyncio import events
from threading import get_ident
from typing import Any

from . import instrument, schema
from .handles import task_of
from .instrument import Loop
from .recorder import recorder_of
from .session import now
from .stand_ins import pose_as

_Handle: Any = events.Handle
_run: Any = _Handle._run


def run_handle(self: Any) -> None:
    """``Handle._run``."""
    try:
        # a loop that is the program's from the ground up is left alone; what a turn of ours runs is told there
        if not issubclass(type(self._loop), Loop) or recorder_of(self._loop).task_or_handle == id(_subject(self)):
            _run(self)
        else:
            _run_and_tell(self)
    finally:
        self = None  # as in `Handle._run`: an exception's traceback keeps this frame


def _subject(handle: Any) -> Any:
    """By whose id its recorder has it while it runs: a step's task, else the handle."""
    task = task_of(handle._callback)
    return handle if task is None else task


def _run_and_tell(self: Any) -> None:
    loop, callback = self._loop, self._callback
    recorder = recorder_of(loop)
    subject = _subject(self)
    outer, number = recorder.task_or_handle, id(subject)
    running, thread = recorder.session.running, get_ident()
    before = running.get(thread)
    if before is not recorder:  # it runs by a `run_forever` that is not ours either
        if recorder.turned:
            running[thread] = recorder
        else:
            recorder.start(loop)
    if recorder.default_names.made:
        recorder.default_names.record()
    recorder.task_or_handle = number
    t = now()  # here it may be held: see ``gates``
    if self._cancelled:  # meanwhile
        recorder.task_or_handle = outer
        return
    recorder.began = t
    rows, ready = recorder.rows, recorder.ready
    rows += (t, schema.ITERATION, 0 if outer else recorder.turned, len(ready) + 1)
    try:
        _run(self)
    finally:
        t = now()
        if subject is self:
            rows += (t, recorder.session.interner.callback(callback), number, len(ready))
        else:
            recorder.step_ended(subject, t, len(ready))
        recorder.turned = t
        recorder.task_or_handle = outer
        recorder.began = t if outer else 0
        if before is not None:
            running[thread] = before
        del self, callback, subject
        recorder.keep_up(t)


pose_as(run_handle, _run)


def install() -> None:
    if _Handle._run is _run:
        _Handle._run = instrument.handle_run = run_handle


def uninstall() -> None:
    if _Handle._run is run_handle:  # a program may have put its own around it
        _Handle._run = instrument.handle_run = _run
