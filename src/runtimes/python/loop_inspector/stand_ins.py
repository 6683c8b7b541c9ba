"""What we put in the place of something of the program's shows itself as that does."""

from __future__ import annotations

from typing import Any


def pose_as(ours: Any, theirs: Any) -> None:
    """Gives ``ours`` the names and the documentation of ``theirs``; unlike ``functools.wraps``, without a way back to it."""
    ours.__name__ = theirs.__name__
    ours.__qualname__ = theirs.__qualname__
    ours.__module__ = theirs.__module__
    ours.__doc__ = theirs.__doc__
