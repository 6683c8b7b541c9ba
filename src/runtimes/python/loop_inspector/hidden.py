"""The recorder of a loop that hides its queue, and what the watcher's thread sees of such a loop.

The loop's own thread comes by only when a task takes a step. While the loop rests it is the watcher's thread that takes
samples and sends rows off. It also finds the callbacks that hold such a loop up (a protocol's ``data_received``, one of
``call_later``'s): when the loop has called Python code that is no task's step, a handle of our own is put into its queue. If
that has not run some looks later, and the same code is still there, the callback blocks.
"""

from __future__ import annotations

from types import CodeType, FrameType
from typing import Any, Optional

from . import schema
from .recorder import Recorder
from .session import FLUSH_NS, Log, Session, now
from .stacks import called_by_loop, record_stack, take_stack


class ForeignRecorder(Recorder):
    __slots__ = ("blocked_since", "_suspect", "_suspected", "_asked")

    def __init__(self, session: Session, loop: Any) -> None:
        super().__init__(session, loop)
        #: since when a callback holds the loop up that rows tell of; 0: none
        self.blocked_since = 0
        #: the code that the loop had called at the last look
        self._suspect: Optional[CodeType] = None
        #: when it was first seen
        self._suspected = 0
        #: when the loop was asked to run ``_turn``; 0: it has done so
        self._asked = 0

    def sample_ready(self) -> None:
        """There is nothing to look at."""

    def stand_still(self) -> None:
        """A clock that is written in C cannot be stopped."""
        self.standing_since = now()
        self.stood = (0.0, 0.0)

    def held_task(self) -> int:
        return self.task_or_handle

    def go_on(self) -> None:
        if self.stood[0] is not None:
            self.stood = (None, 0.0)
            self.rows += (self.standing_since, schema.OVERHEAD, now(), schema.PAUSED)

    def start(self, loop: Any) -> Optional[Log]:
        t = now()
        return self._start(t, t // 1000, schema.HIDES_QUEUE << 32 | self.session.interner.text(f"{type(loop).__module__}.{type(loop).__qualname__}"))

    def stop(self, before: Optional[Log]) -> None:
        self.end_blocking()
        super().stop(before)

    def look(self, frame: Optional[FrameType]) -> None:
        """By the watcher's thread. ``frame``: where the loop's thread is now."""
        if self.began:
            return
        code = called_by_loop(frame)
        if code is not self._suspect:
            self.end_blocking()
            self._suspect = code
            self._suspected = now()
        if code is None:
            self.rest_beside()
        elif not self._asked:
            self._ask()
        else:
            self._look_at(frame, code)

    def _ask(self) -> None:
        loop = self._loop()
        if loop is None or self._asked:
            return
        self._asked = now()
        try:
            loop.call_soon_threadsafe(self._turn)
        except RuntimeError:  # closed meanwhile
            self._asked = 0

    def _turn(self) -> None:
        """By the loop's thread."""
        self.end_blocking()
        self._asked = 0

    def _look_at(self, frame: Optional[FrameType], code: CodeType) -> None:
        since = max(self._asked, self._suspected)
        if not self._asked or now() - since < self.session.slow_callback_ns // 2:
            return
        if not self.blocked_since:
            self.blocked_since = since
            self.rows += (since, schema.BEGAN, 0, 0)
        record_stack(self, take_stack(self.session.interner, frame), id(code))
        if now() - self.last_flush > FLUSH_NS:
            self.flush_beside()

    def end_blocking(self) -> None:
        """The callback that held the loop up has come back, if there was one."""
        code = self._suspect
        if self.blocked_since and code is not None:
            self.blocked_since = 0
            self.rows += (now(), self.session.interner.code_name(code), id(code), 0)
