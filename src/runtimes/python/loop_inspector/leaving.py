"""Ways to leave a program on the spot. What was recorded up to there goes out first."""

from __future__ import annotations

import os
from typing import Any, Callable

from . import schema, session

#: end the process, or put another program in its place
_NAMES = ("_exit", "abort", "execv", "execve")


def _recording(name: str, leave: Callable[..., Any]) -> Callable[..., Any]:
    def leaves(*args: Any, **options: Any) -> Any:
        if name == "_exit":
            session.current().end(schema.EXIT, "")
        else:
            session.current().flush()
        return leave(*args, **options)

    leaves.__name__ = leaves.__qualname__ = name
    leaves.__module__ = leave.__module__
    leaves.__doc__ = leave.__doc__
    return leaves


def install() -> None:
    for name in _NAMES:
        leave = getattr(os, name, None)
        if leave is not None:
            setattr(os, name, _recording(name, leave))

