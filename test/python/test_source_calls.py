"""What a line calls is told in the source's words."""

import functools
import sys
import unittest

from loop_inspector.source_calls import call_text

#: where there are positions of instructions, several calls in a line are told apart
HAS_POSITIONS = sys.version_info >= (3, 11) and sys.implementation.name == "cpython"


def here(*args, **options):
    """What the source calls this here."""
    frame = sys._getframe(1)
    return call_text(frame.f_code, frame.f_lasti)


class Holder:
    here = staticmethod(here)

    def itself(self):
        return self


holder = Holder()
#: the texts are remembered by the id of the code
_kept = []
several = {"one": holder}


class CallText(unittest.TestCase):
    def test_names(self):
        text = here()
        self.assertEqual(text, "here")
        text = holder.here(1, 2)
        self.assertEqual(text, "holder.here")
        text = several["one"].here()
        self.assertEqual(text, "several[…].here")
        text = here(
            *[1],
            key=2,
        )
        self.assertEqual(text, "here" if HAS_POSITIONS else "")

    def test_compound_statements(self):
        if here() != "here":
            self.fail()
        elif here() == "here":
            pass
        for text in here():
            self.assertEqual(text, "h")
            break

    @unittest.skipUnless(HAS_POSITIONS, "needs positions of instructions")
    def test_calls_in_calls(self):
        self.assertEqual(str(here()), "here")
        text = holder.itself().here()
        self.assertEqual(text, "holder.itself().here")
        text = functools.partial(here, 1)()
        self.assertEqual(text, "functools.partial(…)")

    def test_one_of_several_is_not_guessed(self):
        if not HAS_POSITIONS:
            text = str(here())
            self.assertEqual(text, "")

    def test_long_ones_lose_their_beginning(self):
        text = several["one"].itself().itself().itself().itself().itself().itself().itself().itself().here()
        self.assertTrue(not HAS_POSITIONS or text.startswith("…") and text.endswith(".itself().here") and len(text) == 61, text)

    def test_no_source(self):
        scope = {"here": here}
        _kept.append(compile("text = here()", "<nowhere>", "exec"))
        exec(_kept[-1], scope)
        self.assertEqual(scope["text"], "")

    def test_imports(self):
        for code in (compile("import json.tool", "<nowhere>", "exec"), compile("from os import path", "<nowhere>", "exec")):
            _kept.append(code)
            texts = {call_text(code, offset) for offset in range(0, len(code.co_code), 2)} - {""}
            self.assertEqual(texts, {"import " + code.co_names[0]})
