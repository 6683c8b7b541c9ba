"""What a loop watches besides its timers: file descriptors, and signals."""

from __future__ import annotations

import selectors
import signal
from asyncio import BaseTransport
from itertools import islice
from types import MethodType
from typing import Any, Dict, List, Tuple

from . import schema
from .interning import Interner, callable_name

#: shown at once
SHOWN = 50
_KINDS = (schema.READS, schema.WRITES)


def sample(rows: List[int], interner: Interner, loop: Any, t: int, told: List[int]) -> List[int]:
    """Records the watches of ``loop`` if they differ from ``told``; returns them."""
    found: List[int] = []
    total = 0
    handlers: Dict[int, Any] = getattr(loop, "_signal_handlers", None) or {}
    for number, handle in list(handlers.items()):
        total += 1
        found += (number, schema.IO_WATCH, schema.SIGNAL, interner.text(f"{_signal_name(number)}: {_name(handle)}"))
    selector: Any = getattr(loop, "_selector", None)
    # the mapping itself asks for each key anew
    watched: Any = (getattr(selector, "_fd_to_key", None) or selector.get_map() or ()) if isinstance(selector, selectors.BaseSelector) else ()
    registered: Dict[Any, Any] = watched if type(watched) is dict else dict(watched)  # pyright: ignore[reportUnknownVariableType]
    own: Any = getattr(loop, "_ssock", None)
    own_descriptor = -1 if own is None else own.fileno()
    # a server may have thousands. In one go: a signal's handler may add another
    first = list(islice(registered.values(), SHOWN + 1))
    others = [key for key in first if key.fd != own_descriptor]  # through its own, other threads and signals wake it
    for key in others:
        for what, handle in zip(_KINDS, _elements(key.data)):
            if handle is None or handle._cancelled:
                continue
            total += 1
            if len(found) < SHOWN * schema.WORDS_PER_ROW:
                found += (key.fd, schema.IO_WATCH, what, interner.value(_name(handle)))
    # of those nobody looks at, each counts once
    total += len(registered) - (own_descriptor in registered) - len(others)
    # of more than are shown the number may change alone
    now = [total, len(found) // schema.WORDS_PER_ROW, *found]
    if now != told:
        rows += [t, schema.IO_SAMPLE, *now]
    return now


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _name(handle: Any) -> str:
    """The callback's name and, of a transport's, to whom it is connected."""
    callback = handle._callback
    if callback is None:
        return ""
    name = callable_name(callback)
    owner: Any = callback.__self__ if type(callback) is MethodType else None
    extra: Any = getattr(owner, "_extra", None) if issubclass(type(owner), BaseTransport) else None
    peer = _elements(extra.get("peername")) if type(extra) is dict else ()  # pyright: ignore[reportUnknownMemberType]
    if len(peer) >= 2 and type(peer[0]) is str and type(peer[1]) is int:
        return f"{name} ({peer[0]}:{peer[1]})"
    return name


def _elements(value: Any) -> Tuple[Any, ...]:
    return value if type(value) is tuple else ()  # pyright: ignore[reportUnknownVariableType]
