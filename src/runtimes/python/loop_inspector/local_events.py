"""Events of ``sys.monitoring`` that are asked for in single code objects, and given up together with the tool."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any, List

_monitoring: Any = getattr(sys, "monitoring", None)

#: where events are asked for; kept, so that ids stay their own
_codes: List[CodeType] = []


def listen(tool: int, code: CodeType, events: int) -> None:
    before = _monitoring.get_local_events(tool, code)
    if before & events == events:
        return
    if not before:
        _codes.append(code)
    _monitoring.set_local_events(tool, code, before | events)


def forget(tool: int) -> None:
    """The tool is given up."""
    for code in _codes:
        _monitoring.set_local_events(tool, code, 0)
    _codes.clear()
