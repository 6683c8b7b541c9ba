"""Whether a call in Python code resumes a generator or coroutine by hand.

When a generator runs, its caller's frame stands at some instruction. A call there need not be ``g.send(x)``:
``list(g)`` consumes a generator as well. What is called is read from the source at the call's position (PEP 657),
once per place; where there is no source or no position the answer is no.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import opcode
from types import CodeType, FrameType
from typing import Any, Dict, Optional, Tuple

_METHODS = frozenset(("send", "throw", "__next__"))

#: (id(code), offset) → answer; the code objects are kept by the interner, which knows every place that is asked about
_answers: Dict[Tuple[int, int], bool] = {}


def resumes_by_hand(frame: FrameType) -> bool:
    """``frame``: the caller's, standing at the call."""
    key = (id(frame.f_code), frame.f_lasti)
    answer = _answers.get(key)
    if answer is None:
        answer = _answers[key] = _calls(frame.f_code, frame.f_lasti) and _is_driver(_called(frame.f_code, frame.f_lasti), frame)
    return answer


def _calls(code: CodeType, offset: int) -> bool:
    """Whether that instruction is a call, and not an ``await`` or a ``for``: known without the source."""
    return opcode.opname[code.co_code[offset]].startswith("CALL")


def _called(code: CodeType, offset: int) -> Optional[ast.expr]:
    """The expression that is called by the instruction at ``offset``."""
    positions: Optional[Any] = getattr(code, "co_positions", None)
    if positions is None:
        return None
    line: Optional[int]
    end_line: Optional[int]
    column: Optional[int]
    end_column: Optional[int]
    for index, (line, end_line, column, end_column) in enumerate(positions()):
        if index == offset >> 1:
            break
    else:
        return None
    if line is None or end_line is None or column is None or end_column is None:
        return None
    lines = [text.encode() for text in linecache.getlines(code.co_filename)[line - 1 : end_line]]
    if not lines:
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    try:
        expression = ast.parse(b"(" + b"".join(lines) + b")", mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return expression.func if isinstance(expression, ast.Call) else None


def _is_driver(called: Optional[ast.expr], frame: FrameType) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr in _METHODS
    if isinstance(called, ast.Name):
        value: Any = frame.f_locals.get(called.id, frame.f_globals.get(called.id))
        if value is None:
            value = getattr(builtins, called.id, None)
        return value is next or getattr(value, "__name__", "") in _METHODS
    return False
