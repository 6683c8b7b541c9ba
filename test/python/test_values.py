"""Values are described without running the program's code."""

import errno
import unittest

from loop_inspector.values import LIMIT, describe, describe_exception, limit_to


class Loud:
    def __repr__(self):
        raise AssertionError("its code was run")

    __str__ = __len__ = __iter__ = __hash__ = __repr__


class LoudList(list):
    __repr__ = __len__ = __iter__ = Loud.__repr__


class LoudText(str):
    __repr__ = __str__ = __len__ = Loud.__repr__


class Values(unittest.TestCase):
    def test_builtin_values_are_spelled_out(self):
        for value in (1, "text", b"bytes", None, True, [1, (2, 3)], {"a": {1}}, 1.5, 2j):
            self.assertEqual(describe(value), repr(value))

    def test_others_are_named(self):
        self.assertEqual(describe(Loud()), "<Loud>")
        self.assertEqual(describe([Loud(), LoudList(), LoudText("x")]), "[<Loud>, <LoudList>, <LoudText>]")
        self.assertEqual(describe({"key": Loud()}), "{'key': <Loud>}")
        self.assertEqual(describe(Loud), "<class Loud>")

    def test_as_long_as_wished(self):
        self.addCleanup(limit_to, LIMIT)
        text = "x" * 10_000
        for length in (1, 20, 500, 1000):
            limit_to(length)
            self.assertEqual(len(describe(list(range(10_000)))[:length]), len(describe(list(range(10_000)))))
            self.assertLessEqual(len(describe(text)), length)
            self.assertEqual(len(describe_exception(ValueError(text))), length)
        self.assertGreater(len(describe(text)), LIMIT)
        self.assertGreater(len(describe(list(range(10_000)))), 100)

    def test_long_and_endless(self):
        self.assertLessEqual(len(describe("x" * 10_000)), LIMIT)
        self.assertLessEqual(len(describe(list(range(10_000)))), LIMIT)
        endless = []
        endless.append(endless)
        self.assertLessEqual(len(describe(endless)), LIMIT)
        self.assertLessEqual(len(describe(10**10_000)), LIMIT)

    def test_exceptions(self):
        self.assertEqual(describe_exception(KeyError()), "KeyError")
        self.assertEqual(describe_exception(ValueError("no such thing")), "ValueError: no such thing")
        self.assertEqual(describe_exception(OSError(errno.ENOENT, "gone")), f"FileNotFoundError({errno.ENOENT}, 'gone')")
        self.assertEqual(describe_exception(ValueError(LoudText("x"))), "ValueError(<LoudText>)")
        self.assertEqual(describe_exception(ValueError(1)), "ValueError(1)")
        self.assertEqual(describe_exception(ValueError((1,))), "ValueError((1,))")
        self.assertLessEqual(len(describe_exception(ValueError("x" * 10_000))), LIMIT)
