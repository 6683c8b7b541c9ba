"""Short texts for values of the user's program that run none of the user's code."""

from __future__ import annotations

import reprlib
from typing import Any

LIMIT = 200
#: an int of more bits is not spelled out: that takes a time that grows with the square of its length
_LONGEST_INT = 1024


class _SafeRepr(reprlib.Repr):
    """Only exact builtin types are spelled out; of other objects the class is named. A user's ``__repr__`` may be
    slow, may fail, may change the program."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 3
        self.maxstring = self.maxother = 80

    def repr1(self, x: Any, level: int) -> str:
        kind = type(x)  # pyright: ignore[reportUnknownVariableType]
        if kind in (int, float, complex, bool, type(None), str, bytes, list, tuple, dict, set, frozenset):
            return super().repr1(x, level)
        if isinstance(x, type):
            return f"<class {x.__name__}>"
        return f"<{kind.__qualname__}>"

    def repr_int(self, x: int, level: int) -> str:
        return super().repr_int(x, level) if x.bit_length() <= _LONGEST_INT else f"<int of {x.bit_length()} bits>"


_repr = _SafeRepr()


def describe(value: Any) -> str:
    try:
        return _repr.repr(value)[:LIMIT]
    except Exception:  # a dict that changes while it is read
        return f"<{type(value).__qualname__}>"


def describe_exception(error: BaseException) -> str:
    name = type(error).__qualname__
    args = error.args
    if not args:
        return name
    if len(args) == 1 and type(args[0]) is str:
        return f"{name}: {args[0]}"[:LIMIT]
    return f"{name}{describe(tuple(args))}"[:LIMIT]


def variable_names(task: Any) -> str:
    """Names of the context variables (PEP 567) that are set for a parked task, "" if none or not known."""
    get_context = getattr(task, "get_context", None)  # since 3.12
    context = get_context() if get_context is not None else _context_of_wake_up(task)
    return ", ".join(sorted(variable.name for variable in context))[:LIMIT] if context else ""


def _context_of_wake_up(task: Any) -> Any:
    for entry in getattr(task._fut_waiter, "_callbacks", None) or ():
        if getattr(entry[0], "__self__", None) is task:
            return entry[1]
    return None
