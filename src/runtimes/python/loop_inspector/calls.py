"""Calls of asyncio's C code that tell nobody: ``asyncio.Task(…)``, see ``constructed.py``, and ``task.cancel()`` of a task that does not
wait, see ``cancelled.py``. Seen with ``sys.monitoring`` (3.12 and later), in code that names them; calls of anything else there answer
``DISABLE``."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any, Dict, Optional, Set, Tuple

from . import cancelled, constructed
from .local_events import listen

_monitoring: Any = getattr(sys, "monitoring", None)
#: a call that has called so often something else of the same name, and never what is looked for, is not looked at any more
_OFTEN = 50

_tool: Optional[int] = None
#: id(code) of coroutines whose returns are told
_returning: Set[int] = set()
#: (id(code), offset) → how often something else was called there
_others: Dict[Tuple[int, int], int] = {}


def watch(tool: int, code: CodeType) -> None:
    """``code`` starts: its calls are looked at if they may be such."""
    global _tool
    _tool = tool
    if constructed.may_construct(code) or cancelled.may_cancel(code):
        listen(tool, code, _monitoring.events.CALL)


def forget() -> None:
    """The tool is given up."""
    global _tool
    _tool = None
    _returning.clear()
    _others.clear()
    constructed.forget()


def on_call(code: CodeType, offset: int, called: Any, first: Any) -> Any:
    if constructed.constructs(called):
        coroutine = constructed.begin(first)
        if coroutine is not None and id(coroutine) not in _returning and _tool is not None:
            _returning.add(id(coroutine))
            listen(_tool, coroutine, _monitoring.events.PY_RETURN)
        return None
    if cancelled.note(called, first, sys._getframe(1)):
        return None
    if cancelled.is_named_so(called):
        place = (id(code), offset)
        others = _others[place] = _others.get(place, 0) + 1
        return None if others < _OFTEN else _monitoring.DISABLE
    return _monitoring.DISABLE


def on_return(code: CodeType, offset: int, called: Any, first: Any) -> None:
    if constructed.constructs(called):
        constructed.end(first, sys._getframe(1))


def on_raise(code: CodeType, offset: int, called: Any, first: Any) -> None:
    if constructed.constructs(called):
        constructed.close(first)
