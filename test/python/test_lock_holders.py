"""What held the interpreter's lock is told from where a thread stands afterwards."""

import sys
import unittest

from loop_inspector.interning import position
from loop_inspector.lock_holders import Place, holder
from recorded import line_of

_N = 10


def look(*_):
    """Where the caller stands, and who called it."""
    frame = sys._getframe(1)
    places = []
    while frame is not None:
        places.append(Place(frame.f_code, frame.f_lasti))
        frame = frame.f_back
    return places


def operators():
    power = 3**_N  # first operator
    kept = power
    places = look()  # call after the operator
    return places, kept


def after_a_call():
    text = hash(_N)
    kept = text
    places = look()  # call after a call
    return places, kept


def nothing_yet(number):
    return number


def caller_of_new():
    """As if ``look`` had only begun."""
    kept = hash(_N)
    return [Place(nothing_yet.__code__, -1)] + look(3**_N, kept)  # operator in a call


class Holders(unittest.TestCase):
    def held(self, places):
        found = holder(places)
        self.assertIsNotNone(found)
        return found.depth, position(*found.first)[0], position(*found.last)[0]

    def test_an_operator_since_the_last_call(self):
        places, _ = operators()
        self.assertEqual(self.held(places), (0, line_of("first operator", __file__), line_of("call after the operator", __file__)))

    def test_a_call_after_a_call(self):
        places, _ = after_a_call()
        line = line_of("call after a call", __file__)
        self.assertEqual(self.held(places), (0, line, line))

    def test_a_function_that_has_only_begun_did_not(self):
        depth, first, last = self.held(caller_of_new())
        self.assertEqual((depth, first, last), (1, line_of("operator in a call", __file__), line_of("operator in a call", __file__)))

    def test_where_nothing_can_have_taken_long(self):
        code = compile("x = 1\ny = x\n", "<none>", "exec")
        self.assertIsNone(holder([Place(code, len(code.co_code) - 2)]))

    def test_the_call_of_a_coroutine_runs_nothing(self):
        async def waits():
            power = 3**_N  # before the await
            await nothing()
            return power

        async def nothing():
            pass

        code = waits.__code__
        wanted = line_of("before the await", __file__)
        seen = set()
        for offset in range(0, len(code.co_code), 2):
            found = holder([Place(nothing.__code__, -1), Place(code, offset)])
            if found is not None and position(code, offset)[0] == wanted + 1:
                seen.add(position(*found.first)[0])
        self.assertIn(wanted, seen)
