"""A thread that looks, while a step is overdue, which line holds the loop up.

It also ends the program when the inspector has gone: nobody is left who could stop it. It costs nothing but a look
every few milliseconds. When C code holds the interpreter's lock the thread is late: it then
sees the line that runs when the lock is free again.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from types import FrameType
from typing import Any, Callable, Dict, Optional

from .hidden import ForeignRecorder
from .recorder import Recorder
from .session import FLUSH_NS, Log, Session, now
from .stacks import record_stack

#: looks per threshold, so that a step of just the threshold is seen at least twice in its second half
_LOOKS = 5
_SHORTEST_S = 0.002
#: of a loop written in C nobody else takes samples while it rests
_LONGEST_S = 0.05

#: thread id → frame; only CPython must have it
_current_frames: Callable[[], Dict[int, FrameType]] = getattr(sys, "_current_frames", dict)

_running: Optional["_Watcher"] = None


class _Watcher(threading.Thread):
    def __init__(self, session: Session, descriptor: int) -> None:
        super().__init__(name="loop inspector", daemon=True)
        self.session = session
        self.ended = threading.Event()
        self.reader: Any = None
        if hasattr(select, "poll"):
            self.reader = select.poll()
            self.reader.register(descriptor, 0)  # tells of a hang-up alone

    def run(self) -> None:
        session = self.session
        every = min(_LONGEST_S, max(_SHORTEST_S, session.slow_callback_ns / _LOOKS / 1e9))
        while not self.ended.wait(every):
            if self.reader is not None and self.reader.poll(0):
                _end_program()
            for thread, log in list(session.running.items()):
                if now() - log.began >= session.slow_callback_ns // 2:
                    self._look(thread, log)
                if isinstance(log, ForeignRecorder):
                    log.look(_current_frames().get(thread))

    def _look(self, thread: int, log: Log) -> None:
        began = log.began
        if not began:
            return
        number = log.task_or_handle
        frame = _current_frames().get(thread)
        if frame is None or log.began != began:
            return
        record_stack(log, frame, number)
        frame = None
        if isinstance(log, Recorder):
            log.sample_ready()
        if now() - log.last_flush > FLUSH_NS:
            log.flush_beside()


def _end_program() -> None:
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with what it has started
    os.kill(os.getpid(), signal.SIGKILL)


def start(session: Session, descriptor: int) -> None:
    """``descriptor``: where the session's events go."""
    global _running
    _running = _Watcher(session, descriptor)
    _running.start()


def threads() -> int:
    """How many threads of this process are the inspector's."""
    return 0 if _running is None else 1


def stop() -> None:
    """Returns when the thread has ended."""
    global _running
    if _running is not None:
        _running.ended.set()
        _running.join()
        _running = None


def forget() -> None:
    """In a forked child, where the thread does not exist."""
    global _running
    _running = None
