"""What a handle fails with is told as ``Handle._run`` (``Lib/asyncio/events.py``) does it, in whose place the loop calls the callback.

Programs log such an exception: its traceback begins with the frame of ``_run``, not with one of ours.
"""

from __future__ import annotations

from asyncio import format_helpers
from types import TracebackType
from typing import Any

from .tracebacks import RUN


def tell(loop: Any, handle: Any, error: BaseException) -> None:
    """To be called by who has called the callback of ``handle``, which has raised ``error``."""
    text = format_helpers._format_callback_source(handle._callback, handle._args)  # type: ignore[attr-defined]
    traceback = error.__traceback__
    if traceback is not None:
        error.__traceback__ = TracebackType(traceback.tb_next, RUN.tb_frame, RUN.tb_lasti, RUN.tb_lineno)
    context = {"message": f"Exception in callback {text}", "exception": error, "handle": handle}
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    loop.call_exception_handler(context)
