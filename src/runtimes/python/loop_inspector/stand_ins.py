"""What we put in the place of something of the program's shows itself as that does."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any


def pose_as(ours: Any, theirs: Any) -> None:
    """Gives ``ours`` the names, the documentation and, as far as it is known, the signature of ``theirs``: libraries look which arguments
    a function takes. Unlike ``functools.wraps``, without a way back to it."""
    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        if hasattr(theirs, name):  # a method that is written in C has no module
            setattr(ours, name, getattr(theirs, name))
    if type(ours) is FunctionType:
        ours.__annotations__ = dict(getattr(theirs, "__annotations__", ()))
        try:
            ours.__signature__ = inspect.signature(theirs)  # type: ignore[attr-defined]
        except (TypeError, ValueError):  # written in C, some have none
            pass
