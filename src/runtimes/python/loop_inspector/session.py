"""What all loops of the process share: the sink, the interned definitions, the recorders."""

from __future__ import annotations

import threading
import time
from typing import Any, Dict, List, Optional, Sequence

from . import schema, stream
from .interning import Interner, hello

now = time.perf_counter_ns

#: rows wait at most this long for the reader while something happens
FLUSH_NS = 50_000_000


def processor_clock(thread: int) -> Optional[int]:
    """The clock of the processor time of ``thread``, which must be the calling one; None where there is no such clock."""
    clock_of: Any = getattr(time, "pthread_getcpuclockid", None)
    try:
        return None if clock_of is None else int(clock_of(thread))
    except OSError:
        return None


class Session:
    def __init__(self, sink: stream.Sink, slow_callback_ns: int) -> None:
        self.sink = sink
        self.slow_callback_ns = slow_callback_ns
        self.interner = Interner()
        self.interner.pending.append(hello())
        #: rows that belong to no loop
        self.process = Log(self, 0)
        self.logs: List[Log] = [self.process]
        #: thread id → log of the loop that runs there
        self.running: Dict[int, Log] = {}
        #: held during a flush or a sample: a signal's handler, a garbage collection or another thread that comes
        #: meanwhile does without
        self.busy = threading.Lock()
        self._next_loop = 0

    def next_loop(self) -> int:
        self._next_loop += 1
        return self._next_loop

    def here(self) -> Log:
        """The log for something that happens in this thread now."""
        return self.running.get(threading.get_ident(), self.process)

    def write(self, loop: int, words: Sequence[int]) -> int:
        """Writes definitions, then rows; returns the nanoseconds the sink waited for its reader."""
        waited = 0
        definitions = self.interner.take_pending()
        if definitions:
            waited = self.sink.write(stream.definitions_frame(definitions))
        if words:
            waited += self.sink.write(stream.rows_frame(loop, words))
        return waited

    def flush(self) -> None:
        for log in self.logs:
            log.flush()


class Log:
    """The rows of one loop (or, as loop 0, of the process) that the reader has not got yet."""

    __slots__ = ("session", "number", "rows", "floor", "last_flush", "began", "task_or_handle", "clock")

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
        #: id of the task or handle that runs, 0: none
        self.task_or_handle = 0
        #: see `processor_clock`
        self.clock: Optional[int] = None

    def spent(self, began: int, ended: int) -> None:
        """That time was the inspector's own, in the middle of what the program does."""
        self.rows += (began, schema.OVERHEAD, ended, schema.SAMPLING)
        if self.began:
            # the user's step did not run meanwhile
            self.began += ended - began

    def flush(self) -> None:
        session = self.session
        began = now()
        rows = self.rows
        if len(rows) <= self.floor and not session.interner.pending or not session.busy.acquire(False):
            return
        try:
            waited = self._write()
        finally:
            session.busy.release()
        ended = now()
        if waited:
            rows += (began, schema.OVERHEAD, began + waited, schema.BACKPRESSURE)
        rows += (began + waited, schema.OVERHEAD, ended, schema.SAMPLING)
        self.floor = len(rows)
        self.last_flush = ended
        if self.began:
            # the user's step did not run meanwhile
            self.began += ended - began

    def flush_beside(self) -> None:
        """From another thread, while the loop's own runs: its time is not touched."""
        session = self.session
        if session.busy.acquire(False):
            try:
                self._write()
                self.floor = 0
                self.last_flush = now()
            finally:
                session.busy.release()

    def _write(self) -> int:
        """What is defined goes before the rows that use it: these are taken first."""
        rows = self.rows
        count = len(rows)
        words = rows[:count]
        del rows[:count]
        return self.session.write(self.number, words)


_current: Optional[Session] = None


def current() -> Session:
    assert _current is not None, "no session"
    return _current


def start(sink: stream.Sink, slow_callback_ns: int) -> Session:
    global _current
    _current = Session(sink, slow_callback_ns)
    return _current
