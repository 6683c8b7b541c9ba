"""The user's own interpreter: the program runs on this process's main thread, its events go out through a pipe."""

from __future__ import annotations

import io
import sys
from typing import Any, Dict, List, NoReturn

from . import all_imported, forking, hooks, leaving, program, session, watcher
from .event_pipe import EventPipe
from .source_calls import read_ahead


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




def main(options: Dict[str, Any]) -> NoReturn:
    """``options``: ``path``, ``source`` (or None), ``module`` (whether ``path`` is a module's name), ``args``, ``slowCallbackMs``, ``terminal``, ``events`` (a file descriptor)."""
    all_imported()
    pipe = EventPipe(options["events"])
    made = session.start(pipe, int(options["slowCallbackMs"] * 1e6))
    made.flush()
    _show_terminals(options["terminal"])
    hooks.install()
    leaving.install()
    if options["source"] is None and not options["module"]:
        read_ahead(options["path"])
    watcher.start(made, pipe.reader_gone)

    def become_child() -> None:
        pipe.forget()
        hooks.uninstall()

    forking.install(made, become_child)
    args: List[str] = options["args"]
    what = program.Program(options["path"], options["source"], options["module"])
    ending = program.run(what, args, lambda error: "")
    watcher.stop()
    made.flush()
    hooks.uninstall()
    sys.exit(ending.code)
