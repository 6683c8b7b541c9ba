"""Records what the package emits, and reads it back: rows as tuples, ids of names and sites resolved."""

import asyncio
import gc
import json
import os
import struct
import sys
import weakref
from array import array
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

from loop_inspector import hooks, schema, session, watcher

HERE = os.path.dirname(os.path.abspath(__file__))
#: a step of this length is slow in tests that do not say otherwise
SLOW_NS = 100_000_000

_HEADER = struct.Struct("<IIII")


class Row(NamedTuple):
    loop: int
    w0: int
    w1: int
    w2: int
    w3: int

    @property
    def is_step(self) -> bool:
        return self.w1 >= schema.FIRST_TASK_ID

    @property
    def parks(self) -> bool:
        """Of a step: its task waits now for what ``w2`` names."""
        return self.w2 > schema.RETURNED_UNRECORDED

    @property
    def is_callback(self) -> bool:
        return schema.FIRST_NAME_ID <= self.w1 < schema.FIRST_TASK_ID


class Site(NamedTuple):
    path: str
    line: int
    column: int
    qualname: str
    user: bool


class Recording:
    """``with Recording() as recording:`` everything is instrumented inside of the block, and nothing after it."""

    def __init__(self, slow_callback_ns: int = SLOW_NS) -> None:
        self.slow_callback_ns = slow_callback_ns
        self.hello: Dict[str, Any] = {}
        #: what a row takes, and a look at the clock, as often as it was told; ns
        self.speeds: List[Any] = []
        #: places whose tasks nobody keeps
        self.dropped: List[Site] = []
        self.names: Dict[int, str] = {}
        self.sites: Dict[int, Site] = {}
        self.chains: Dict[int, Tuple[int, ...]] = {}
        self.stacks: Dict[int, Tuple[int, ...]] = {}
        self.rows: List[Row] = []
        #: whether places where coroutines cede are seen: this Python has ``sys.monitoring``
        self.monitored = False

    def write(self, data: bytes) -> int:
        """The sink: reads what comes at once."""
        at = 0
        while at < len(data):
            kind, length, loop, zero = _HEADER.unpack_from(data, at)
            assert zero == 0
            payload = data[at + _HEADER.size : at + _HEADER.size + length]
            at += _HEADER.size + length + -length % 8
            if kind == schema.FRAME_DEFINITIONS:
                self._define(json.loads(payload))
            else:
                assert kind == schema.FRAME_ROWS and length % 32 == 0, (kind, length)
                words = array("Q", payload)
                self.rows += [Row(loop, *words[row : row + 4]) for row in range(0, len(words), 4)]
        return 0

    def _define(self, definitions: List[Any]) -> None:
        for tag, number, *rest in definitions:
            if tag == "hello":
                self.hello = number
            elif tag == "speed":
                self.speeds.append((number, *rest))
            elif tag == "dropped":
                self.dropped.append(self.sites[number])
            elif tag == "name":
                self.names[number] = rest[0]
            elif tag == "site":
                self.sites[number] = Site(*rest)
            else:
                table = self.chains if tag == "chain" else self.stacks
                table[number] = tuple(rest[0])
                assert all(site in self.sites for site in rest[0]), "a site was used before it was defined"

    def __enter__(self) -> "Recording":
        hooks.uninstall()
        session.start(self, self.slow_callback_ns)
        self.monitored = hooks.install()
        return self

    def __exit__(self, *_: Any) -> None:
        session.current().flush()
        hooks.uninstall()

    def of_kind(self, kind: int) -> List[Row]:
        return [row for row in self.rows if row.w1 == kind]

    def task_names(self) -> Dict[int, str]:
        """By the task's id: the name that was told last."""
        told: Dict[int, str] = {}
        counted_from: Dict[int, int] = {}
        for row in self.rows:
            if row.w1 == schema.TASK_NUMBERS:
                counted_from[row.loop] = row.w0
            elif row.w1 == schema.TASK_CREATED and row.w3 >> 40:
                told[row.w0] = f"Task-{counted_from.get(row.loop, 0) + (row.w3 >> 40)}"
            elif row.w1 == schema.TASK_NAMED:
                told[row.w0] = self.names[row.w2]
        return told

    def code_name(self, created: Row) -> str:
        """Of a task's *created* row: the qualified name of its coroutine function."""
        return self.sites[created.w3 & 0xFFFFF].qualname

    def creation_site(self, created: Row) -> Optional[Site]:
        return self.sites.get(created.w3 >> 20 & 0xFFFFF)


class Watching:
    """``with Watching():`` the thread that looks while a step blocks is there, for as long as the block lasts."""

    def __enter__(self) -> None:
        watcher.start(session.current(), lambda: False)

    def __exit__(self, *_: Any) -> None:
        watcher.stop()


def run(main: Callable[[], Any], make: Callable[[], Any] = asyncio.new_event_loop) -> Any:
    """What ``main()`` returns on a loop of its own. (``asyncio.run`` would leave the thread without a loop, which other tests want there.)"""
    loop = make()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.close()


def record(main: Callable[[], Any], **options: Any) -> Recording:
    """Runs ``main()`` on a loop of its own."""
    with Recording(**options) as recording:
        run(main)
    return recording


def line_of(text: str, path: str) -> int:
    """The 1-based number of the only line of ``path`` that ends with the comment ``# <text>``."""
    with open(path, encoding="utf-8") as file:
        found = [number for number, line in enumerate(file, 1) if line.rstrip().endswith("  # " + text)]
    assert len(found) == 1, (text, found)
    return found[0]


#: what nobody refers to goes at once, and who collects can be asked to say so; PyPy does neither
COUNTS_REFERENCES = sys.implementation.name == "cpython"


@contextmanager
def uncollected() -> Iterator[None]:
    """What goes inside of the block goes because nobody holds it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def goes_after_failing() -> bool:
    """Whether a task that nobody holds goes at once when it has failed. Its exception's traceback keeps the frames of the loop: they
    must not keep the task."""

    async def fails() -> None:
        raise ValueError

    task = asyncio.get_running_loop().create_task(fails())
    gone = weakref.ref(task)
    await asyncio.sleep(0)
    del task
    return gone() is None


def collect() -> None:
    """All that can be. PyPy goes from one object with a finalizer to the next."""
    for _ in range(1 if COUNTS_REFERENCES else 3):
        gc.collect()


#: only the interpreter in the worker thread cannot start threads
HAS_THREADS = sys.platform != "emscripten"
