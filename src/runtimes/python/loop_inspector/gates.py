"""The places where a loop can be held: see ``control``.

``run_once`` is not changed for this, and costs nothing for it. A gate takes the place of something that it looks up
each time anyway: whether a handle is cancelled, which it asks when it has taken the handle from the queue; ``_wait``, in
which it would sleep; and itself, which ``run_forever`` looks up at every turn. For loops written in C, and for turns that are not
ours, it is the clock that ``foreign.run_step`` and ``other_turns`` read first.
"""

from __future__ import annotations

import sys
from asyncio import base_events, events
from types import CodeType
from typing import Any, Callable, Optional

from . import foreign, instrument, other_turns
from .control import Block, Control
from .instrument import run_once
from .recorder import recorder_of
from .rousing import calm, calm_all
from .session import Session, now

Loop = base_events.BaseEventLoop
_RUN_ONCE = run_once.__code__
_RUN_STEP = foreign.run_step.__code__
_RUN_HANDLE = vars(other_turns)["_run_and_tell"].__code__
_getframe = sys._getframe
#: the slot of ``events.Handle``, which all its subclasses inherit
_cancelled: Any = vars(events.Handle)["_cancelled"]
_wait: Any = vars(instrument)["_wait"]
_time: Any = Loop.time

_control: Optional[Control] = None
_on = False


def _is_cancelled(handle: Any) -> bool:
    cancelled = _cancelled.__get__(handle)
    # a timer in the heap is only looked at
    if cancelled or _getframe(1).f_code is not _RUN_ONCE or getattr(handle, "_scheduled", False):
        return cancelled
    if _control is not None:
        _hold_handle(_control, recorder_of(handle._loop), handle)
    return _cancelled.__get__(handle)


def _hold_handle(control: Control, recorder: Any, handle: Any) -> None:
    # it has not run: whoever looks, and whoever takes over after an interrupt, finds it in the queue
    ready = handle._loop._ready
    ready.appendleft(handle)
    control.before_handle(recorder)
    ready.popleft()


def _gated_wait(loop: Any, recorder: Any, timeout: Any) -> Any:
    control = _control
    if control is not None:
        recorder.began = 0
        # where a program has put its own around ``_run_once``, nobody has seen the turn begin
        _begin_turn(control, recorder)
        control.before_select(recorder)
        if loop._ready:
            # cancelled meanwhile
            timeout = 0
    return _wait(loop, recorder, timeout)


def _gated_turn(loop: Any) -> None:
    control = _control
    if control is not None:
        _begin_turn(control, recorder_of(loop))
    run_once(loop)


def _begin_turn(control: Control, recorder: Any) -> None:
    calm(recorder.number)
    control.begin_turn(recorder)


def _gate_of(code: CodeType, hold: Callable[[Control, Any, Any], None]) -> Callable[[], int]:
    """In the place of the clock that ``code`` reads before it runs a handle. ``hold`` gets its recorder and its variables."""

    def gated() -> int:
        control = _control
        frame = _getframe(1)
        if control is not None and frame.f_code is code:
            recorder = frame.f_locals["recorder"]
            if not recorder.began:
                hold(control, recorder, frame.f_locals)
        return now()

    return gated


def _hold_step(control: Control, recorder: Any, step: Any) -> None:
    try:
        control.before_handle(recorder)
    except BaseException:
        # it has not run and its handle is gone: the loop gets it anew
        recorder.task_or_handle = 0
        recorder.loop().call_soon(step["callback"], *step["args"])
        raise


def _hold_turn(control: Control, recorder: Any, turn: Any) -> None:
    _begin_turn(control, recorder)
    _hold_handle(control, recorder, turn["self"])


_gated_step = _gate_of(_RUN_STEP, _hold_step)
_gated_handle = _gate_of(_RUN_HANDLE, _hold_turn)


def _standing_time(self: Any) -> float:
    """``BaseEventLoop.time`` of a loop that is held, or was."""
    standing, lost = recorder_of(self).stood
    return (_time(self) if standing is None else standing) - lost


def _switch(on: bool) -> None:
    global _on
    if on is _on:
        return
    _on = on
    if on:
        Loop.time = _standing_time  # type: ignore[method-assign]
        events.Handle._cancelled = property(_is_cancelled, _cancelled.__set__)  # type: ignore[assignment]
        setattr(instrument, "_wait", _gated_wait)
        setattr(foreign, "now", _gated_step)
        setattr(other_turns, "now", _gated_handle)
        _replace_turn(run_once, _gated_turn)
    else:
        # the clock is never put right again: timers are set by it
        _replace_turn(_gated_turn, run_once)
        setattr(other_turns, "now", now)
        setattr(foreign, "now", now)
        setattr(instrument, "_wait", _wait)
        events.Handle._cancelled = _cancelled


def _replace_turn(before: Any, after: Any) -> None:
    if vars(Loop).get("_run_once") is before:  # a program may have put its own around it
        setattr(Loop, "_run_once", after)


def install(session: Session, block: Block) -> Control:
    global _control
    _control = Control(session, block, _switch)
    return _control


def uninstall() -> None:
    """Whoever is held may go."""
    global _control
    control, _control = _control, None
    if control is not None:
        control.end()
        calm_all()
    if vars(Loop).get("time") is _standing_time:
        Loop.time = _time  # type: ignore[method-assign]


def forget() -> None:
    """In a forked child: other threads are not there, and what they held is not given back."""
    global _control
    _control = None
    _switch(False)
    if vars(Loop).get("time") is _standing_time:
        Loop.time = _time  # type: ignore[method-assign]


