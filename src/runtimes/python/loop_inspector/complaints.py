"""Coroutines that were never awaited: the hook that CPython calls before it warns (``warnings._warn_unawaited_coroutine``)."""

from __future__ import annotations

import os
import sys
import warnings
from asyncio import events
from types import CodeType, FrameType, FunctionType
from typing import Any, Callable, Optional

from . import schema, session
from .interning import DEFINITION, Interner
from .program import NOWHERE
from .session import now
from .stand_ins import pose_as
from .tracebacks import RUN

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_original: Optional[Any] = None

#: ``warnings`` passes over frames of the import system when it looks for the line to blame: so it must over ours
_PASSED_OVER = "<loop_inspector, like importlib._bootstrap>"


def _never_awaited(coroutine: Any) -> None:
    """The line is where the coroutine was made, if its origin is tracked, else where the last reference to it went:
    the same line for a call whose result nobody keeps."""
    log = session.current().here()
    interner = log.session.interner
    site = _made_at(interner, coroutine) or _let_go_at(interner, sys._getframe(0).f_back)
    log.rows += (now(), schema.NEVER_AWAITED, site, interner.site(coroutine.cr_code, DEFINITION))
    if _original is not None:
        caller = sys._getframe(0).f_back
        if caller is not None and caller.f_code.co_filename.startswith(_PACKAGE):
            # the loop has called a coroutine function, and let go of what that returned
            _as_handle(_original, coroutine)
        else:
            _original(coroutine)


def _posing() -> Callable[[Any, Any], None]:
    """A function whose one line is that with which ``Handle._run`` (``Lib/asyncio/events.py``) calls a callback."""
    run = RUN
    made = compile("def _run(warn, coroutine): warn(coroutine)", run.tb_frame.f_code.co_filename, "exec")
    (code,) = (constant for constant in made.co_consts if isinstance(constant, CodeType))
    return FunctionType(code.replace(co_firstlineno=run.tb_lineno), events.__dict__)


_as_handle = _posing()


def _made_at(interner: Interner, coroutine: Any) -> int:
    """0: not known, as ``sys.set_coroutine_origin_tracking_depth`` was not called; asyncio's debug mode does so."""
    for path, line, name in coroutine.cr_origin or ():
        site = interner.line(path, line, name)
        if site:
            return site
    return 0


def _let_go_at(interner: Interner, frame: Optional[FrameType]) -> int:
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return interner.frame(frame) if frame is not None and frame.f_code.co_filename != NOWHERE else 0


_never_awaited.__code__ = _never_awaited.__code__.replace(co_filename=_PASSED_OVER)


def install() -> None:
    global _original
    if _original is None:
        _original = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        pose_as(_never_awaited, _original)
        warnings._warn_unawaited_coroutine = _never_awaited  # type: ignore[attr-defined]


def uninstall() -> None:
    global _original
    if _original is not None:
        warnings._warn_unawaited_coroutine = _original  # type: ignore[attr-defined]
        _original = None
