"""``schema.py`` has the numbers of ``src/core/events/schema.ts`` and ``frames.ts``, all of them."""

import os
import re
import unittest

import recorded
from loop_inspector import schema

_EVENTS = os.path.join(recorded.HERE, "..", "..", "src", "core", "events")


def _upper(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _text(name):
    with open(os.path.join(_EVENTS, name), encoding="utf-8") as file:
        return re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read(), flags=re.S)


def _members(text, name):
    """Of ``export const <name> = { … } as const;``."""
    body = re.search(r"export const %s = \{(.*?)\} as const" % name, text, re.S).group(1)
    return {key: int(value) for key, value in re.findall(r"(\w+): (\d+)", body)}


class Schema(unittest.TestCase):
    def test_same_numbers(self):
        text = _text("schema.ts")
        wanted = {_upper(key): value for key, value in _members(text, "RowKind").items()}
        wanted.update({_upper(key): value for key, value in _members(text, "Outcome").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "OverheadCause").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "StackSeen").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "Complaint").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "DrivenKind").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "LoopFlag").items()})
        wanted.update({_upper(key): value for key, value in _members(text, "Ending").items()})
        for name in ("ThreadAction", "PrimitiveKind", "IoWhat"):
            wanted.update({_upper(key): value for key, value in _members(text, name).items()})
        for key, value in _members(text, "DrivenAction").items():
            wanted[_upper(key) if key in ("resumed", "thrown") else "DRIVEN_" + _upper(key)] = value
        for key, value in _members(_text("frames.ts"), "FrameKind").items():
            wanted["FRAME_" + _upper(key)] = value
        wanted.update(SCHEMA_VERSION=int(re.search(r"SCHEMA_VERSION = (\d+)", text).group(1)))
        wanted.update(FIRST_NAME_ID=64, FIRST_TASK_ID=2**20, WORDS_PER_ROW=4, ID_BITS=20)
        self.assertIn("FIRST_NAME_ID = 64;", text)
        self.assertIn("FIRST_TASK_ID = 2 ** 20;", text)
        self.assertIn("ROW_BYTES = 32;", text)
        # the older of two names for one thing keeps Python's: see `schema.py`
        own = {key: value for key, value in vars(schema).items() if key.isupper()}
        self.assertEqual(own, wanted)
