"""Ways to leave a program on the spot. What was recorded up to there goes out first."""

from __future__ import annotations

import os
from typing import Any, Callable

from . import schema, session
from .stand_ins import pose_as

#: end the process, or put another program in its place
_NAMES = ("_exit", "abort", "execv", "execve")


def _recording(name: str, leave: Callable[..., Any]) -> Callable[..., Any]:
    def leaves(*args: Any, **options: Any) -> Any:
        if name == "_exit":
            session.current().end(schema.EXIT, "")
        else:
            session.current().flush()
        return leave(*args, **options)

    pose_as(leaves, leave)
    return leaves


def install() -> None:
    for name in _NAMES:
        leave = getattr(os, name, None)
        if leave is not None:
            setattr(os, name, _recording(name, leave))

