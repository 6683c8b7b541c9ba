"""A thread that looks, while a step is overdue, which line holds the loop up.

It also has the inspector's commands done (``control``), and ends the program when the inspector has gone: nobody is left who
could stop it. It costs nothing but a look when a step may have become overdue, or after 50 ms: each takes the interpreter's
lock from the program. When C code holds that lock the thread is late: see ``lock_holders``. (A timer of
``faulthandler`` would not be late, but it reads frames that may be changing, and has been seen to crash the program: see
``traceback_dumps`` for a program that uses one.)
"""

from __future__ import annotations

import _thread
import gc
import os
import signal
import sys
import time
from types import FrameType
from typing import Any, Callable, Dict, Optional

from . import hidden_thread, schema, traceback_dumps
from .hidden import ForeignRecorder
from .recorder import Recorder
from .session import FLUSH_NS, Log, Session, now, processor_time
from .source_calls import read_ahead
from .stacks import record_stack, take_stack

#: looks per threshold while a step is overdue, so that one of just the threshold is seen at least twice in its second half
_LOOKS = 5
_SHORTEST_NS = 2_000_000
#: also when nothing can be overdue: somebody must notice that the inspector has gone
_LONGEST_NS = 50_000_000
#: a look that is late by less says nothing: busy threads take the interpreter's lock in turns of 5 ms
_LATE_NS = 25_000_000
#: a loop's thread that computed for this part of the time, while nobody else got the lock, has held it: not more, as
#: other programs want the processor too
_COMPUTED = 4

#: thread id → frame; only CPython must have it
_current_frames: Callable[[], Dict[int, FrameType]] = getattr(sys, "_current_frames", dict)

#: to tell gives the lock away several times
_TELL_BETWEEN_CALLS_NS = 500_000_000

#: how often, and after how long, to look whether a thread has gone
_TRIES = 1000
_TRY_S = 0.000_02

# a program may replace these
_collects = gc.isenabled
_collections = gc.enable
_no_collections = gc.disable
_exists = os.path.exists
_sleep = time.sleep
_getpgrp: Any = getattr(os, "getpgrp", None)
_getpid = os.getpid
_kill = os.kill
_killpg: Any = getattr(os, "killpg", None)

_running: Optional["_Watcher"] = None
_paused: Optional["_Watcher"] = None


class _Watcher:
    """Not one of ``threading``'s: those are the program's, which may count them."""

    def __init__(self, session: Session, reader_gone: Callable[[], bool], listen: Callable[[float], float]) -> None:
        self.session = session
        self.reader_gone = reader_gone
        self.listen = listen
        #: held until the thread shall end
        self.going = _thread.allocate_lock()
        #: held until it has ended
        self.alive = _thread.allocate_lock()
        #: the system's
        self.number = 0
        #: how many of the user's files have been read
        self.read = 0
        #: something was worth a look, the last time
        self.looks = False
        #: and it was late
        self.was_late = False
        #: no collections are made now, for our sake
        self.puts_off = False
        #: a step so old is looked at; ns
        self.half = session.slow_callback_ns // 2
        #: between two looks at it, and at most where there is none
        self.every = min(_LONGEST_NS, max(_SHORTEST_NS, session.slow_callback_ns // _LOOKS))
        self.longest = min(_LONGEST_NS, max(self.every, self.half))
        #: later than meant by so much, a look is late
        self.lateness = max(self.half, _LATE_NS)
        #: from the last look to the next
        self.pause = self.every
        self.looked = now()
        #: thread id → its processor time at the last look
        self.spent: Dict[int, int] = {}

    def start(self) -> None:
        self.going.acquire()
        self.alive.acquire()
        hidden_thread.install(_without_signals(lambda: _thread.start_new_thread(self._run, ())))
        self.session.own_threads += 1

    def stop(self) -> None:
        hidden_thread.uninstall()
        self.session.own_threads -= 1
        self.going.release()
        self.alive.acquire()
        # the interpreter is done with the thread; for the system it may still be there
        tries = 0
        while tries < _TRIES and _exists(f"/proc/self/task/{self.number}"):
            tries += 1
            _sleep(_TRY_S)

    def _run(self) -> None:
        self.number = _thread.get_native_id()
        try:
            self._watch()
        finally:
            self.alive.release()

    def _watch(self) -> None:
        while not self.going.acquire(True, self._left() / 1e9):
            # nothing here that the collector counts, before collections are put off
            still = traceback_dumps.left(now())
            if still and not self.reader_gone():
                self.pause, self.looked = still, now()
                self._listen()
                continue
            self._look_at_all()
            # Each of these gives the interpreter's lock away. C code that has held it since is seen now, or nevermore.
            self._tell()
            self._look_if_late()
            self._end_without_reader()
            self._look_if_late()
            self._read_ahead()
            self._look_if_late()
            self._listen()
            self._look_if_late()

    def _look_if_late(self) -> None:
        if now() - self.looked > self.lateness:
            self.pause = 0
            self._look_at_all()

    def _left(self) -> int:
        """Until the next look, ns."""
        left = self.looked + self.pause - now()
        return left if left > 0 else 0  # `max` makes a tuple, which the collector counts

    def _look_at_all(self) -> None:
        """First of all, as long as the lock is ours: what has held it goes on as soon as this thread waits for anything."""
        session = self.session
        late = self.pause + self.lateness
        pause = self.longest
        try:
            if self.looks:
                self._put_collections_off()
            self.looks = self.was_late = False
            for thread, log in list(session.running.items()):
                if isinstance(log, Recorder) and log.stood[0] is not None:
                    continue
                began = log.began
                left = began + self.half - now() if began else self.half
                wanted = self.every if left <= 0 else left if left > _SHORTEST_NS else _SHORTEST_NS
                if wanted < pause:
                    pause = wanted
                if left <= 0:
                    self._put_collections_off()
                    unseen = now() - max(self.looked, began)
                    seen = schema.WHILE_IT_RAN
                    self.was_late |= unseen >= self.pause + _LATE_NS
                    if unseen >= late:
                        computed = processor_time(log.clock) - max(self.spent.get(thread, 0), log.spent_before)
                        seen = schema.LOCK_HELD if computed >= max(_LATE_NS, unseen // _COMPUTED) else schema.TOO_LATE
                    self._look(thread, log, seen)
                if isinstance(log, ForeignRecorder):
                    # of a loop written in C nobody else takes samples while it rests
                    if self.every < pause:
                        pause = self.every
                    self._put_collections_off()
                    log.look(_current_frames().get(thread))
                elif isinstance(log, Recorder) and log.turned and not log.began:
                    # nor of one whose turn is not ours
                    self._put_collections_off()
                    log.rest_beside()
                self.spent[thread] = processor_time(log.clock)
        finally:
            self._let_collect()
        self.pause = pause
        self.looked = now()

    def _tell(self) -> None:
        """Of what blocks. That gives the lock away several times in a row, of which only the last would be looked at: seldom, where C
        code is likely to take it."""
        if not self.looks:
            return
        every = _TELL_BETWEEN_CALLS_NS if self.was_late else FLUSH_NS
        self._put_collections_off()
        try:
            for log in list(self.session.running.values()):
                if log.began and now() - log.last_flush > every:
                    log.flush_beside()
        finally:
            self._let_collect()

    def _end_without_reader(self) -> None:
        if self.looks:
            self._put_collections_off()
        try:
            if self.reader_gone():
                _end_program()
        finally:
            self._let_collect()

    def _listen(self) -> None:
        """It may take the time until the next look, and after a command there may be another one at once."""
        if self.listen(self._left() / 1e9) == 0:
            self.pause = 0

    def _put_collections_off(self) -> None:
        """One that falls due in this thread would call the program's finalizers here. Only for a look: the program may switch them off itself."""
        self.looks = True
        if not self.puts_off and _collects():
            self.puts_off = True
            _no_collections()

    def _let_collect(self) -> None:
        if self.puts_off:
            self.puts_off = False
            _collections()

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


def _without_signals(start: Callable[[], int]) -> int:
    """A thread takes over who blocks signals. Those that are sent to the process are the program's: one that it has
    blocked itself, to wait for it, would come to this thread, and may end the process."""
    if not hasattr(signal, "pthread_sigmask"):
        return start()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        return start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_program() -> None:
    if _killpg is not None and _getpgrp() == _getpid():
        _killpg(0, signal.SIGKILL)  # with what it has started
    _kill(_getpid(), signal.SIGKILL)


def _hear_nothing(seconds: float) -> float:
    return seconds


def start(session: Session, reader_gone: Callable[[], bool], listen: Callable[[float], float] = _hear_nothing) -> None:
    """``reader_gone``: whether the inspector has ended. ``listen``: takes the inspector's commands; it may wait for them for so
    many seconds, and returns how long is still to be waited."""
    global _running
    _running = _Watcher(session, reader_gone, listen)
    _running.start()


def stop() -> None:
    """Returns when the thread has ended."""
    global _running
    running, _running = _running, None
    if running is not None:
        running.stop()


def pause() -> None:
    """Ends the thread until ``resume``."""
    global _paused
    running = _running
    stop()
    if running is not None:  # two threads may fork at once
        _paused = running


def resume() -> None:
    global _paused
    paused, _paused = _paused, None
    if paused is not None:
        start(paused.session, paused.reader_gone, paused.listen)


def forget() -> None:
    """In a forked child, which is not watched."""
    global _paused
    _paused = None
