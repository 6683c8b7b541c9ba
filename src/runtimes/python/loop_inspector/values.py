"""Short texts for values of the user's program that run none of the user's code."""

from __future__ import annotations

import reprlib
from itertools import islice
from typing import Any, Callable

from .handles import task_of

#: letters of a value's text, unless somebody wishes otherwise
LIMIT = 200
#: of these a text within a value gets two parts in five
_PART = 5
#: an int of more bits is not spelled out: that takes a time that grows with the square of its length
_DIGITS_BITS = 1000

_qualname: Any = type.__dict__["__qualname__"]
_args: Any = BaseException.__dict__["args"]


def type_name(kind: Any) -> str:
    """Its qualified name, whatever its metaclass makes of the attribute."""
    return _qualname.__get__(kind)


class _SafeRepr(reprlib.Repr):
    """Only exact builtin types are spelled out; of other objects the class is named. A user's ``__repr__`` may be
    slow, may fail, may change the program. So may a ``__lt__``: what has no order is not sorted."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 3
        self.limit_to(LIMIT)

    def limit_to(self, length: int) -> None:
        self.limit = length
        self.maxstring = self.maxother = 2 * length // _PART
        # as many elements as there is room for, each taking some letters
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = max(6, length // 30)
        self.maxdict = max(4, length // 50)

    def repr1(self, x: Any, level: int) -> str:
        kind = type(x)  # pyright: ignore[reportUnknownVariableType]
        if kind is bytes:
            return repr(x[: self.maxstring]) + ("..." if len(x) > self.maxstring else "")
        if kind is int and x.bit_length() > _DIGITS_BITS:
            return f"<int of {x.bit_length()} bits>"
        if kind in (int, float, complex, bool, type(None), str, list, tuple, dict, set, frozenset):
            return super().repr1(x, level)
        if issubclass(kind, type):
            return f"<class {type_name(x)}>"
        return f"<{type_name(kind)}>"

    def repr_dict(self, x: Any, level: int) -> str:
        return self._joined("{", x.items(), "}", level, lambda item: f"{self.repr1(item[0], level - 1)}: {self.repr1(item[1], level - 1)}", self.maxdict)

    def repr_set(self, x: Any, level: int) -> str:
        return self._joined("{", x, "}", level, lambda item: self.repr1(item, level - 1), self.maxset) if x else "set()"

    def repr_frozenset(self, x: Any, level: int) -> str:
        return self._joined("frozenset({", x, "})", level, lambda item: self.repr1(item, level - 1), self.maxfrozenset) if x else "frozenset()"

    def _joined(self, left: str, items: Any, right: str, level: int, show: Callable[[Any], str], most: int) -> str:
        if level <= 0 and items:
            return f"{left}...{right}"
        shown = [show(item) for item in islice(items, most)]
        if len(items) > most:
            shown.append("...")
        return left + ", ".join(shown) + right


_repr = _SafeRepr()


def limit_to(length: int) -> None:
    """Texts of values are cut after so many letters."""
    _repr.limit_to(length)


def describe(value: Any) -> str:
    try:
        return _repr.repr(value)[:_repr.limit]
    except Exception:  # a dict that changes while it is read
        return f"<{type_name(type(value))}>"


def describe_exception(error: BaseException) -> str:
    name = type_name(type(error))
    args = _args.__get__(error)
    if not args:
        return name
    if len(args) == 1:
        return (f"{name}: {args[0][:_repr.limit]}" if type(args[0]) is str else f"{name}({describe(args[0])})")[:_repr.limit]
    return f"{name}{describe(args)}"[:_repr.limit]


def variable_names(task: Any) -> str:
    """Names of the context variables (PEP 567) that are set for a parked task, "" if none or not known."""
    get_context = getattr(task, "get_context", None)  # since 3.12
    context = get_context() if get_context is not None else _context_of_wake_up(task)
    return ", ".join(sorted(variable.name for variable in context))[:LIMIT] if context else ""


def _context_of_wake_up(task: Any) -> Any:
    for entry in getattr(task._fut_waiter, "_callbacks", None) or ():
        if task_of(entry[0]) is task:
            return entry[1]
    return None
