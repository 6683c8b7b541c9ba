"""The file descriptor that commands come in through, in a program that may do anything with its descriptors."""

from __future__ import annotations

import os
from typing import Callable

from .event_pipe import identity, out_of_the_way

_BYTES = 64 * 1024

# a program may replace these
_read = os.read
_close = os.close


class CommandPipe:
    """Never is anything read of what the program has opened in its place."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = out_of_the_way(descriptor)
        self._identity = identity(self.descriptor)

    def read(self, take: Callable[[bytes], None]) -> bool:
        """Gives ``take`` what has come, which must be something. False: nothing can come any more."""
        if not self._is_ours():
            return False
        try:
            data = _read(self.descriptor, _BYTES)
        except OSError:
            data = b""
        if data:
            take(data)
        else:  # nobody is at its other end
            self.forget()
        return bool(data)

    def forget(self) -> None:
        if self._is_ours():
            _close(self.descriptor)
        self._identity = None

    def _is_ours(self) -> bool:
        return self._identity is not None and identity(self.descriptor) == self._identity
