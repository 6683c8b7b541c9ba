"""What ``sys.monitoring`` (PEP 669, 3.12 and later) tells at next to no cost.

1. A yield point gives control back for the first time. ``PY_YIELD`` fires at the instruction; the callback answers
   ``DISABLE``, so each place costs one call in a run.
2. Coroutines and generators driven by hand. Whoever resumes one is its caller's frame: a loop's task step, an
   ``await``, a ``for``, a function that consumes it, or a call of ``coro.send(x)``, ``next(g)`` (see ``by_hand``). Only
   the last is by hand; all others answer ``DISABLE``. Code that a loop ran first is therefore not watched when it is later driven
   by hand: ordinary programs must not pay for it.
3. An ``await`` is reached for the first time: see ``reached.py``.
4. An ``await`` of a coroutine is reached often: seen from the coroutine's start, for the first starts of each function.
5. A task is made by a call of its class, or cancelled while it does not wait: see ``calls.py``.
"""

from __future__ import annotations

import sys
from asyncio import events, tasks
from types import CodeType, FrameType
from typing import Any, Dict, Optional, Set, Tuple

from . import calls, constructed, local_events, reached, schema, session
from .by_hand import awaits, resumes_by_hand, sent
from .interning import DEFINITION, Interner
from .session import FLUSH_NS, Log, now
from .stand_ins import pose_as
from .values import describe, describe_exception

#: None before 3.12
_monitoring: Any = getattr(sys, "monitoring", None)
_TOOL_NAME = "loop-inspector"
_SUSPENDABLE = 0x20 | 0x80 | 0x100  # CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE
_COROUTINE = 0x80 | 0x100
_ASYNC_GENERATOR = 0x200
_NOTICEABLE_NS = 50_000
#: starts of a function that are looked at, and visits of an ``await`` after which it has been reached often
_STARTS = 300
_OFTEN = 100
#: a start by a library counts as so many: it tells nothing
_BY_LIBRARY = 10
_tool: Optional[int] = None
#: id(frame) → (number, id(code)) of what is driven by hand and has not ended. A generator keeps its frame object.
_driven: Dict[int, Tuple[int, int]] = {}
_next_driven = 0
#: when the time was told last
_told = 0
#: what is driven by hand is told no closer than that: its rows have no time of their own
_UNTOLD_NS = 1_000_000
#: id(code) of what was ever driven by hand: each start of it is looked at, as the frame may be that of one before
_by_hand: Set[int] = set()
#: id(code) → starts so far
_starts: Dict[int, int] = {}
#: site of an ``await`` → visits so far
_reached: Dict[int, int] = {}
#: that site → the step of its last visit: when it began
_steps: Dict[int, int] = {}
#: yield points of what is driven by hand that gave control back
_ceded: Set[int] = set()


def _resumed_by_hand(log: Log, frame: FrameType) -> bool:
    """Whether the user's own code resumed ``frame`` with ``x.send(…)``, ``next(x)``."""
    caller = frame.f_back
    return caller is not None and log.session.interner.is_user(caller.f_code.co_filename) and resumes_by_hand(caller)


def _account(log: Log, began: int) -> None:
    """The first look at a place takes long: its source may have to be read. That is not the program's time."""
    ended = now()
    if ended - began > _NOTICEABLE_NS:
        log.spent(began, ended)


def _watched(code: CodeType) -> bool:
    return bool(code.co_flags & _SUSPENDABLE)


def _on_start(code: CodeType, offset: int) -> Any:
    if _tool is not None and id(code) not in _starts:
        calls.watch(_tool, code)
    if not _watched(code) and not code.co_flags & _ASYNC_GENERATOR:
        return _monitoring.DISABLE
    frame = sys._getframe(1)
    log = session.current().here()
    began = now()
    _end_closed(log, frame)
    user = log.session.interner.is_user(code.co_filename)
    if user and _tool is not None:
        reached.watch(_tool, code)
    if user and _watched(code) and _resumed_by_hand(log, frame):
        _begin(log, code, frame)
        answer = None
    else:
        answer = _count(log, code, frame)
        if id(code) in _by_hand:
            answer = None
    _account(log, began)
    return answer


def _is_awaited(interner: Interner, code: CodeType, frame: FrameType) -> bool:
    """Whether what is yielded goes out to the loop, also a home-made one: not what a generator gives to a ``for``, or to a function
    that consumes it."""
    while not code.co_flags & (_COROUTINE | _ASYNC_GENERATOR) and not _number(code, frame):
        caller = frame.f_back
        if caller is None:
            return False
        interner.frame(caller)  # that keeps its code, by whose id the answer is known
        if not awaits(caller):
            return False
        code, frame = caller.f_code, caller
    return True


def _end_closed(log: Log, frame: FrameType) -> None:
    """What was driven by hand had the same frame object before ``frame``: it has ended. From 3.13 on ``close()`` of what is suspended
    outside of any ``try`` runs nothing of it, so that no event tells."""
    number, _ = _driven.pop(id(frame), (0, 0))
    if number:
        _record(log, number, schema.DRIVEN_RAISED, GeneratorExit.__name__, 0)


def _count(log: Log, code: CodeType, frame: FrameType) -> Any:
    """Notes the ``await`` that has started ``frame``."""
    caller = frame.f_back
    interner = log.session.interner
    by_user = caller is not None and interner.is_user(caller.f_code.co_filename)
    starts = _starts.get(id(code), 0) + (1 if by_user else _BY_LIBRARY)
    if starts > _STARTS or not code.co_flags & _COROUTINE or caller is None:
        _starts.pop(id(code), None)
        return _monitoring.DISABLE
    _starts[id(code)] = starts
    if by_user and awaits(caller):
        site = interner.frame(caller)
        before = _reached.get(site, 0)
        step = log.began - log.shifted
        if before and _steps[site] != step and not interner.is_user(code.co_filename):
            before = 1  # `drain`, `put` and the like hardly ever wait: that is worth a word only within one step
        _steps[site] = step
        visits = _reached[site] = before + 1
        if visits == _OFTEN:
            log.rows += (now(), schema.REACHED, site, visits)
    return None


def _begin(log: Log, code: CodeType, frame: FrameType) -> int:
    """Announces that ``frame`` is driven by hand; returns its number."""
    global _next_driven
    interner = log.session.interner
    _next_driven += 1
    _driven[id(frame)] = (_next_driven, id(code))
    _by_hand.add(id(code))
    caller = frame.f_back
    assert caller is not None
    kind = schema.COROUTINE if code.co_flags & _COROUTINE else schema.GENERATOR
    log.rows += (_next_driven, schema.DRIVEN_STARTED, kind << 32 | interner.site(code, DEFINITION), interner.frame(caller))
    assert _tool is not None
    wanted = _monitoring.events
    local_events.listen(_tool, code, wanted.PY_RETURN | wanted.PY_RESUME)
    if _next_driven == 1:
        # cannot be had for one code object, nor be disabled: on only in programs that drive by hand
        _monitoring.set_events(_tool, wanted.PY_START | wanted.PY_YIELD | wanted.PY_THROW | wanted.PY_UNWIND)
    return _next_driven


def _number(code: CodeType, frame: FrameType) -> int:
    number, of = _driven.get(id(frame), (0, 0))
    return number if of == id(code) else 0


def _who(log: Log) -> int:
    """The task or handle that runs; 0: an eager task inside of its step, which is not announced yet."""
    loop = events._get_running_loop()
    task = None if loop is None else tasks.current_task(loop)
    return log.task_or_handle if task is None or id(task) == log.task_or_handle else 0


def _record(log: Log, number: int, action: int, text: str, site: int) -> None:
    global _told
    t = now()
    if t - _told > _UNTOLD_NS:
        _told = t
        log.tell_time()
    name = log.session.interner.value(text) if text else 0
    log.rows += (number, schema.DRIVEN, action << 32 | name, site)
    if t - log.last_flush > FLUSH_NS:
        log.flush()


def _on_yield(code: CodeType, offset: int, value: Any) -> Any:
    frame = sys._getframe(1)
    if not _watched(code) and not (code.co_flags & _ASYNC_GENERATOR and reached.hands_on(code, offset)):
        return _monitoring.DISABLE
    log = session.current().here()
    interner = log.session.interner
    if not interner.is_user(code.co_filename):
        return _monitoring.DISABLE
    began = now()
    number = _number(code, frame)
    if not number and _watched(code) and _resumed_by_hand(log, frame):
        number = _begin(log, code, frame)
    if not number and not _is_awaited(interner, code, frame):
        return _monitoring.DISABLE
    site = interner.site(code, offset)
    _account(log, began)
    if number:
        if site not in _ceded:
            _ceded.add(site)
            log.rows += (now(), schema.CEDED, site, _who(log))
        _record(log, number, schema.DRIVEN_YIELDED, describe(value), site)
        return None
    log.rows += (now(), schema.CEDED, site, _who(log))
    return _monitoring.DISABLE


def _on_resume(code: CodeType, offset: int) -> Any:
    return _resumed(code, sys._getframe(1), offset, schema.RESUMED)


def _on_throw(code: CodeType, offset: int, error: BaseException) -> Any:
    return _resumed(code, sys._getframe(1), offset, schema.THROWN, describe_exception(error))


def _resumed(code: CodeType, frame: FrameType, offset: int, action: int, value: str = "") -> None:
    number = _number(code, frame)
    if number:
        log = session.current().here()
        caller = frame.f_back
        if not value and caller is not None:
            value = sent(caller)
        _record(log, number, action, value, log.session.interner.site(code, offset))


def _on_return(code: CodeType, offset: int, value: Any) -> Any:
    frame = sys._getframe(1)
    if constructed.results:
        constructed.on_result(frame, value)
    number = _number(code, frame) if _driven else 0
    if number:
        del _driven[id(frame)]
        log = session.current().here()
        _record(log, number, schema.DRIVEN_RETURNED, describe(value), log.session.interner.site(code, offset))
    return None


def _on_unwind(code: CodeType, offset: int, error: BaseException) -> Any:
    frame = sys._getframe(1)
    number = _number(code, frame)
    if number:
        del _driven[id(frame)]
        log = session.current().here()
        _record(log, number, schema.DRIVEN_RAISED, describe_exception(error), log.session.interner.site(code, offset))
    return None


def install() -> bool:
    """False if this Python has no ``sys.monitoring`` or all its tools are taken."""
    if _monitoring is None:
        return False
    if _tool is None:
        _take_tool()
        _monitoring.use_tool_id = _use_tool_id
    return _tool is not None


def _take_tool() -> None:
    global _tool
    for tool in (4, 3):
        try:
            _original_use(tool, _TOOL_NAME)
        except ValueError:
            continue
        _tool = tool
        wanted = _monitoring.events
        _monitoring.register_callback(tool, wanted.PY_START, _on_start)
        _monitoring.register_callback(tool, wanted.PY_YIELD, _on_yield)
        _monitoring.register_callback(tool, wanted.PY_RESUME, _on_resume)
        _monitoring.register_callback(tool, wanted.PY_THROW, _on_throw)
        _monitoring.register_callback(tool, wanted.PY_RETURN, _on_return)
        _monitoring.register_callback(tool, wanted.PY_UNWIND, _on_unwind)
        _monitoring.register_callback(tool, wanted.INSTRUCTION, reached.on_instruction)
        _monitoring.register_callback(tool, wanted.CALL, calls.on_call)
        _monitoring.register_callback(tool, wanted.C_RETURN, calls.on_return)
        _monitoring.register_callback(tool, wanted.C_RAISE, calls.on_raise)
        _monitoring.set_events(tool, wanted.PY_START | wanted.PY_YIELD)
        return


def _use_tool_id(tool_id: int, name: str, /) -> None:
    """Every tool is the program's, if it wants it: the inspector takes another, or goes without."""
    if tool_id != _tool:
        return _original_use(tool_id, name)
    _give_tool_back()
    _original_use(tool_id, name)
    _take_tool()


def _give_tool_back() -> None:
    global _tool
    tool, _tool = _tool, None
    if tool is None or _monitoring.get_tool(tool) != _TOOL_NAME:
        return
    for event in _LISTENED:
        _monitoring.register_callback(tool, getattr(_monitoring.events, event), None)
    _monitoring.set_events(tool, 0)
    local_events.forget(tool)
    reached.forget()
    calls.forget()
    _monitoring.free_tool_id(tool)
    _driven.clear()


def uninstall() -> None:
    if _monitoring is not None and _monitoring.use_tool_id is _use_tool_id:
        _monitoring.use_tool_id = _original_use
    _give_tool_back()
    for known in (_by_hand, _ceded, _starts, _reached, _steps):
        known.clear()


_original_use: Any = getattr(_monitoring, "use_tool_id", None)
_LISTENED = ("PY_START", "PY_YIELD", "PY_RESUME", "PY_THROW", "PY_RETURN", "PY_UNWIND", "INSTRUCTION", "CALL", "C_RETURN", "C_RAISE")
if _original_use is not None:
    pose_as(_use_tool_id, _original_use)
