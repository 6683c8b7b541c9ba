"""Which ``await``s were reached, each told once (3.12 and later).

At the instruction ``SEND`` a coroutine hands on to what it awaits, whatever that is. Events of single instructions are
asked for in the user's code that has such instructions, and answered with ``DISABLE``: each instruction costs one call
in a run. The same place is where it cedes, if it does, so both are told with one site.
"""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any, Dict, List, Set

from . import schema, session
from .local_events import listen
from .session import now
from .source_calls import operation

_monitoring: Any = getattr(sys, "monitoring", None)
_GENERATOR = 0x20
_AWAITS = 0x80 | 0x100 | 0x200  # CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR
#: from ``SEND``, with its cache, to the ``YIELD_VALUE`` behind it
_TO_YIELD = 4

#: what is watched; kept, so that ids stay their own
_codes: List[CodeType] = []
#: id(code) → offsets of its ``SEND``s
_sends: Dict[int, Set[int]] = {}
#: sites that were told
_told: Set[int] = set()


def hands_on(code: CodeType, offset: int) -> bool:
    """Whether the ``YIELD_VALUE`` at ``offset`` gives on what an awaited object yields. Any other of an async generator
    gives a value to its consumer, not control to the loop."""
    return operation(code, offset - _TO_YIELD) == "SEND"


def watch(tool: int, code: CodeType) -> None:
    """``code``, the user's, starts: from its first time on what it reaches is told."""
    if id(code) in _sends:
        return
    _codes.append(code)
    may_await = code.co_flags & _AWAITS or code.co_flags & _GENERATOR and code.co_name == "__await__"
    found = {offset for offset in range(0, len(code.co_code), 2) if operation(code, offset) == "SEND"} if may_await else set[int]()
    _sends[id(code)] = found
    if found:
        listen(tool, code, _monitoring.events.INSTRUCTION)


def on_instruction(code: CodeType, offset: int) -> Any:
    if offset in _sends.get(id(code), ()):
        log = session.current().here()
        site = log.session.interner.site(code, offset)
        if site not in _told:
            _told.add(site)
            log.rows += (now(), schema.REACHED, site, 1)
    return _monitoring.DISABLE


def forget() -> None:
    """The tool is given up."""
    _codes.clear()
    _sends.clear()
    _told.clear()
