"""What all loops of the process share: the sink, the interned definitions, the recorders."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import threading
import time
from array import array
from typing import Any, Callable, Dict, List, Optional

from . import schema, stream
from .busy import holds_busy, make_busy
from .interning import Interner, hello
from .speed import Speed



def _own_clock() -> Callable[[], int]:
    """A program's tests may replace the clock in every module that holds it, so that time stands: not in this one."""
    try:
        spec = importlib.machinery.BuiltinImporter.find_spec("time")
        assert spec is not None
        own: Any = importlib.util.module_from_spec(spec)
        importlib.machinery.BuiltinImporter.exec_module(own)
        return own.perf_counter_ns
    except Exception:  # another implementation of Python
        return time.perf_counter_ns


now = _own_clock()

#: rows wait at most this long for the reader while something happens
FLUSH_NS = 50_000_000


def processor_clock(thread: int) -> Optional[int]:
    """The clock of the processor time of ``thread``, which must be the calling one; None where there is no such clock."""
    clock_of: Any = getattr(time, "pthread_getcpuclockid", None)
    try:
        return None if clock_of is None else int(clock_of(thread))
    except OSError:
        return None


_process_time: Callable[[], int] = time.process_time_ns
_clock_time: Any = getattr(time, "clock_gettime_ns", None)


def processor_time(clock: Optional[int]) -> int:
    """What such a clock reads, or, without one, the time of all threads; ns."""
    try:
        return _process_time() if clock is None else _clock_time(clock)
    except OSError:  # the thread has ended
        return 0


class Session:
    def __init__(self, sink: stream.Sink, slow_callback_ns: int) -> None:
        self.sink = sink
        self.slow_callback_ns = slow_callback_ns
        self.interner = Interner()
        self.interner.pending.append(hello())
        self.speed = Speed(now)
        self.speed.tell(self.interner.pending, now())
        #: rows that belong to no loop
        self.process = Log(self, 0)
        self.logs: List[Log] = [self.process]
        #: thread id → log of the loop that runs there
        self.running: Dict[int, Log] = {}
        #: held during a flush or a sample: a signal's handler, a garbage collection or another thread that comes
        #: meanwhile does without
        self.busy = make_busy()
        #: what runs was interrupted, at whatever place, to look at it: ``Task.get_name`` must not be called. It makes the name when it
        #: is first asked for, which lets signals through, and the interpreter crashes if their handler asks for the same one
        self.interrupted = False
        #: threads that are ours, of those that Python knows
        self.own_threads = 0
        #: the program has ended: loops go now while the interpreter falls to pieces
        self.over = False
        self._next_loop = 0

    def next_loop(self) -> int:
        self._next_loop += 1
        return self._next_loop

    def here(self) -> Log:
        """The log for something that happens in this thread now."""
        return self.running.get(threading.get_ident(), self.process)

    def write(self, loop: int, words: array[int]) -> int:
        """Writes definitions, then rows; returns the nanoseconds the sink waited for its reader."""
        write = self.sink.write
        waited = sum(map(write, stream.definitions_frames(self.interner.take_pending())))
        return waited + sum(map(write, stream.rows_frames(loop, words)))

    def flush(self) -> None:
        for log in list(self.logs):
            log.flush()

    def end(self, how: int, error: str) -> None:
        """The program has ended. What was recorded before, in all its loops, goes before that."""
        self.flush()
        self.process.rows += (now(), schema.PROGRAM_ENDED, how, self.interner.text(error) if error else 0)
        self.process.flush()
        self.over = True


class Log:
    """The rows of one loop (or, as loop 0, of the process) that the reader has not got yet."""

    __slots__ = ("session", "number", "rows", "floor", "last_flush", "began", "shifted", "task_or_handle", "clock", "spent_before")

    def __init__(self, session: Session, number: int) -> None:
        self.session = session
        self.number = number
        #: flat list of ints, four a row
        self.rows: List[int] = []
        #: length of ``rows`` at which there is nothing new in it
        self.floor = 0
        self.last_flush = now()
        #: when the running step began; 0: nothing runs
        self.began = 0
        #: by how much ``began`` was put off so far, in all: less that, it tells one step from another
        self.shifted = 0
        #: id of the task or handle that runs, 0: none
        self.task_or_handle = 0
        #: see `processor_clock`
        self.clock: Optional[int] = None
        #: what it read when the loop began to run
        self.spent_before = 0

    def tell_time(self) -> None:
        """For rows that have no time of their own, where none that has one is near."""
        self.rows += (now(), schema.TIME, 0, 0)

    def spent(self, began: int, ended: int) -> None:
        """That time was the inspector's own, in the middle of what the program does."""
        self.rows += (began, schema.OVERHEAD, ended, schema.SAMPLING)
        self._put_off(ended - began)

    def _put_off(self, time: int) -> None:
        """The user's step did not run for so long."""
        if self.began:
            self.began += time
            self.shifted += time

    @holds_busy
    def flush(self) -> None:
        session = self.session
        began = now()
        rows = self.rows
        if len(rows) <= self.floor and not session.interner.pending or session.busy.locked():
            return
        # not `acquire(False)`: what a signal's handler raises behind it would leave it locked
        with session.busy:
            waited = self._write()
        ended = now()
        if waited:
            rows += (began, schema.OVERHEAD, began + waited, schema.BACKPRESSURE)
        rows += (began + waited, schema.OVERHEAD, ended, schema.SAMPLING)
        self.floor = len(rows)
        self.last_flush = ended
        self._put_off(ended - began)

    @holds_busy
    def flush_beside(self) -> None:
        """From another thread, while the loop's own runs: its time is not touched."""
        session = self.session
        if not session.busy.locked():
            with session.busy:
                self._write()
                self.floor = 0
                self.last_flush = now()

    def _write(self) -> int:
        """What is defined goes before the rows that use it: these are taken first."""
        return self.session.write(self.number, stream.take(self.rows))


_current: Optional[Session] = None


def current() -> Session:
    assert _current is not None, "no session"
    return _current


def start(sink: stream.Sink, slow_callback_ns: int) -> Session:
    global _current
    _current = Session(sink, slow_callback_ns)
    return _current
