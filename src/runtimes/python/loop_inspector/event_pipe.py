"""The file descriptor that events go out through, in a program that may do anything with its descriptors."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import Any, Optional

from .session import now

#: a write that takes longer waited for its reader
_WAITED_NS = 200_000
#: no frame is longer (see ``stream``): one that was begun is then always finished, whatever interrupts the write
BUFFER_BYTES = 1 << 20
#: a program that becomes a daemon closes descriptors from 3 on, often 256 or 1024 of them
_HIGH = (1100, 1000, 200, 50)

# a program may replace these
_fstat = os.fstat
_getppid = os.getppid


class EventPipe:
    """Once its reader has gone, or the program has closed it, the program goes on unwatched. Never is anything
    written to what the program has opened in its place."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = out_of_the_way(descriptor)
        self._identity = identity(self.descriptor)
        self._parent = _getppid()
        self._raw = io.FileIO(self.descriptor, "w", closefd=False)
        self._writer: Optional[io.BufferedWriter] = io.BufferedWriter(self._raw, BUFFER_BYTES)
        self._poll: Any = None
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(self.descriptor, 0)  # tells of a hang-up alone

    def write(self, data: bytes) -> int:
        writer = self._writer
        if writer is None:
            return 0
        began = now()
        if not self._is_ours():
            self.forget()
            return 0
        try:
            # Both keep count of what has gone out when a signal's handler raises: no frame is cut off in the middle.
            writer.write(data)
            writer.flush()
        except (OSError, ValueError):
            self.forget()
        took = now() - began
        return took if took > _WAITED_NS else 0

    @property
    def is_open(self) -> bool:
        """Something is still written, as far as is known."""
        return self._writer is not None

    def reader_gone(self) -> bool:
        """The inspector has ended. Without the pipe its process tells, which this one was started by."""
        if self._is_ours():
            return self._poll is not None and bool(self._poll.poll(0))
        return _getppid() != self._parent

    def forget(self) -> None:
        """Nothing is written any more, not even what waits in the buffer."""
        self._writer = None
        self._raw.close()

    def _is_ours(self) -> bool:
        return self._identity is not None and identity(self.descriptor) == self._identity


def identity(descriptor: int) -> Any:
    try:
        status = _fstat(descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def out_of_the_way(descriptor: int) -> int:
    """Moves it; returns its new number. The descriptors that the program opens have the numbers that they would have without us."""
    os.set_inheritable(descriptor, False)
    if sys.platform != "win32":
        import fcntl

        # PyPy 3.9 has no F_DUPFD_CLOEXEC; either way what is moved is not inherited
        move = getattr(fcntl, "F_DUPFD_CLOEXEC", fcntl.F_DUPFD)
        for lowest in _HIGH:
            try:
                moved = fcntl.fcntl(descriptor, move, lowest)
            except OSError:  # more than this process may have
                continue
            os.set_inheritable(moved, False)
            os.close(descriptor)
            return moved
    return descriptor
