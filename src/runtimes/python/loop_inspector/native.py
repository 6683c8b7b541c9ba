"""The user's own interpreter: the program runs on this process's main thread, its events go out through a pipe."""

from __future__ import annotations

import gc
import io
import sys
from typing import Any, Dict, List, NoReturn

from . import all_imported, forking, gates, hidden_thread, hooks, leaving, program, schema, session, traceback_dumps, values, watcher
from .command_pipe import CommandPipe
from .commands import Commands
from .control import block_thread
from .event_pipe import EventPipe
from .lookout import Lookout
from .source_calls import read_ahead


class _Terminal(io.FileIO):
    """A pipe with a terminal at its other end."""

    def isatty(self) -> bool:
        return True


class _Errors(_Terminal):
    """Goes into the same pipe as output: that something was written here is told, as nothing else tells it apart."""

    told = 0

    def write(self, data: Any) -> Any:
        t = session.now()
        if t - self.told > _TELL_NS:
            self.told = t
            session.current().here().rows += (t, schema.WROTE_ERRORS, 0, 0)
        return super().write(data)


#: what is written to ``sys.stderr`` is told so often
_TELL_NS = 10_000_000


def _show_terminals(terminal: Dict[str, bool]) -> None:
    """The program's streams behave as in a terminal where there is one: lines come out at once, programs use colour."""
    for name in ("stdin", "stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if not terminal[name] or stream is None:
            continue
        kind = _Errors if name == "stderr" and terminal["together"] else _Terminal
        raw = kind(stream.fileno(), "r" if name == "stdin" else "w", closefd=False)
        # with PYTHONUNBUFFERED output has no buffer
        buffer: Any = io.BufferedReader(raw) if name == "stdin" else raw if isinstance(stream.buffer, io.RawIOBase) else io.BufferedWriter(raw)
        made = io.TextIOWrapper(buffer, encoding=stream.encoding, errors=stream.errors, line_buffering=name != "stdin", write_through=stream.write_through)
        made.mode = stream.mode  # type: ignore[misc]
        setattr(sys, name, made)
        setattr(sys, f"__{name}__", made)


def main(options: Dict[str, Any]) -> NoReturn:
    """``options``: ``path``, ``source`` (or None), ``module`` (whether ``path`` is a module's name), ``args``, ``slowCallbackMs``, ``reprLength``, ``terminal``, ``events`` and ``commands`` (file descriptors)."""
    all_imported()
    pipe = EventPipe(options["events"])
    command_pipe = CommandPipe(options["commands"])
    lookout = Lookout(pipe, command_pipe)
    values.limit_to(options["reprLength"])
    made = session.start(pipe, int(options["slowCallbackMs"] * 1e6))
    made.flush()
    _show_terminals(options["terminal"])
    hooks.install()
    control = gates.install(made, block_thread)
    push = Commands(control).push
    leaving.install()
    if options["source"] is None and not options["module"]:
        read_ahead(options["path"])

    def listen(seconds: float) -> float:
        # a person who steps wants no delay; a fork, which must wait for this thread, cannot come from a loop that is held
        eager = control.paused
        heard = lookout.look(push, int(seconds * 1000) if eager else 0)
        return 0 if eager and heard else seconds

    traceback_dumps.install()
    watcher.start(made, lookout.reader_gone, listen)

    def become_child() -> None:
        pipe.forget()
        command_pipe.forget()
        gates.forget()
        traceback_dumps.uninstall()
        hidden_thread.uninstall()
        hooks.uninstall()

    forking.install(made, become_child)
    # else the collector looks at all that was loaded so far again and again, in the program's time
    gc.collect()
    args: List[str] = options["args"]
    what = program.Program(options["path"], options["source"], options["module"])
    ending = program.run(what, args, lambda error: "")
    watcher.stop()
    command_pipe.forget()
    made.flush()
    hooks.uninstall()
    sys.exit(ending.code)
