"""Frames: what the sink is given. See ``src/core/events/frames.ts`` for the format."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from typing import Any, Iterator, List, Protocol

from . import schema

_HEADER = struct.Struct("<IIII")

#: no frame is longer than 1 MiB: a row has 32 bytes, a definition at most some thousand
_WORDS_PER_FRAME = 64 * 1024
_DEFINITIONS_PER_FRAME = 50

#: made once: a program may replace ``json.dumps``
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_MOST = (1 << 64) - 1

if array("Q").itemsize != 8:  # pragma: no cover - no such platform is known
    raise ImportError("Loop Inspector needs 8-byte array('Q') items")
#: of two types that hold the same, the one that is filled in half the time
_WORD = "L" if array("L").itemsize == 8 else "Q"


class Sink(Protocol):
    """Takes the bytes of the stream, in order, none lost."""

    def write(self, data: bytes) -> int:
        """Writes all of ``data``, waiting while the reader lags; returns the nanoseconds it waited."""
        ...


def frame(kind: int, arg: int, payload: bytes | memoryview) -> bytes:
    padding = -len(payload) % 8
    return b"".join((_HEADER.pack(kind, len(payload), arg, 0), payload, bytes(padding)))


def take(words: List[int]) -> array[int]:
    """Empties a flat list of unsigned 64-bit numbers, four a row, to which a signal's handler or another thread may add any time.
    What is no such number, because of something strange in the program, becomes 0: that must not end the program."""
    try:
        taken = array(_WORD)
        taken.fromlist(words)  # nobody comes in between; quicker than by the constructor
    except Exception:
        taken = array(_WORD, [word if type(word) is int and 0 <= word <= _MOST else 0 for word in list(words)])
    del words[: len(taken)]
    return taken


def rows_frames(loop: int, words: array[int]) -> Iterator[bytes]:
    for begin in range(0, len(words), _WORDS_PER_FRAME):
        items = words if len(words) <= _WORDS_PER_FRAME else words[begin : begin + _WORDS_PER_FRAME]
        if sys.byteorder == "big":
            items.byteswap()
        yield frame(schema.FRAME_ROWS, loop, memoryview(items).cast("B"))


def definitions_frames(definitions: List[Any]) -> Iterator[bytes]:
    for begin in range(0, len(definitions), _DEFINITIONS_PER_FRAME):
        text = _to_json(definitions[begin : begin + _DEFINITIONS_PER_FRAME])
        # file names may hold undecodable bytes as lone surrogates
        yield frame(schema.FRAME_DEFINITIONS, 0, text.encode("utf-8", "replace"))
