"""The user's own interpreter: the program runs on this process's main thread, its events go out through a pipe."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, Dict, List, NoReturn

from . import hooks, program, session, watcher
from .session import now
from .source_calls import read_ahead

#: a write that takes longer waited for its reader
_WAITED_NS = 200_000


class PipeSink:
    """Writes to a file descriptor; when its reader has gone the program goes on unwatched."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes) -> int:
        if self._descriptor < 0:
            return 0
        began = now()
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError:
            self.forget()
        took = now() - began
        return took if took > _WAITED_NS else 0

    def forget(self) -> None:
        self._descriptor = -1


class _Terminal(io.FileIO):
    """A pipe with a terminal at its other end."""

    def isatty(self) -> bool:
        return True


def _show_terminals(terminal: Dict[str, bool]) -> None:
    """The program's streams behave as in a terminal where there is one: lines come out at once, programs use colour."""
    for name in ("stdin", "stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if not terminal[name] or stream is None:
            continue
        raw = _Terminal(stream.fileno(), "r" if name == "stdin" else "w", closefd=False)
        buffer: Any = io.BufferedReader(raw) if name == "stdin" else io.BufferedWriter(raw)
        made = io.TextIOWrapper(buffer, encoding=stream.encoding, errors=stream.errors, line_buffering=name != "stdin")
        made.mode = stream.mode  # type: ignore[misc]
        setattr(sys, name, made)
        setattr(sys, f"__{name}__", made)


def _watch_no_children(sink: PipeSink) -> None:
    """A forked child is another program: it runs as if nothing had ever been installed."""

    def forked() -> None:
        sink.forget()
        watcher.forget()
        hooks.uninstall()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forked)


def _flush_before_exit() -> None:
    exit_now = os._exit

    def _exit(status: int) -> NoReturn:
        session.current().flush()
        exit_now(status)

    os._exit = _exit


def main(options: Dict[str, Any]) -> NoReturn:
    """``options``: ``path``, ``source`` (or None), ``module`` (whether ``path`` is a module's name), ``args``, ``slowCallbackMs``, ``terminal``, ``events`` (a file descriptor)."""
    os.set_inheritable(options["events"], False)
    sink = PipeSink(options["events"])
    made = session.start(sink, int(options["slowCallbackMs"] * 1e6))
    made.flush()
    _show_terminals(options["terminal"])
    hooks.install()
    _watch_no_children(sink)
    _flush_before_exit()
    if options["source"] is None and not options["module"]:
        read_ahead(options["path"])
    watcher.start(made, options["events"])
    args: List[str] = options["args"]
    what = program.Program(options["path"], options["source"], options["module"])
    ending = program.run(what, args, lambda error: "")
    watcher.stop()
    made.flush()
    hooks.uninstall()
    sys.exit(ending.code)
