"""CPython compiled to WebAssembly in a worker thread: all that is special to it.

The host's side is ``src/runtimes/python/embedded``; it is imported here as the module ``_loop_inspector_host``:
``write(address, length) -> ns waited``, ``wait(ms, wakeable) -> interrupted`` (returns early for a SIGINT, which it
takes, and if wakeable for a ``wake()``, also for one before it), ``watch(on)`` (whether a loop runs here: the host
watches for overdue steps only then), ``owed() -> ns`` (how long the program waited to write its output since it was
last asked), ``begun()`` (from now on a SIGINT is the program's), ``commands() -> str`` (what has come from the
inspector, a character a byte; ``wait`` returns early for it).
"""

from __future__ import annotations

import asyncio
import operator
import os
import signal
import sys
import time
import traceback
import warnings
from array import array
from asyncio import base_events, events
from types import FrameType
from typing import Any, Callable, Dict, List, Optional, SupportsIndex, Tuple, Union

import _loop_inspector_host as host  # pyright: ignore[reportMissingModuleSource]

from . import all_imported, gates, hooks, lacks, leaving, program, schema, session, values
from .commands import Commands
from .recorder import Recorder
from .session import now
from .stacks import record_stack, take_stack
from .stand_ins import pose_as

#: the number of the signal with which the host asks "where are you": no program's own
WATCH_SIGNAL = signal.NSIG - 2
_FOREVER = 2**31 - 1
_SLICE_S = 0.02
_monotonic = time.monotonic
#: below a look is not late: on a busy machine the host may ask as late as that
_LATE_NS = 250_000_000


class _HostSink:
    def write(self, data: bytes) -> int:
        items = array("B", data)
        address, length = items.buffer_info()
        return int(host.write(address, length))


def _wait(milliseconds: float, wakeable: bool) -> None:
    """The handler of a SIGINT runs here and not in the host, whose frames would be in the user's traceback."""
    interrupted = host.wait(milliseconds, wakeable)
    _take_commands()
    if interrupted:
        signal.raise_signal(signal.SIGINT)


_commands: Optional[Commands] = None


def _take_commands() -> None:
    """In the middle of what they change, or of those before, they are left for later: the host asks again."""
    commands = _commands
    if commands is not None and not commands.busy and not commands.control.lock.locked() and not commands.control.session.busy.locked():
        commands.push(host.commands().encode("latin-1"))


def _block(lock: Any, seconds: Optional[float]) -> None:
    """See ``control.Block``."""
    end = 0.0 if seconds is None else _monotonic() + seconds
    while not lock.acquire(False):
        left = _FOREVER if seconds is None else (end - _monotonic()) * 1000
        if left <= 0:
            return
        _wait(left, False)


class _Selector:
    """Waits in the host; there are no file descriptors to watch."""

    def select(self, timeout: Optional[float] = None) -> List[Any]:
        if timeout is None:
            _wait(_FOREVER, True)
        elif timeout > 0:
            _wait(timeout * 1000, True)
        return []

    def get_map(self) -> None:
        return None

    def close(self) -> None:
        pass


class EmbeddedEventLoop(base_events.BaseEventLoop):
    """``BaseEventLoop`` that runs synchronously: its selector sleeps in ``Atomics.wait``."""

    loop_inspector_has_io = False

    def __init__(self, selector: Optional[object] = None) -> None:
        """A selector of the program's own has nothing to watch either."""
        super().__init__()
        self._selector = _Selector()
        #: signals that wake the loop
        self._signal_handlers: Dict[int, events.Handle] = {}

    def _process_events(self, event_list: List[Any]) -> None:
        pass

    def _write_to_self(self) -> None:
        """Only this thread runs Python, but a signal's handler may come between the look at ``_ready`` and the wait."""
        host.wake()

    def run_forever(self) -> None:
        host.watch(True)
        try:
            super().run_forever()
        finally:
            host.watch(False)

    def close(self) -> None:
        super().close()
        for sig in list(self._signal_handlers):
            self.remove_signal_handler(sig)

    def add_signal_handler(self, sig: int, callback: Callable[..., Any], *args: Any) -> None:
        """As ``asyncio.unix_events`` does: nothing is changed when there is an error."""
        self._check_callback(callback, "add_signal_handler")  # type: ignore[attr-defined]
        _check_signal(sig)
        self._check_closed()  # type: ignore[attr-defined]
        if sig in (signal.SIGKILL, signal.SIGSTOP):  # here `signal.signal` would take them
            raise RuntimeError(f"sig {int(sig)} cannot be caught")
        handle = events.Handle(callback, args, self)
        signal.signal(sig, lambda number, frame: self._add_callback_signalsafe(handle))
        self._signal_handlers[sig] = handle

    def _add_callback_signalsafe(self, handle: events.Handle) -> None:
        self._ready.append(handle)  # type: ignore[attr-defined]
        self._write_to_self()

    def remove_signal_handler(self, sig: int) -> bool:
        """One that was not added here stays."""
        _check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        return True


def _check_signal(sig: object) -> None:
    if not isinstance(sig, int):
        raise TypeError(f"sig must be an int, not {sig!r}")
    if sig not in signal.valid_signals():
        raise ValueError(f"invalid signal number {sig}")


#: it is for whoever asked asyncio, also if through ``ensure_future`` or ``gather``
_ASYNCIO = (os.path.dirname(base_events.__file__) + os.sep,)
#: of 3.12, which the type checker does not assume
_warn: Any = warnings.warn
#: not in the type stubs
_BasePolicy: Any = getattr(events, "_BaseDefaultEventLoopPolicy")


class _Policy(_BasePolicy):
    _loop_factory = EmbeddedEventLoop

    def get_event_loop(self) -> asyncio.AbstractEventLoop:
        """Makes the loop when there is none yet, as Python up to 3.13 did, so that programs in the classic style run."""
        local: Any = self._local
        if local._loop is None and not getattr(local, "_set_called", False):
            _warn("There is no current event loop", DeprecationWarning, skip_file_prefixes=_ASYNCIO)
            self.set_event_loop(self.new_event_loop())
        return _BasePolicy.get_event_loop(self)

    def set_event_loop(self, loop: Optional[asyncio.AbstractEventLoop]) -> None:
        self._local._set_called = True
        _BasePolicy.set_event_loop(self, loop)


def _overdue(log: session.Log) -> bool:
    """Half of the threshold: the block's first half is not sampled, a block of just the threshold still is."""
    return bool(log.began) and now() - log.began >= log.session.slow_callback_ns // 2


#: when the running step was last looked at
_looked = 0


def _seen(log: session.Log) -> int:
    """The host asks again every half of a threshold; what keeps the interpreter from answering is a long call of C code."""
    global _looked
    before, _looked = _looked, now()
    late = max(log.session.slow_callback_ns * 2, _LATE_NS)
    return schema.TOO_LATE if _looked - max(before, log.began) >= late else schema.WHILE_IT_RAN


def _look(frame: Optional[FrameType]) -> None:
    log = session.current().here()
    if log.session.busy.locked():
        return
    owed = int(host.owed())
    if owed:
        # the reader of the output was slow: not the program's time
        t = now()
        log.rows += (t - owed, schema.OVERHEAD, t, schema.BACKPRESSURE)
        if log.began:
            log.began += owed
    # just before the loop begins and just after it, there is no step
    if isinstance(log, Recorder) and _overdue(log):
        record_stack(log, take_stack(log.session.interner, frame), log.task_or_handle, _seen(log))
        log.sample_ready()
    session.current().flush()


def _on_watch(number: int, frame: Optional[FrameType]) -> None:
    looked = session.current()
    before, looked.interrupted = looked.interrupted, True
    try:
        _take_commands()
        _look(frame)
    except Exception:  # it would come out in the middle of the user's code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        looked.interrupted = before


def _sleep(seconds: Union[float, SupportsIndex], /) -> None:
    """``time.sleep`` in slices: the C function would let no signal through, so nobody could see or interrupt it."""
    length = seconds if isinstance(seconds, float) else operator.index(seconds)
    if length != length:
        raise ValueError("Invalid value NaN (not a number)")
    if length < 0:
        raise ValueError("sleep length must be non-negative")
    end = _monotonic() + length
    while True:
        left = end - _monotonic()
        if left <= 0:
            return
        _wait(min(left, _SLICE_S) * 1000, False)
        log = session.current().here()
        if isinstance(log, Recorder):
            if _overdue(log):
                _on_watch(0, sys._getframe(1))
        elif now() - log.last_flush > session.FLUSH_NS:
            log.flush()


pose_as(_sleep, time.sleep)


def _own_loops() -> None:
    """Every name under which asyncio offers its default loop makes ours."""
    asyncio._set_running_loop(None)
    asyncio.run = asyncio.runners.run  # the distribution puts its own there
    unix_events: Any = sys.modules["asyncio.unix_events"]
    events._event_loop_policy = _Policy()  # type: ignore[attr-defined]
    for module in (asyncio, unix_events, sys.modules["asyncio.selector_events"]):
        for name in ("SelectorEventLoop", "EventLoop", "_UnixSelectorEventLoop"):
            if hasattr(module, name):
                setattr(module, name, EmbeddedEventLoop)
    # a program may ask for the default policy: by name, by setting None
    unix_events._DefaultEventLoopPolicy = unix_events._UnixDefaultEventLoopPolicy = _Policy


def _without_host_modules() -> None:
    """A program sees the standard library and its own files: no ``js``, no package manager of the distribution."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not type(finder).__module__.startswith(("_pyodide", "pyodide"))]
    for name in list(sys.modules):
        if name.partition(".")[0] in ("js", "pyodide_js", "pyodide", "micropip", "_loop_inspector_host") and name != "_loop_inspector_host":
            del sys.modules[name]


def run(path: str, source: Optional[str], is_module: bool, args: List[str], slow_callback_ms: float, repr_length: int) -> Tuple[int, str, str, str]:
    """Runs the program, instrumented; returns exit code, reason, the exception's name (``program.Ending``), and the
    module that it lacks, or ""."""
    import random

    all_imported()
    random.seed()  # the memory snapshot holds the state of the generator
    _own_loops()
    values.limit_to(repr_length)
    made = session.start(_HostSink(), int(slow_callback_ms * 1e6))
    made.flush()
    _without_host_modules()
    hooks.install()
    global _commands
    _commands = Commands(gates.install(made, _block))
    lacks.refuse_sockets()
    time.sleep = _sleep
    leaving.install()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(WATCH_SIGNAL, _on_watch)
    try:
        host.begun()
        ending = program.run(program.Program(path, source, is_module), args, lacks.hint)
    except KeyboardInterrupt:  # it came between two lines of ours
        ending = program.INTERRUPTED
    finally:
        # what comes now comes too late; what came before is raised by `signal.signal` itself. No function of its own: an interrupt
        # could come when that is entered.
        while True:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                break
            except KeyboardInterrupt:
                continue
        _commands = None
        made.flush()
        hooks.uninstall()
    return ending.code, ending.reason, ending.error, lacks.missing_module
