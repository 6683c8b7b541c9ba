"""A thread that looks, while a step is overdue, which line holds the loop up.

It also ends the program when the inspector has gone: nobody is left who could stop it. It costs nothing but a look
every few milliseconds. When C code holds the interpreter's lock the thread is late: see ``lock_holders``. (A timer of
``faulthandler`` would not be late, but it reads frames that may be changing, and has been seen to crash the program.)
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Callable, Dict, Optional

from . import schema
from .hidden import ForeignRecorder
from .recorder import Recorder
from .session import FLUSH_NS, Log, Session, now
from .source_calls import read_ahead
from .stacks import record_stack, take_stack

#: looks per threshold, so that a step of just the threshold is seen at least twice in its second half
_LOOKS = 5
_SHORTEST_S = 0.002
#: a look that is late by less says nothing: busy threads take the interpreter's lock in turns of 5 ms
_LATE_NS = 25_000_000
#: a loop's thread that computed for this part of the time, while nobody else got the lock, has held it: not more, as
#: other programs want the processor too
_COMPUTED = 4
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
        #: how many of the user's files have been read
        self.read = 0
        self.reader: Any = None
        if hasattr(select, "poll"):
            self.reader = select.poll()
            self.reader.register(descriptor, 0)  # tells of a hang-up alone

    def run(self) -> None:
        session = self.session
        half = session.slow_callback_ns // 2
        every = min(_LONGEST_S, max(_SHORTEST_S, session.slow_callback_ns / _LOOKS / 1e9))
        #: a look that comes so long after the one before is late
        late = int(every * 1e9) + max(half, _LATE_NS)
        spent: Dict[int, int] = {}
        looked = now()
        while not self.ended.wait(every):
            # first, as long as the lock is ours: what has held it goes on as soon as we wait for anything
            for thread, log in list(session.running.items()):
                began = log.began
                if began and now() - began >= half:
                    unseen = now() - max(looked, began)
                    seen = schema.WHILE_IT_RAN
                    if unseen >= late:
                        computed = _processor_time(log) - spent.get(thread, 0)
                        seen = schema.LOCK_HELD if computed >= max(_LATE_NS, unseen // _COMPUTED) else schema.TOO_LATE
                    self._look(thread, log, seen)
                if isinstance(log, ForeignRecorder):
                    log.look(_current_frames().get(thread))
                spent[thread] = _processor_time(log)
            if self.reader is not None and self.reader.poll(0):
                _end_program()
            self._read_ahead()
            looked = now()

    def _read_ahead(self) -> None:
        """One of the user's files at a time."""
        paths = self.session.interner.user_paths
        if self.read < len(paths):
            read_ahead(paths[self.read])
            self.read += 1

    def _look(self, thread: int, log: Log, seen: int) -> None:
        began = log.began
        if not began:
            return
        number = log.task_or_handle
        frame = _current_frames().get(thread)
        if frame is None or log.began != began:
            return
        stack = take_stack(self.session.interner, frame)
        frame = None
        record_stack(log, stack, number, seen)
        if isinstance(log, Recorder):
            log.sample_ready()
        if now() - log.last_flush > FLUSH_NS:
            log.flush_beside()


def _processor_time(log: Log) -> int:
    """Of the loop's thread, or of all threads where the system tells no better; ns."""
    clock = log.clock
    try:
        return time.process_time_ns() if clock is None else time.clock_gettime_ns(clock)
    except OSError:  # the thread has ended
        return 0


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
