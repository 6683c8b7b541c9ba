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
from importlib.machinery import SourceFileLoader
from typing import Any, Callable, List, NamedTuple, Optional, Set

from . import schema, session
from .tracebacks import show_as_asyncio
from .values import type_name

#: another implementation of Python collects nothing at its end
_COUNTS_REFERENCES = sys.implementation.name == "cpython"
#: file and line that Python names in a warning at its end, when no line runs
NOWHERE, _NO_LINE = ("<sys>", 0) if sys.version_info >= (3, 13) else ("sys", 1)


class Ending(NamedTuple):
    code: int
    #: "finished", "exit", "exception" or "interrupted"
    reason: str
    #: of the exception that ended the program, "" if none
    error: str


_ENDINGS = {"finished": schema.FINISHED, "exit": schema.EXIT, "exception": schema.EXCEPTION, "interrupted": schema.INTERRUPTED}
INTERRUPTED = Ending(130, "interrupted", "KeyboardInterrupt")


_traceback: Any = BaseException.__dict__["__traceback__"]
_cause: Any = BaseException.__dict__["__cause__"]
_context: Any = BaseException.__dict__["__context__"]


#: where the interpreter leaves what has ended the program
_LAST = ("last_exc",) if sys.version_info >= (3, 12) else ()


def _show(error: BaseException) -> Optional[SystemExit]:
    """By ``sys.excepthook``, which may leave the program."""
    seen: Set[int] = set()
    link: Optional[BaseException] = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        show_as_asyncio(link)
        cause = _cause.__get__(link)
        link = _context.__get__(link) if cause is None else cause
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, _traceback.__get__(error)
    for name in _LAST:
        setattr(sys, name, error)
    try:
        sys.excepthook(type(error), error, _traceback.__get__(error))
    except BaseException as failure:
        if isinstance(failure, SystemExit) and _COUNTS_REFERENCES:
            return failure
        # as the interpreter does
        show_as_asyncio(failure)
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(failure), failure, _traceback.__get__(failure))
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, _traceback.__get__(error))
    return None


def _forget_last() -> None:
    for name in ("last_type", "last_value", "last_traceback", *_LAST):
        if hasattr(sys, name):
            setattr(sys, name, None)


def _exit_code(error: SystemExit) -> int:
    """As ``Py_Main``: None is 0, a number is itself, anything else is printed and is 1."""
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if code.bit_length() < _LONG_BITS else 0xFF
    try:
        text = f"{code}\n"
    except Exception:
        text = "\n"
    try:
        if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison] - so a program may have it
            _write_error(text)
        else:
            sys.stderr.write(text)
    except Exception:  # it is closed
        _write_error("\n")
    return 1


def _write_error(text: str) -> None:
    """Past ``sys.stderr``."""
    try:
        os.write(2, text.encode("utf-8", "backslashreplace"))
    except OSError:
        pass


#: a number that does not fit into C's ``long`` is as -1
_LONG_BITS = 64


class Program(NamedTuple):
    """What to run: the file ``path``, ``source`` under that name, or the module ``path`` as ``python -m`` does."""

    path: str
    source: Optional[str] = None
    is_module: bool = False


def run(program: Program, args: List[str], hint: Callable[[BaseException], str]) -> Ending:
    """``hint`` may add a line under the traceback of an exception."""
    path, source, is_module = program
    started = sys.modules["__main__"]
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=builtins, __annotations__={}, __cached__=None)
    sys.modules["__main__"] = main
    sys.argv = ["-m" if is_module else path, *args]
    if hasattr(sys, "orig_argv"):  # since 3.10
        sys.orig_argv = [*sys.orig_argv[:1], *(("-m",) if is_module else ()), path, *args]
    if is_module:
        folder = os.getcwd()
    elif source is None:
        main.__loader__ = SourceFileLoader("__main__", path)
        folder = os.path.dirname(os.path.realpath(path))
    else:
        folder = ""
        linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0:1] = [folder]
    ending = _guard(lambda: _execute(program, main), hint)
    after = _guard(_finish, hint)
    shown = ending if after.reason == "finished" else after
    session.current().end(_ENDINGS[shown.reason], shown.error)
    if sys.modules.get("__main__") is main:
        sys.modules["__main__"] = started
    left = [main]
    del main
    # the interpreter collects before it lets go of its modules, and once more then
    if gc.isenabled() and _COUNTS_REFERENCES:
        _run_nowhere(gc.collect)
    _let_go(_forget_last)
    _let_go(left.clear)
    if _COUNTS_REFERENCES:
        _let_go(gc.collect)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    return shown


def _ignore(error: BaseException, where: Any) -> None:
    """As the interpreter tells of what it cannot raise."""
    show_as_asyncio(error)
    if sys.unraisablehook is sys.__unraisablehook__:
        print(f"Exception ignored in: {where!r}\nTraceback (most recent call last):", file=sys.stderr)
        traceback.print_tb(_traceback.__get__(error))
        print(f"{type_name(type(error))}: {error}", file=sys.stderr)
    else:
        told: Any = types.SimpleNamespace(exc_type=type(error), exc_value=error, exc_traceback=_traceback.__get__(error), err_msg=None, object=where)
        sys.unraisablehook(told)


def _drop_collection_hooks() -> None:
    """The program's must not be called when its module is empty; CPython's own last collections call none either."""
    hooks: List[Any] = getattr(gc, "callbacks", [])
    hooks[:] = [hook for hook in hooks if str(getattr(hook, "__module__", "")).startswith(__package__ or "")]


def _run_nowhere(action: Callable[[], object]) -> None:
    """A warning then is of no line, as when the interpreter does so itself."""
    types.FunctionType(_ACTION, {"action": action, "__name__": "sys", "__builtins__": builtins})()


def _let_go(action: Callable[[], object]) -> None:
    """When the interpreter lets go of something, its warnings of that have no advice either."""
    kept = {name: sys.modules.get(name) for name in _ADVISE}
    sys.modules.update(dict.fromkeys(_ADVISE))  # type: ignore[arg-type]
    try:
        _run_nowhere(action)
    finally:
        for name, module in kept.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module


#: modules that warnings look for: where something was made, and what the line is
_ADVISE = ("tracemalloc", "linecache")

_ACTION = compile("action()", NOWHERE, "exec").replace(co_firstlineno=_NO_LINE)


def _guard(action: Callable[[], None], hint: Callable[[BaseException], str]) -> Ending:
    caught: List[BaseException] = []
    try:
        action()
    except BaseException as error:
        caught.append(error)
    if not caught:
        return Ending(0, "finished", "")
    ending = _ended_by(caught[0], hint)
    _let_go(caught.clear)
    return ending


def _ended_by(error: BaseException, hint: Callable[[BaseException], str]) -> Ending:
    if isinstance(error, SystemExit):
        return Ending(_exit_code(error), "exit", "")
    leaves = _show(error)
    if leaves is not None:
        return Ending(_exit_code(leaves), "exit", "")
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    line = hint(error)
    if line:
        print(line, file=sys.stderr)
    return Ending(1, "exception", type_name(type(error)))


def _execute(program: Program, main: types.ModuleType) -> None:
    path, source, is_module = program
    if is_module:
        _run_module(path)
        return
    if source is None:
        with open(path, "rb") as file:
            data = file.read()
        code = compile(data, path, "exec", dont_inherit=True)
    else:
        code = compile(source, path, "exec", dont_inherit=True)
    exec(code, main.__dict__)


def _run_module(name: str) -> None:
    """By the function that the interpreter calls for ``-m``: it is seen in tracebacks."""
    details: Any = runpy
    try:
        details._run_module_as_main(name)
    except SystemExit as error:
        # the embedded interpreter has no executable, by whose name such a message begins
        if not sys.executable and isinstance(error.code, str) and error.code.startswith(": "):
            error.code = "python" + error.code
        raise


def _finish() -> None:
    """What the interpreter does after the last line: wait for threads, run ``atexit``."""
    threading = sys.modules.get("threading")
    if threading is not None:
        try:
            threading._shutdown()  # type: ignore[attr-defined]
        except BaseException as error:
            if sys.version_info >= (3, 13):
                raise
            _ignore(error, threading)
    run_exit_functions = getattr(atexit, "_run_exitfuncs", None)
    if run_exit_functions is not None:
        try:
            run_exit_functions()
        except BaseException:
            if sys.version_info >= (3, 10):
                raise
            # it has told of it; 3.9 would tell twice
    _drop_collection_hooks()
