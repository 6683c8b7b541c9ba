"""Locks, events, conditions, semaphores, barriers and queues that tasks wait in: how many wait, and what would help.

Read from the objects' own attributes (``Lib/asyncio/locks.py``, ``queues.py``), at samples; none of the program's code runs.
"""

from __future__ import annotations

import weakref
from asyncio import locks, queues
from collections import deque
from types import FrameType
from typing import Any, Dict, List, Optional, Tuple

from . import schema
from .locks import holder

#: objects that are looked at again at each sample
KEPT = 300

_Barrier: Any = getattr(locks, "Barrier", None)  # since 3.11

_Queue: Any = queues.Queue
_METHODS: Tuple[Tuple[Any, int], ...] = (
    (locks.Lock.acquire, schema.LOCK),
    (locks.Event.wait, schema.EVENT),
    (locks.Condition.wait, schema.CONDITION),
    (locks.Semaphore.acquire, schema.SEMAPHORE),
    (_Queue.get, schema.QUEUE_GET),
    (_Queue.put, schema.QUEUE_PUT),
    (_Queue.join, schema.QUEUE_JOIN),
)
#: id(code of the method that waits) → kind
_KINDS: Dict[int, int] = {id(method.__code__): kind for method, kind in _METHODS}
if _Barrier is not None:
    _KINDS[id(_Barrier.wait.__code__)] = schema.BARRIER


def kind_of(frame: FrameType) -> int:
    """What ``frame`` waits in, 0: nothing known."""
    return _KINDS.get(id(frame.f_code), 0)


def _count(waiters: Any) -> int:
    return len(waiters) if type(waiters) in (deque, list, set) else 0


#: what a row has room for
_MOST = (1 << 64) - 1


def _amount(number: Any) -> int:
    """A program may have given a float, which need not be finite."""
    try:
        return min(max(0, int(number)), _MOST)
    except (OverflowError, ValueError):
        return 0


def _state(kind: int, found: Any) -> Tuple[int, int]:
    """How many wait, and a detail that depends on the kind: see ``primitive`` in ``src/core/events/schema.ts``."""
    if kind == schema.LOCK:
        task = holder(found)
        return _count(found._waiters), 0 if task is None else id(task)
    if kind == schema.SEMAPHORE:
        return _count(found._waiters), _amount(found._value)
    if kind == schema.QUEUE_GET:
        return _count(found._getters), _count(getattr(found, "_queue", None))
    if kind == schema.QUEUE_PUT:
        return _count(found._putters), _amount(found._maxsize)
    if kind == schema.QUEUE_JOIN:
        return _count(found._finished._waiters), _amount(found._unfinished_tasks)
    if kind == schema.BARRIER:
        return _amount(found._count), _amount(found._parties)
    return _count(found._waiters), 0


class Primitives:
    """Those of one loop that somebody waits in. Holds no reference to them."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        #: (id, kind) → weak reference, what was told last
        self._kept: Dict[Tuple[int, int], Tuple[Any, Tuple[int, int]]] = {}

    def add(self, rows: List[int], frame: FrameType, task: int) -> None:
        """The task with that id waits in what ``frame`` belongs to."""
        kind = kind_of(frame)
        found = frame.f_locals.get("self")
        key = (id(found), kind)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                return
            try:
                reference, state = weakref.ref(found), _state(kind, found)
            except Exception:  # a class of the program's own that is made otherwise
                return
            self._kept[key] = (reference, state)
            self._tell(rows, key, state)
        rows += (task, schema.WAITS_IN, id(found), kind)

    def sample(self, rows: List[int]) -> None:
        """What has changed since the last time."""
        for key, (reference, told) in list(self._kept.items()):
            found: Optional[Any] = reference()
            try:
                state = (0, 0) if found is None else _state(key[1], found)
            except Exception:
                state = (0, 0)
            if state == told:
                continue
            self._tell(rows, key, state)
            if state[0]:
                self._kept[key] = (reference, state)
            else:
                del self._kept[key]

    @staticmethod
    def _tell(rows: List[int], key: Tuple[int, int], state: Tuple[int, int]) -> None:
        rows += (key[0], schema.PRIMITIVE, key[1] << 32 | state[0], state[1])
