"""Frames: what the sink is given. See ``src/core/events/frames.ts`` for the format."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from typing import Any, List, Protocol, Sequence

from . import schema

_HEADER = struct.Struct("<IIII")

if array("Q").itemsize != 8:  # pragma: no cover - no such platform is known
    raise ImportError("Loop Inspector needs 8-byte array('Q') items")


class Sink(Protocol):
    """Takes the bytes of the stream, in order, none lost."""

    def write(self, data: bytes) -> int:
        """Writes all of ``data``, waiting while the reader lags; returns the nanoseconds it waited."""
        ...


def frame(kind: int, arg: int, payload: bytes) -> bytes:
    padding = -len(payload) % 8
    return _HEADER.pack(kind, len(payload), arg, 0) + payload + b"\0" * padding


def rows_frame(loop: int, words: Sequence[int]) -> bytes:
    """``words``: a flat sequence of unsigned 64-bit numbers, four a row."""
    items = array("Q", words)
    if sys.byteorder == "big":
        items.byteswap()
    return frame(schema.FRAME_ROWS, loop, items.tobytes())


def definitions_frame(definitions: List[Any]) -> bytes:
    text = json.dumps(definitions, ensure_ascii=False, separators=(",", ":"))
    # file names may hold undecodable bytes as lone surrogates
    return frame(schema.FRAME_DEFINITIONS, 0, text.encode("utf-8", "replace"))
