"""Small ids for names, code sites, wait chains and stacks. One table for the whole process.

Code objects are never hashed (that is slow): sites are found by ``id(code)``, and the code object is kept so that
its id stays its own. What was interned since the last flush waits in ``pending`` as definition tuples.
"""

from __future__ import annotations

import dis
import itertools
import os
import sys
import sysconfig
from collections import deque
from functools import partial
from itertools import islice
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, MethodType
from typing import Any, Deque, Dict, Iterator, List, Optional, Set, Tuple

from . import schema
from .values import type_name

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep

#: ``co_filename`` prefixes of code that the user did not write
_LIBRARY_PREFIXES = tuple(
    sorted({path + os.sep for key, path in sysconfig.get_paths().items() if key in ("stdlib", "platstdlib", "purelib", "platlib") and path})
) + (_PACKAGE, "<frozen", os.path.dirname(os.__file__) + os.sep)

#: names and values beyond these are not told apart
_LAST_NAME = schema.FIRST_TASK_ID - 1
_NOT_KEPT = "…"
_VALUES = 20_000
#: sites in all chains and stacks; once there are more, new ones are short
_SEQUENCE_SITES = 1_000_000
_SHORT = 3
#: letters of a name or a path; what is longer is cut
_LONGEST = 1000

_HAS_POSITIONS = hasattr(CodeType, "co_positions") and sys.implementation.name == "cpython"

DEFINITION = -1  # in place of an instruction offset: the def itself


def is_user_code(path: str) -> bool:
    """False for the standard library, installed packages and the inspector itself."""
    return not path.startswith(_LIBRARY_PREFIXES) and "site-packages" not in path and "dist-packages" not in path


def positions(code: CodeType) -> Optional[Iterator[Any]]:
    """First line, last line, column and end column of each instruction (PEP 657); None where this Python does not know them. Each
    of the four may be None. PyPy's are not those of the instructions that they are given for."""
    asked: Any = code
    return asked.co_positions() if _HAS_POSITIONS else None


def position(code: CodeType, offset: int) -> Tuple[int, int]:
    """1-based line and column of the instruction at byte ``offset``; column 0: this Python does not know it."""
    if offset < 0:
        return code.co_firstlineno, 0
    known = positions(code)
    if known is not None:
        for line, _, column, _ in islice(known, offset >> 1, None):
            return line or code.co_firstlineno, 0 if column is None else column + 1
    line = code.co_firstlineno
    for start, number in dis.findlinestarts(code):
        if start > offset:
            break
        if number is not None:  # pyright: ignore[reportUnnecessaryComparison] - None since 3.13
            line = number
    return line, 0


def callback_code(callback: Any) -> Optional[CodeType]:
    kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
    if kind is FunctionType:
        return callback.__code__
    if kind is MethodType and type(callback.__func__) is FunctionType:
        return callback.__func__.__code__
    return None


def callable_name(callback: Any) -> str:
    """Asks no object of the program's own: any attribute may be made up (``unittest.mock``), slowly."""
    kind = type(callback)  # pyright: ignore[reportUnknownVariableType]
    if kind is partial:
        return callable_name(callback.func)
    if kind is MethodType:
        return callable_name(callback.__func__)
    if kind is FunctionType or kind is BuiltinFunctionType:
        return callback.__qualname__
    return type_name(callback if issubclass(kind, type) else kind)


class Interner:
    """May be used by several threads, and by a signal's handler in the middle of a call: two may then give one thing
    two ids, but never one id to two things."""

    __slots__ = ("sites", "creations", "last_creation", "names", "pending", "judged", "waits", "_lines", "_texts", "_sequences", "_sequence_sites", "_kept", "_site_ids", "_name_ids", "_sequence_ids", "_user", "user_paths")

    def __init__(self) -> None:
        #: id(code) → instruction offset → site id
        self.sites: Dict[int, Dict[int, int]] = {}
        #: site id → id(code) of a coroutine's function → both, as a row of a task's creation has them
        self.creations: Dict[int, Dict[int, int]] = {}
        #: the last of them: code that makes a task and where in it, code of the coroutine, both places. Tasks are often made many at a time.
        self.last_creation: Tuple[Optional[CodeType], int, Optional[CodeType], int] = (None, 0, None, 0)
        #: id(code) of a callback's function → name id
        self.names: Dict[int, int] = {}
        self.pending: Deque[Any] = deque()
        #: sites of which ``dropped.py`` knows whether what is made there is kept
        self.judged: Set[int] = set()
        #: sites of a wait chain → what ``chains.py`` knows of it
        self.waits: Dict[Tuple[int, ...], Any] = {}
        self._lines: Dict[Tuple[str, int, str], int] = {}
        self._texts: Dict[str, int] = {}
        self._sequences: Dict[Tuple[str, Tuple[int, ...]], int] = {}
        self._sequence_sites = 0
        self._kept: List[CodeType] = []
        self._site_ids = itertools.count(1)
        self._name_ids = itertools.count(schema.FIRST_NAME_ID)
        self._sequence_ids = itertools.count(1)
        self._user: Dict[str, bool] = {}
        #: files of the user's that something was interned of
        self.user_paths: List[str] = []

    def site(self, code: CodeType, offset: int) -> int:
        by_offset = self.sites.get(id(code))
        if by_offset is None:
            by_offset = self.sites[id(code)] = {}
            self._kept.append(code)
        site = by_offset.get(offset)
        if site is None:
            line, column = position(code, offset)
            site = by_offset[offset] = self._new_site(code.co_filename, line, column, getattr(code, "co_qualname", code.co_name))
        return site

    def line(self, path: str, line: int, qualname: str) -> int:
        """A site of which no more is known."""
        key = (path, line, qualname)
        site = self._lines.get(key)
        if site is None:
            site = self._lines[key] = self._new_site(path, line, 0, qualname)
        return site

    def _new_site(self, path: str, line: int, column: int, qualname: str) -> int:
        """0: it has none, as the loop's own code is no place of the program's, or there are too many."""
        if path.startswith(_PACKAGE):
            return 0
        site = next(self._site_ids)
        if site >= schema.FIRST_TASK_ID:
            return 0
        self.pending.append(("site", site, path[:_LONGEST], line, column, qualname[:_LONGEST], self.is_user(path)))
        return site

    def is_user(self, path: str) -> bool:
        user = self._user.get(path)
        if user is None:
            user = self._user[path] = is_user_code(path)
            if user:
                self.user_paths.append(path)
        return user

    def frame(self, frame: FrameType) -> int:
        return self.site(frame.f_code, frame.f_lasti)

    def text(self, text: str) -> int:
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1] + _NOT_KEPT
        name = self._texts.get(text)
        if name is None:
            name = next(self._name_ids)
            if name >= _LAST_NAME:
                name, text = _LAST_NAME, _NOT_KEPT
                if text in self._texts:
                    return name
            self.pending.append(("name", name, text))
            self._texts[text] = name
        return name

    def value(self, text: str) -> int:
        """Of values there is no end: a program that runs for days shows the first, then 0."""
        return self.text(text) if len(self._texts) < _VALUES or text in self._texts else 0

    def callback(self, callback: Any) -> int:
        """The name of a plain callback: its qualified name; of a ``partial``: that of what it calls."""
        code = callback_code(callback)
        if code is not None:
            name = self.names.get(id(code))
            if name is None:
                name = self.names[id(code)] = self.text(callable_name(callback))
                self._kept.append(code)
            return name
        return self.text(callable_name(callback))

    def code_name(self, code: CodeType) -> int:
        """Of a function that is known by its code alone. Before 3.11 its qualified name is not in it."""
        return self.text(getattr(code, "co_qualname", code.co_name))

    def sequence(self, tag: str, sites: Tuple[int, ...]) -> int:
        """A wait chain (``tag`` "chain")."""
        if self._sequence_sites > _SEQUENCE_SITES:
            # the innermost: there are not as many of those
            sites = sites[-_SHORT:] if tag == "chain" else sites[:_SHORT]
        key = (tag, sites)
        number = self._sequences.get(key)
        if number is None:
            self._sequence_sites += len(sites)
            number = next(self._sequence_ids)
            self.pending.append((tag, number, sites))
            self._sequences[key] = number
        return number

    def stack(self, sites: Tuple[int, ...], calling: str) -> int:
        """``calling``: what the innermost line of the user's had called, "" if that is not known. It follows from the sites."""
        key = ("stack", sites)
        number = self._sequences.get(key)
        if number is None:
            number = next(self._sequence_ids)
            self.pending.append(("stack", number, sites, calling))
            self._sequences[key] = number
        return number

    def take_pending(self) -> List[Any]:
        taken: List[Any] = []
        while self.pending:
            taken.append(self.pending.popleft())
        return taken


def hello() -> Tuple[str, Dict[str, Any]]:
    """The first definition of a stream."""
    import platform
    import time

    return (
        "hello",
        {
            "schema": schema.SCHEMA_VERSION,
            "python": platform.python_version(),
            "implementation": platform.python_implementation(),
            "platform": sys.platform,
            "epoch": time.time_ns(),
            "clock": time.perf_counter_ns(),
        },
    )
