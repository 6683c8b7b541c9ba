"""Who holds an ``asyncio.Lock``.

A lock does not know. It does set its attribute ``_locked`` whenever it is taken or released (``Lib/asyncio/locks.py``,
the same since 3.4), so a descriptor of that name on the class is told.
"""

from __future__ import annotations

import weakref
from asyncio import locks, tasks
from typing import Any, Dict, Optional

#: id(lock) → weak reference to the task that holds it
_holders: Dict[int, Any] = {}
#: locks that were dropped while they were held leave their entry behind
_HOLDERS = 10_000


class _Locked:
    """Keeps the value where the class keeps it, in the lock's ``__dict__``: it may come and go at any time."""

    def __get__(self, lock: Any, owner: Any = None) -> Any:
        if lock is None:
            return self
        try:
            return lock.__dict__["_locked"]
        except KeyError:
            raise AttributeError("_locked") from None

    def __set__(self, lock: Any, locked: bool) -> None:
        lock.__dict__["_locked"] = locked
        if not locked:
            _holders.pop(id(lock), None)
            return
        try:
            task = tasks.current_task()
        except RuntimeError:  # no loop runs here
            task = None
        if task is not None:
            if len(_holders) >= _HOLDERS:
                _holders.clear()
            _holders[id(lock)] = weakref.ref(task)


def holder(lock: Any) -> Optional[Any]:
    """The task that holds ``lock``; None: nobody, or not known."""
    reference = _holders.get(id(lock))
    return None if reference is None else reference()


def install() -> None:
    locks.Lock._locked = _Locked()  # type: ignore[assignment]


def uninstall() -> None:
    if isinstance(vars(locks.Lock).get("_locked"), _Locked):
        del locks.Lock._locked  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
    _holders.clear()
