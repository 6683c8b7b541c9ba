"""Runs CPython's own tests of asyncio, plain or instrumented; prints how each ended as JSON.

Arguments: ``plain`` or ``watched``, then names of modules (``test_tasks``), all without. The package is on ``PYTHONPATH``.
"""

import json
import os
import sys
import unittest
import warnings


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}
        self.messages = {}

    def _note(self, test, outcome, err=None):
        self.outcomes[test.id()] = outcome
        if err is not None:
            self.messages[test.id()] = self._exc_info_to_string(err, test)

    def addSuccess(self, test):
        self.outcomes.setdefault(test.id(), "passed")

    def addFailure(self, test, err):
        self._note(test, "failed", err)

    addError = addFailure

    def addSkip(self, test, reason):
        self._note(test, "skipped")

    def addExpectedFailure(self, test, err):
        self._note(test, "expected failure")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._note(test, "failed", err)


class Nowhere:
    def write(self, data):
        return 0


def install():
    from loop_inspector import hooks, session, watcher

    made = session.start(Nowhere(), 100_000_000)
    hooks.install()
    watcher.start(made, lambda: False)


def main(how, *names):
    import asyncio  # noqa: F401

    if how == "watched":
        install()
    import test.test_asyncio

    folder = os.path.dirname(test.test_asyncio.__file__)
    names = names or sorted(name[:-3] for name in os.listdir(folder) if name.startswith("test_") and name.endswith(".py"))
    from test import support

    support.use_resources = ["network", "cpu", "subprocess"]
    result = Result()
    warnings.simplefilter("default")
    for name in names:
        try:
            tests = unittest.defaultTestLoader.loadTestsFromName(f"test.test_asyncio.{name}")
        except unittest.SkipTest:  # for another system
            continue
        tests.run(result)
    json.dump({"outcomes": result.outcomes, "messages": result.messages}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
