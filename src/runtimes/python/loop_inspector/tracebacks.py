"""What a traceback that the program is shown has in place of this package's entries: those of asyncio's functions for which it stands in."""

from __future__ import annotations

import os
from asyncio import base_events, events
from types import TracebackType
from typing import Any, List, Optional, Tuple

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: those of ours that call ``Handle._run``; whatever else the loop's turn calls of ours waits for I/O
_CALL_RUN = frozenset(("_run", "_run_in_debug_mode"))


class _Probe(base_events.BaseEventLoop):
    """Fails in a handle, or in ``select`` if it has none."""

    def __init__(self, *handles: Any) -> None:
        super().__init__()
        self._debug = False
        self._selector = self
        self._ready.extend(events.Handle(handle, (), self) for handle in handles)  # type: ignore[attr-defined]

    def select(self, timeout: Any) -> Tuple[()]:
        return () if self._ready else _fail()  # type: ignore[attr-defined]

    def _process_events(self, event_list: Any) -> None:
        pass


def _fail() -> Any:
    raise KeyboardInterrupt


def _entries_of(loop: Any) -> List[TracebackType]:
    """What asyncio's functions are in the traceback of what ``loop`` fails with. Only frames of their own say so."""
    found: List[TracebackType] = []
    try:
        loop._run_once()
    except KeyboardInterrupt as error:
        entry = error.__traceback__
        while entry is not None:
            found.append(entry)
            entry = entry.tb_next
    loop.close()
    for entry in found[1:]:
        entry.tb_frame.clear()
    return [TracebackType(None, entry.tb_frame, entry.tb_lasti, entry.tb_lineno) for entry in found[1:]]


#: ``BaseEventLoop._run_once`` (``Lib/asyncio/base_events.py``) that calls ``Handle._run`` (``Lib/asyncio/events.py``), and that
_RUN_ONCE, RUN = _entries_of(_Probe(_fail))[:2]
#: the former in ``select``
_RUN_ONCE_WAITING = _entries_of(_Probe())[0]


def is_own(entry: TracebackType) -> bool:
    return entry.tb_frame.f_code.co_filename.startswith(_PACKAGE)


def as_asyncio(found: Optional[TracebackType]) -> Optional[TracebackType]:
    """The traceback as it would be without this package."""
    entries: List[TracebackType] = []
    while found is not None:
        if not is_own(found):
            entries.append(found)
        elif found.tb_frame.f_code.co_name == "run_once":
            called = found.tb_next
            if called is None or not is_own(called):
                entries += _RUN_ONCE, RUN
            else:
                entries.append(_RUN_ONCE if called.tb_frame.f_code.co_name in _CALL_RUN else _RUN_ONCE_WAITING)
        found = found.tb_next
    kept: Optional[TracebackType] = None
    for entry in reversed(entries):
        kept = TracebackType(kept, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return kept


_traceback: Any = BaseException.__dict__["__traceback__"]


def show_as_asyncio(error: BaseException) -> None:
    """What a class of the program's own makes of these attributes is its business."""
    _traceback.__set__(error, as_asyncio(_traceback.__get__(error)))
