"""Which line held the interpreter's lock, told from where the thread stands when the lock is free again.

C code that holds the lock lets no other thread look. The interpreter hands the lock over only at certain instructions:
when a C function returns, when a loop jumps back, when a function begins (``eval_breaker`` in CPython's ``ceval``). So
a thread that is seen right after stands at the call that took so long, or a few instructions behind: what took long is
then an operator since the last such instruction.
"""

from __future__ import annotations

from types import CodeType
from typing import List, NamedTuple, Optional, Sequence

from .source_calls import CALLS, operation, without_caches

#: the lock may be handed over at these
_HAND_OVER = (*CALLS, "JUMP_ABSOLUTE", "JUMP_BACKWARD", "RESUME", "YIELD", "SEND")
#: these may run C code of any length
_LONG = (*CALLS, "BINARY_", "INPLACE_", "CONTAINS_OP", "FORMAT_", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "IMPORT_NAME")
_SHORT = ("BINARY_SUBSCR", "BINARY_SLICE")
#: a function that has done nothing yet
_BEGINS = ("", "RESUME", "RETURN_GENERATOR")


class Place(NamedTuple):
    """An instruction of a frame that runs."""

    code: CodeType
    offset: int


class Holder(NamedTuple):
    #: index of its frame
    depth: int
    #: the first and the last instruction of it that may have held the lock
    first: Place
    last: Place


def holder(places: Sequence[Place]) -> Optional[Holder]:
    """``places``: where the thread's frames stand, innermost first. None: what held the lock has returned."""
    for depth, (code, offset) in enumerate(places[:2]):
        found = _since_last_hand_over(code, offset, depth == 0)
        if found:
            return Holder(depth, Place(code, found[-1]), Place(code, found[0]))
        if operation(code, offset) not in _BEGINS:
            break
        # a function that has only just begun: an operator before its call
    return None


def _since_last_hand_over(code: CodeType, offset: int, inclusive: bool) -> List[int]:
    """Offsets of what may have taken long, the last first."""
    found: List[int] = []
    offset = without_caches(code, offset)
    at = offset if inclusive else _before(code, offset)
    while at >= 0:
        name = operation(code, at)
        if _makes_coroutine(code, at):
            at = _before(code, at)
            continue
        if name == "PRECALL" and at == _before(code, offset):
            at = _before(code, at)  # the first half of the call at ``offset``
            continue
        if name.startswith(_HAND_OVER) and at != offset:
            break
        if name.startswith(_LONG) and not name.startswith(_SHORT):
            found.append(at)
        at = _before(code, at)
    return found


def _before(code: CodeType, offset: int) -> int:
    """The instruction before, without those that only hold the interpreter's caches."""
    return without_caches(code, offset - 2)


def _makes_coroutine(code: CodeType, offset: int) -> bool:
    """A call whose coroutine is awaited at once runs nothing."""
    after = offset + 2
    if not operation(code, offset).startswith(CALLS):
        return False
    while after < len(code.co_code) and operation(code, after) in ("CACHE", "CALL"):
        after += 2
    return after < len(code.co_code) and operation(code, after) == "GET_AWAITABLE"
