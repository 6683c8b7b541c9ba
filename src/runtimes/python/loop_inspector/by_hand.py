"""Whether a call in Python code resumes a generator or coroutine by hand.

When a generator runs, its caller's frame stands at some instruction. A call there need not be ``g.send(x)``:
``list(g)`` consumes a generator as well. What is called is read from the source at the call's position (PEP 657),
once per place; where there is no source or no position the answer is no.
"""

from __future__ import annotations

import ast
import builtins
import sys
from types import BuiltinMethodType, CodeType, FrameType, MethodWrapperType
from typing import Any, Dict, Optional, Tuple

from .source_calls import call_at, operation, without_caches
from .values import describe

_METHODS = frozenset(("send", "throw", "__next__"))

#: (id(code), offset) → answers; the code objects are kept by the interner, which knows every place that is asked about
_awaits: Dict[Tuple[int, int], bool] = {}
_drivers: Dict[Tuple[int, int], Optional[ast.Call]] = {}

#: before, reading a running frame's locals kept them alive
_READS_LOCALS = sys.version_info >= (3, 13)


def resumes_by_hand(frame: FrameType) -> bool:
    """``frame``: the caller's, standing at the call."""
    return _driver(frame) is not None


def sent(frame: FrameType) -> str:
    """The value that the call at which ``frame`` stands sends or throws, where its expression is a name or a constant; else ""."""
    call = _driver(frame)
    if call is None:
        return ""
    if not call.args or isinstance(call.func, ast.Name) and _value(call.func.id, frame) is next:
        return "None"
    argument = call.args[0]
    if isinstance(argument, ast.Constant):
        return describe(argument.value)
    return describe(_value(argument.id, frame)) if isinstance(argument, ast.Name) and _READS_LOCALS else ""


def awaits(frame: FrameType) -> bool:
    """Whether ``frame`` stands at an ``await`` (or at what ``async for`` and ``async with`` await)."""
    key = (id(frame.f_code), frame.f_lasti)
    answer = _awaits.get(key)
    if answer is None:
        answer = _awaits[key] = operation(frame.f_code, without_caches(frame.f_code, frame.f_lasti)) == "SEND"
    return answer


def _driver(frame: FrameType) -> Optional[ast.Call]:
    """The call at which ``frame`` stands if it resumes a generator or coroutine by hand."""
    key = (id(frame.f_code), frame.f_lasti)
    try:
        return _drivers[key]
    except KeyError:
        call = call_at(frame.f_code, frame.f_lasti) if _calls(frame.f_code, frame.f_lasti) else None
        answer = _drivers[key] = call if call is not None and _is_driver(call.func, frame) else None
        return answer


def _calls(code: CodeType, offset: int) -> bool:
    """Whether that instruction is a call, and not an ``await`` or a ``for``: known without the source."""
    return operation(code, offset).startswith("CALL")


def _is_driver(called: ast.expr, frame: FrameType) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr in _METHODS
    if isinstance(called, ast.Name):
        value = _value(called.id, frame)
        return value is next or type(value) in (BuiltinMethodType, MethodWrapperType) and value.__name__ in _METHODS
    return False


def _value(name: str, frame: FrameType) -> Any:
    value = frame.f_locals.get(name, frame.f_globals.get(name))
    return getattr(builtins, name, None) if value is None else value
