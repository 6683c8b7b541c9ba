"""Runs the user's program as ``python file.py`` does: ``__main__``, ``sys.argv``, ``sys.path[0]``, exit code, traceback."""

from __future__ import annotations

import atexit
import builtins
import gc
import linecache
import os
import runpy
import sys
import traceback
import types
from typing import Any, Callable, List, NamedTuple, Optional, Set

from . import schema, session

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class Ending(NamedTuple):
    code: int
    #: "finished", "exit", "exception" or "interrupted"
    reason: str
    #: of the exception that ended the program, "" if none
    error: str


_ENDINGS = {"finished": schema.FINISHED, "exit": schema.EXIT, "exception": schema.EXCEPTION, "interrupted": schema.INTERRUPTED}
INTERRUPTED = Ending(130, "interrupted", "KeyboardInterrupt")


def _without_own_frames(found: Optional[types.TracebackType]) -> Optional[types.TracebackType]:
    entries: List[types.TracebackType] = []
    while found is not None:
        if not found.tb_frame.f_code.co_filename.startswith(_PACKAGE):
            entries.append(found)
        found = found.tb_next
    kept: Optional[types.TracebackType] = None
    for entry in reversed(entries):
        kept = types.TracebackType(kept, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return kept


def _show(error: BaseException) -> None:
    seen: Set[int] = set()
    link: Optional[BaseException] = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        link.__traceback__ = _without_own_frames(link.__traceback__)
        link = link.__cause__ or link.__context__
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:
        traceback.print_exc()


def _exit_code(error: SystemExit) -> int:
    """As ``Py_Main``: None is 0, a number is itself, anything else is printed and is 1."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    print(error.code, file=sys.stderr)
    return 1


class Program(NamedTuple):
    """What to run: the file ``path``, ``source`` under that name, or the module ``path`` as ``python -m`` does."""

    path: str
    source: Optional[str] = None
    is_module: bool = False


def run(program: Program, args: List[str], hint: Callable[[BaseException], str]) -> Ending:
    """``hint`` may add a line under the traceback of an exception."""
    path, source, is_module = program
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=builtins, __annotations__={})
    sys.modules["__main__"] = main
    sys.argv = ["-m" if is_module else path, *args]
    if is_module:
        folder = os.getcwd()
    elif source is None:
        folder = os.path.dirname(os.path.realpath(path))
    else:
        folder = ""
        linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0:1] = [folder]
    ending = _guard(lambda: _execute(program, main), hint)
    after = _guard(_finish, hint)
    log = session.current().process
    shown = ending if after.reason == "finished" else after
    name = session.current().interner.text(shown.error) if shown.error else 0
    log.rows += (session.now(), schema.PROGRAM_ENDED, _ENDINGS[shown.reason], name)
    session.current().flush()
    main.__dict__.clear()
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    return shown


def _drop_collection_hooks() -> None:
    """The program's must not be called when its module is empty; CPython's own last collections call none either."""
    hooks: List[Any] = getattr(gc, "callbacks", [])
    hooks[:] = [hook for hook in hooks if str(getattr(hook, "__module__", "")).startswith(__package__ or "")]


def _guard(action: Callable[[], None], hint: Callable[[BaseException], str]) -> Ending:
    try:
        action()
    except SystemExit as error:
        return Ending(_exit_code(error), "exit", "")
    except KeyboardInterrupt as error:
        _show(error)
        return INTERRUPTED
    except BaseException as error:
        _show(error)
        line = hint(error)
        if line:
            print(line, file=sys.stderr)
        return Ending(1, "exception", type(error).__qualname__)
    return Ending(0, "finished", "")


def _execute(program: Program, main: types.ModuleType) -> None:
    path, source, is_module = program
    if is_module:
        code = _prepare_module(path, main)
    elif source is None:
        with open(path, "rb") as file:
            data = file.read()
        code = compile(data, path, "exec", dont_inherit=True)
    else:
        code = compile(source, path, "exec", dont_inherit=True)
    exec(code, main.__dict__)


def _prepare_module(name: str, main: types.ModuleType) -> types.CodeType:
    """As ``runpy`` does for ``python -m``, whose errors are one line."""
    details: Any = runpy
    try:
        _, spec, code = details._get_module_details(name, details._Error)
    except details._Error as error:
        sys.exit(f"{sys.executable}: {error}")
    main.__dict__.update(__spec__=spec, __package__=spec.parent, __loader__=spec.loader, __file__=spec.origin, __cached__=spec.cached)
    sys.argv[0] = spec.origin
    return code


def _finish() -> None:
    """What the interpreter does after the last line: wait for threads, run ``atexit``."""
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()  # type: ignore[attr-defined]
    run_exit_functions = getattr(atexit, "_run_exitfuncs", None)
    if run_exit_functions is not None:
        run_exit_functions()
    _drop_collection_hooks()
