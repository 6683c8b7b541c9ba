"""Calls of asyncio's C code that tell nobody: ``asyncio.Task(…)``, see ``constructed.py``, and ``task.cancel()`` of a task that does not
wait, see ``cancelled.py``. Seen with ``sys.monitoring`` (3.12 and later), in code that names them; calls of anything else there answer
``DISABLE``."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any, Dict, List, Optional, Set, Tuple

from . import cancelled, constructed

_monitoring: Any = getattr(sys, "monitoring", None)
#: a call that has called so often something else of the same name, and never what is looked for, is not looked at any more
_OFTEN = 50

_tool: Optional[int] = None
#: what is watched
_codes: List[CodeType] = []
#: id(code) of coroutines whose returns are told
_returning: Set[int] = set()
#: (id(code), offset) → how often something else was called there
_others: Dict[Tuple[int, int], int] = {}


def watch(tool: int, code: CodeType) -> None:
    """``code`` starts: its calls are looked at if they may be such."""
    global _tool
    _tool = tool
    if constructed.may_construct(code) or cancelled.may_cancel(code):
        _listen(code, _monitoring.events.CALL)


def _listen(code: CodeType, event: int) -> None:
    tool = _tool
    if tool is None:  # given up meanwhile
        return
    before = _monitoring.get_local_events(tool, code)
    if not before & event:
        _monitoring.set_local_events(tool, code, before | event)
    _codes.append(code)


def forget(tool: int) -> None:
    """The tool is given up."""
    global _tool
    _tool = None
    for code in _codes:
        _monitoring.set_local_events(tool, code, 0)
    _codes.clear()
    _returning.clear()
    _others.clear()
    constructed.forget()


def on_call(code: CodeType, offset: int, called: Any, first: Any) -> Any:
    if constructed.constructs(called):
        coroutine = constructed.begin(first)
        if coroutine is not None and id(coroutine) not in _returning:
            _returning.add(id(coroutine))
            _listen(coroutine, _monitoring.events.PY_RETURN)
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
