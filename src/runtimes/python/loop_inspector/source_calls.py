"""What the source says is called at an instruction: expressions and, for people, their text.

The call's position is known since 3.11 (PEP 657); where it is not, the line must hold one call only.
"""

from __future__ import annotations

import ast
import linecache
import opcode
from itertools import islice
from types import CodeType
from typing import Any, Dict, Optional, Tuple

from .interning import position, positions

#: 3.11 makes calls that it has made before in the first of two instructions
CALLS = ("CALL", "PRECALL")
#: longer texts lose their left end
_LONGEST = 60
#: lines of one expression that are read at most
_MOST_LINES = 50

#: (id(code), offset) → answer; the interner keeps the code objects of every place that is asked about
_texts: Dict[Tuple[int, int], str] = {}


def operation(code: CodeType, offset: int) -> str:
    """Name of the instruction, "" before the first."""
    return opcode.opname[code.co_code[offset]] if offset >= 0 else ""


def without_caches(code: CodeType, offset: int) -> int:
    """The instruction that the caches at ``offset`` belong to: in 3.11 and 3.12 a frame that has called stands at the
    last of them."""
    while offset >= 0 and operation(code, offset) == "CACHE":
        offset -= 2
    return offset


def call_at(code: CodeType, offset: int) -> Optional[ast.Call]:
    """The call that is made by the instruction at ``offset``; None where there is no source or no position."""
    extent = _extent(code, offset)
    return None if extent is None else _call_in(code.co_filename, *extent)


def _extent(code: CodeType, offset: int) -> Optional[Tuple[int, int, int, int]]:
    """First line, last line, column and end column of the instruction at ``offset``; None where they are not known."""
    known = positions(code)
    if known is None:
        return None
    extent: Any = next(islice(known, offset >> 1, None), (None,))
    return None if None in extent else extent


def _call_in(path: str, line: int, end_line: int, column: int, end_column: int) -> Optional[ast.Call]:
    if end_line - line > _MOST_LINES:
        return None
    lines = [text.encode() for text in linecache.getlines(path)[line - 1 : end_line]]
    if not lines:
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    try:
        expression = ast.parse(b"(" + b"".join(lines) + b")", mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return expression if isinstance(expression, ast.Call) else None


def call_text(code: CodeType, offset: int) -> str:
    """What the instruction at ``offset`` calls, as the source names it: "time.sleep", "import json"; "" if it is no
    call or that is not known."""
    offset = without_caches(code, offset)
    key = (id(code), offset)
    text = _texts.get(key)
    if text is None:
        text = _texts[key] = _read_text(code, offset)
    return text


def _read_text(code: CodeType, offset: int) -> str:
    name = operation(code, offset)
    if name == "IMPORT_NAME":
        return "import " + code.co_names[_argument(code, offset)]
    if not name.startswith(CALLS):
        return ""
    extent = _extent(code, offset)
    call = _only_call(code.co_filename, position(code, offset)[0]) if extent is None else _call_in(code.co_filename, *extent)
    text = "" if call is None else _text(call.func)
    return text if len(text) <= _LONGEST else "…" + text[-_LONGEST:]


def _argument(code: CodeType, offset: int) -> int:
    value, shift = code.co_code[offset + 1], 8
    while offset >= 2 and operation(code, offset - 2) == "EXTENDED_ARG":
        offset -= 2
        value |= code.co_code[offset + 1] << shift
        shift += 8
    return value


def _only_call(path: str, line: int) -> Optional[ast.Call]:
    """What is called in a line that has one call, if it can be read by itself."""
    text = linecache.getline(path, line).strip()
    if text.startswith("elif "):
        text = text[2:]
    for source in (text, text + " pass"):
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        return calls[0] if len(calls) == 1 else None
    return None


def read_ahead(path: str) -> None:
    """Reads a source file, so that a later look need not wait for it."""
    linecache.getlines(path)


def _text(expression: ast.expr) -> str:
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        return f"{_text(expression.value)}.{expression.attr}"
    if isinstance(expression, ast.Call):
        return f"{_text(expression.func)}({'…' if expression.args or expression.keywords else ''})"
    if isinstance(expression, ast.Subscript):
        return f"{_text(expression.value)}[…]"
    if isinstance(expression, ast.Constant):
        return type(expression.value).__name__
    return "(…)"
