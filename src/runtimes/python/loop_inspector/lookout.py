"""What comes from the inspector, and whether it is there still, seen with one call.

Each call into the system lets go of the interpreter's lock, and a program that computes gives it back after 5 ms only,
at the cost of two changes of thread. So whoever looks again and again must not ask for each thing by itself.
"""

from __future__ import annotations

import select
from typing import Any, Callable

from .command_pipe import CommandPipe
from .event_pipe import EventPipe


class Lookout:
    def __init__(self, events: EventPipe, commands: CommandPipe) -> None:
        self._events = events
        self._commands = commands
        self._poll: Any = select.poll() if hasattr(select, "poll") else None
        #: commands can still come
        self._hears = self._poll is not None
        #: there is something about the pipe of events that must be looked at closely
        self._alarm = self._poll is None
        if self._poll is not None:
            self._poll.register(commands.descriptor, select.POLLIN)
            self._poll.register(events.descriptor, 0)  # tells of a hang-up alone

    def look(self, take: Callable[[bytes], None], milliseconds: int) -> bool:
        """Gives ``take`` the commands that have come, after waiting for them for so long. False: none can come any more."""
        poll = self._poll
        if poll is None:
            return False
        told = poll.poll(milliseconds if self._hears else 0)
        if not told:
            return self._hears
        found = [descriptor for descriptor, _ in told]
        if self._events.descriptor in found:
            self._alarm = True
            poll.unregister(self._events.descriptor)
        if self._commands.descriptor in found and not self._commands.read(take):
            self._hears = False
            poll.unregister(self._commands.descriptor)
        return self._hears

    def reader_gone(self) -> bool:
        """The inspector has ended, as far as the last look tells."""
        return (self._alarm or not self._events.is_open) and self._events.reader_gone()
