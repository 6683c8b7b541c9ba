"""Which code is asyncio's or this package's own: who called *that* is the place in the program that is shown."""

from __future__ import annotations

import asyncio
import contextvars
import os
import sys
from types import CodeType, FrameType
from typing import Any, Dict, Optional, Tuple

from .interning import Interner

#: of PyPy 3.9, whose contexts are written in Python: it stands between a loop and what that calls
CONTEXT_RUN: Optional[CodeType] = getattr(contextvars.Context.run, "__code__", None)
#: it stands between a turn that is not ours and what that calls
HANDLE_RUN: Any = getattr(asyncio.Handle._run, "__code__", None)  # type: ignore[attr-defined]
_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: what starts the package
_START = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "start.py")
#: functions of this package through which a loop calls the program
_RUN_LOOP = frozenset(("run_once", "run_step", "_run_and_tell", "run_forever"))
#: names of code that was a function of its own before 3.12
_COMPREHENSIONS = frozenset(("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"))


def _library_code() -> Dict[int, Tuple[CodeType, str]]:
    """By ``id`` the code of asyncio's own functions, and their qualified names: before 3.11 the code has none."""
    found: Dict[int, Tuple[CodeType, str]] = {} if CONTEXT_RUN is None else {id(CONTEXT_RUN): (CONTEXT_RUN, "")}
    package = asyncio.__name__
    for name, module in list(sys.modules.items()):
        if not (name == package or name.startswith(package + ".")):
            continue
        for value in list(vars(module).values()):
            members = list(vars(value).values()) if isinstance(value, type) else [value]
            for member in members:
                function = getattr(member, "__func__", member)
                code = getattr(function, "__code__", None)
                if code is not None and str(getattr(function, "__module__", "")).startswith("asyncio"):
                    found[id(code)] = (code, function.__qualname__)
                    found.update((id(part), (part, "")) for part in code.co_consts if isinstance(part, CodeType) and part.co_name in _COMPREHENSIONS)
    return found


_library = _library_code()
LIBRARY_CODE = frozenset(_library)
#: those of them that are coroutine functions
LIBRARY_COROUTINES = frozenset(number for number, (code, _) in _library.items() if code.co_flags & 0x80)  # CO_COROUTINE
LIBRARY_MODULES = frozenset(name for name in sys.modules if name == asyncio.__name__ or name.startswith(asyncio.__name__ + "."))


def is_own(code: CodeType) -> bool:
    """Whether it is this package's."""
    return code.co_filename.startswith(_PACKAGE)


def outer_site(interner: Interner, frame: Optional[FrameType]) -> int:
    """Site of the first frame, from ``frame`` outwards, outside of asyncio and of this package; 0 if the loop itself is reached."""
    while frame is not None:
        code = frame.f_code
        if id(code) not in LIBRARY_CODE:
            if not is_own(code):
                return interner.site(code, frame.f_lasti)
            if code.co_name in _RUN_LOOP:
                return 0
        frame = frame.f_back
    return 0


def called_in_library(frame: Optional[FrameType]) -> str:
    """Qualified name of the function of asyncio's that the program has called, from ``frame`` outwards; "" if it has called none."""
    name = ""
    while frame is not None and (id(frame.f_code) in LIBRARY_CODE or is_own(frame.f_code)):
        if id(frame.f_code) in LIBRARY_CODE:
            name = _library[id(frame.f_code)][1]
        frame = frame.f_back
    return name


def drop_own_frames(source_traceback: Any) -> None:
    """Debug mode remembers where handles and futures were made; this package's frames tell a program nothing."""
    if source_traceback:
        source_traceback[:] = [entry for entry in source_traceback if not entry.filename.startswith(_PACKAGE) and entry.filename != _START]
