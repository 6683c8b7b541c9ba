"""What the embedded interpreter lacks: failures there are honest, and get one line that says why and what to do."""

from __future__ import annotations

import errno
import socket
import sys
from types import CodeType
from typing import Any, Iterator, List, Optional

_HINT = "Loop Inspector: this program runs on the embedded interpreter, which "
_ONLY_STDLIB = _HINT + "has the standard library only; run it with a Python that has {!r} installed."
_NO_FEATURE = _HINT + "has no {}; run it with a Python on your machine."

_SOCKETS = "sockets"
_SUBPROCESSES = "subprocesses"
_THREADS = "threads"
_DESCRIPTORS = "file descriptors to watch (add_reader, add_writer, pipes)"

_NO_SOCKETS = "emscripten does not support sockets."
_PROCESS_MODULES = ("_multiprocessing", "_posixsubprocess", "_posixshmem")


def _refuse(*args: Any, **options: Any) -> Any:
    raise OSError(errno.ENOTSUP, _NO_SOCKETS)


def refuse_sockets() -> None:
    """The distribution's own connect nowhere: ``connect`` succeeds and ``recv`` says that the other side has gone."""
    socket.socket.__init__ = _refuse  # type: ignore[method-assign]
    socket.socket.__del__ = lambda self: None  # type: ignore[attr-defined]
    for name in ("getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "socketpair"):
        if hasattr(socket, name):
            setattr(socket, name, _refuse)


#: the module that the program ended for want of, "" for none
missing_module = ""


def hint(error: BaseException) -> str:
    """One line for a failure that comes from what this interpreter lacks, "" for any other."""
    for found in _related(error):
        line = _hint(found)
        if line:
            return line
    return ""


def _related(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and the members of groups."""
    seen: List[Optional[BaseException]] = []
    left: List[Optional[BaseException]] = [error]
    while left:
        found = left.pop(0)
        if found is not None and not any(found is other for other in seen):
            seen.append(found)
            yield found
            left += [*getattr(found, "exceptions", ()), found.__cause__, found.__context__]


def _hint(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        if top in _PROCESS_MODULES:
            return _NO_FEATURE.format(_SUBPROCESSES)
        if top not in sys.stdlib_module_names:
            global missing_module
            missing_module = top
            return _ONLY_STDLIB.format(top)
        return _NO_FEATURE.format(f"module {top!r}")
    lacking = _lacking(error)
    return _NO_FEATURE.format(lacking) if lacking else ""


def _lacking(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # the program's own
        return ""
    functions: List[CodeType] = []
    found = error.__traceback__
    while found is not None:
        functions.append(found.tb_frame.f_code)
        found = found.tb_next
    names = [code.co_name for code in functions]
    if "can't start new thread" in text:
        # asyncio looks names of hosts up in a thread
        return _SOCKETS if "getaddrinfo" in names else _THREADS
    if "does not support sockets" in text or "could not bind on any address" in text:  # `create_server` passes over the first
        return _SOCKETS
    if "does not support processes" in text:
        return _SUBPROCESSES
    if isinstance(error, NotImplementedError) and functions and "/asyncio/" in functions[-1].co_filename:
        last = names[-1]
        if "subprocess" in last:
            return _SUBPROCESSES
        return _DESCRIPTORS if any(word in last for word in ("reader", "writer", "pipe")) else _SOCKETS
    return ""
