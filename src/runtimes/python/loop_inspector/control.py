"""Pausing the loops of this process between two handles, stepping them, slowing them down, and cancelling a task.

A loop that is to wait is held in its own thread, at a *gate* (``gates``): before a handle, or where it would wait in
``select``. Meanwhile its clock stands still, so that its timers keep the time that they have left, and nothing of
the wait counts as the program's time. While nothing is asked for there are no gates, and nothing of this is called.

Commands come from another thread, or from a signal's handler where there is only one (``commands``).
"""

from __future__ import annotations

import _thread
from asyncio import tasks
from collections import deque
from typing import Any, Callable, Deque, Dict, List, NamedTuple, Optional

from . import schema
from .creation import definition_of
from .hidden import ForeignRecorder
from .rousing import rouse
from .recorder import Recorder
from .session import Session, now

_all_tasks: Callable[[Any], Any] = tasks.all_tasks


class Cancellation(NamedTuple):
    """Which task: its address may belong to another by now, so what is known of it must be true of that too."""

    address: int
    #: site of its coroutine function, see ``creation.definition_of``
    code: int
    name: str


class Hold:
    """One loop that waits at a gate."""

    __slots__ = ("recorder", "is_idle", "lock")

    def __init__(self, recorder: Recorder, is_idle: bool) -> None:
        self.recorder = recorder
        #: it would wait in ``select``; otherwise it is before a handle
        self.is_idle = is_idle
        #: released to make the loop's thread look again whether it may go on
        self.lock = _thread.allocate_lock()
        self.lock.acquire()

    def wake(self) -> None:
        if self.lock.locked():
            self.lock.release()


#: waits until the lock is free, or for so many seconds (None: for good)
Block = Callable[[Any, Optional[float]], None]


def block_thread(lock: Any, seconds: Optional[float]) -> None:
    """In the main thread signals still have their handlers called, which may raise."""
    lock.acquire(True, -1 if seconds is None else seconds)


class Control:
    def __init__(self, session: Session, block: Block, gates: Callable[[bool], None]) -> None:
        self.session = session
        self.block = block
        #: puts the gates on and takes them off
        self.gates = gates
        #: guards all that is below; never held while a loop waits
        self.lock = _thread.allocate_lock()
        self.paused = False
        #: ns from the beginning of a handle to that of the next, at least; 0: no limit
        self.interval = 0
        #: asked for and not begun
        self.steps: Deque[str] = deque()
        #: the loop that runs to the end of its iteration
        self.turning: Optional[Recorder] = None
        #: in the order in which they came
        self.holds: List[Hold] = []
        #: by loop, when its last handle was let go; ns
        self.let_go: Dict[int, int] = {}
        #: by loop
        self.cancellations: Dict[int, List[Cancellation]] = {}

    # What a person asks for.

    def pause(self) -> None:
        with self.lock:
            if not self.paused:
                self.paused = True
                self.gates(True)
                self._stand_idle()
                self._wake_all()

    def resume(self) -> None:
        with self.lock:
            self.paused = False
            self.steps.clear()
            self.turning = None
            self._let_idle_go()
            self._wake_all()
            self._settle()

    def step(self, unit: str) -> None:
        """``handle`` or ``iteration``. The loop that has waited before its handle for the longest time takes it, or else the
        first that has one."""
        with self.lock:
            if self.paused:
                self.steps.append(unit)
                self._offer_step()

    def set_speed(self, interval: int) -> None:
        with self.lock:
            self.interval = interval
            if interval:
                self.gates(True)
            self._wake_all()
            self._settle()

    def cancel(self, loop: int, which: Cancellation) -> None:
        recorder = next((log for log in self.session.logs if isinstance(log, Recorder) and log.number == loop), None)
        if recorder is None:
            return
        with self.lock:
            self.cancellations.setdefault(loop, []).append(which)
            self.gates(True)
            held = [hold for hold in self.holds if hold.recorder is recorder]
            for hold in held:
                hold.wake()
        if not held and recorder in self.session.running.values():
            rouse(recorder.loop(), lambda: self.run_cancellations(recorder))

    # What the loops' own threads ask at a gate.

    def begin_turn(self, recorder: Recorder) -> None:
        if self.turning is recorder:
            self.turning = None
        if self.cancellations:
            self.run_cancellations(recorder)

    def before_handle(self, recorder: Recorder) -> None:
        """Returns when the handle may run; raises what a signal's handler does."""
        if self.turning is not recorder or self.interval:
            self._pass(recorder, False)

    def before_select(self, recorder: Recorder) -> None:
        if self.paused:
            self._pass(recorder, True)

    def run_cancellations(self, recorder: Recorder) -> None:
        """In the loop's thread, between two handles."""
        with self.lock:
            found = self.cancellations.pop(recorder.number, [])
            self._settle()
        loop = recorder.loop()
        for which in found if loop is not None else ():
            self._cancel(recorder, loop, which)

    def end(self) -> None:
        """Everybody may go, now and from now on."""
        self.resume()
        self.set_speed(0)
        with self.lock:
            self.cancellations.clear()
            self.gates(False)

    def _pass(self, recorder: Recorder, is_idle: bool) -> None:
        hold = Hold(recorder, is_idle)
        with self.lock:
            self.holds.append(hold)
            left = self._left(hold)
        began, recorder.began = recorder.began, 0
        since = now()
        try:
            if left != 0:
                recorder.stand_still()
                recorder.tell_pause()
            while left != 0:
                self.block(hold.lock, left)
                if self.cancellations and not isinstance(recorder, ForeignRecorder):
                    self.run_cancellations(recorder)
                    recorder.tell_pause()
                with self.lock:
                    left = self._left(hold)
        finally:
            with self.lock:
                self.holds.remove(hold)
                if not is_idle:
                    self.let_go[recorder.number] = now()
                recorder.go_on()
                if self.steps:
                    self._offer_step()
            if began:
                recorder.put_off(began, now() - since)

    def _left(self, hold: Hold) -> Optional[float]:
        """For how many seconds it has to wait still; 0: it may go; None: until somebody says so. Takes the step that it may
        go with."""
        if self.paused and hold.recorder is not self.turning:
            if not self.steps:
                return None
            if hold.is_idle:
                return 0
            if self._turns() or hold is not next(other for other in self.holds if not other.is_idle):
                return None
            if self.steps.popleft() == "iteration":
                self.turning = hold.recorder
            # the others' clocks ran while nobody had a handle
            self._stand_idle()
            return 0
        if hold.is_idle or not self.interval:
            return 0
        return max(0, self.let_go.get(hold.recorder.number, 0) + self.interval - now()) / 1e9

    def _turns(self) -> bool:
        """Whether a loop runs to the end of its iteration. One that has ended in the middle of it does not."""
        if self.turning not in self.session.running.values():
            self.turning = None
        return self.turning is not None

    def _offer_step(self) -> None:
        for hold in self.holds:
            if not hold.is_idle:
                hold.wake()
                return
        self._let_idle_go()
        self._wake_all()

    def _wake_all(self) -> None:
        for hold in self.holds:
            hold.wake()

    def _idle(self) -> List[Recorder]:
        """Loops that wait in ``select``."""
        held = [hold.recorder for hold in self.holds]
        running = [log for log in list(self.session.running.values()) if isinstance(log, Recorder)]
        return [recorder for recorder in running if not recorder.began and recorder not in held and not isinstance(recorder, ForeignRecorder)]

    def _stand_idle(self) -> None:
        """What has not got a handle cannot come to a gate: its clock stands from now on."""
        for recorder in self._idle():
            recorder.stand_still()
            recorder.tell_paused()

    def _let_idle_go(self) -> None:
        """Also those that have left ``select`` by an exception, and run no more: their clocks shall go when they run again."""
        held = [hold.recorder for hold in self.holds]
        for recorder in list(self.session.logs):
            if isinstance(recorder, Recorder) and recorder not in held and recorder.loop() is not None:
                recorder.go_on()

    def _settle(self) -> None:
        """Takes the gates off when nothing needs them."""
        if not (self.paused or self.interval or self.cancellations):
            self.gates(False)

    def _cancel(self, recorder: Recorder, loop: Any, which: Cancellation) -> None:
        interner = recorder.session.interner
        for task in _all_tasks(loop):
            if id(task) != which.address or interner.text(str(task.get_name())) != interner.text(which.name):
                continue
            if definition_of(interner, task.get_coro()) == which.code:
                running, recorder.task_or_handle = recorder.task_or_handle, 0
                task.cancel()
                recorder.task_or_handle = running
                recorder.rows += (id(task), schema.CANCEL_ASKED, 0, len(recorder.ready))
