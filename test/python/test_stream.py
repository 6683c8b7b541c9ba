"""The golden trace: what it says, encoded by this package, is the very bytes that the reader is tested with."""

import json
import os
import struct
import unittest

import recorded
from loop_inspector import schema, stream

_GOLDEN = os.path.join(recorded.HERE, "..", "core", "events", "golden")


def _encode(frame):
    if frame["kind"] == "definitions":
        return b"".join(stream.definitions_frames(frame["definitions"]))
    if frame["kind"] == "rows":
        return b"".join(stream.rows_frames(frame["loop"], stream.take([word for row in frame["rows"] for word in row["words"]])))
    payload = struct.pack("<Q", frame["t"]) + frame["text"].encode()
    return stream.frame(schema.FRAME_OUTPUT, 1 if frame["stream"] == "stdout" else 2, payload)


class GoldenTrace(unittest.TestCase):
    def test_bytes(self):
        with open(os.path.join(_GOLDEN, "trace.json"), encoding="utf-8") as file:
            frames = json.load(file)["frames"]
        with open(os.path.join(_GOLDEN, "trace.hex"), encoding="ascii") as file:
            wanted = bytes.fromhex("".join(file.read().split()))
        at = 0
        for number, frame in enumerate(frames):
            data = _encode(frame)
            self.assertEqual(data, wanted[at : at + len(data)], f"frame {number}, {frame['kind']}")
            at += len(data)
        self.assertEqual(at, len(wanted))

    def test_undecodable_file_names(self):
        [data] = stream.definitions_frames([("name", 64, os.fsdecode(b"caf\xe9.py"))])
        self.assertIn(b'["name",64,"caf?.py"]', data)

    def test_words_of_64_bits(self):
        biggest = 2**64 - 1
        rows = [biggest, 1, 0, 0]
        self.assertTrue(next(stream.rows_frames(1, stream.take(rows)))[16:].startswith(b"\xff" * 8 + b"\x01"))
        self.assertEqual(rows, [])

    def test_what_a_word_cannot_hold_becomes_0(self):
        for strange in (2**64, -1, 2.0, None, "1"):
            rows = [strange, 1, 2**64 - 1, 3]
            self.assertEqual(list(stream.take(rows)), [0, 1, 2**64 - 1, 3])
            self.assertEqual(rows, [])

    def test_many_rows_are_several_frames(self):
        rows = list(range(4 * 40_000))
        frames = list(stream.rows_frames(1, stream.take(list(rows))))
        self.assertGreater(len(frames), 1)
        self.assertLessEqual(max(map(len, frames)), 1 << 20)
        self.assertEqual(struct.unpack(f"<{len(rows)}Q", b"".join(data[16:] for data in frames)), tuple(rows))
