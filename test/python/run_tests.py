"""Runs the tests of this folder in the interpreter that runs this file.

The last line of stdout is JSON: ``{"python": "CPython 3.14.2", "tests": [{"name", "outcome": "passed" | "failed" | "skipped", "message"}]}``.
The package is the one on ``PYTHONPATH``; on the embedded interpreter it is there already, since it runs this program.
"""

import json
import os
import platform
import sys
import unittest
from typing import Any, Dict, List

import recorded


class Result(unittest.TestResult):
    def __init__(self) -> None:
        super().__init__()
        self.tests: List[Dict[str, str]] = []

    def _add(self, test: Any, outcome: str, message: str = "") -> None:
        self.tests.append({"name": test.id(), "outcome": outcome, "message": message})

    def addSuccess(self, test: Any) -> None:
        self._add(test, "passed")

    def addFailure(self, test: Any, err: Any) -> None:
        self._add(test, "failed", self._exc_info_to_string(err, test))  # type: ignore[attr-defined]

    addError = addFailure

    def addSkip(self, test: Any, reason: str) -> None:
        self._add(test, "skipped", reason)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        if err is not None:
            self._add(subtest, "failed", self._exc_info_to_string(err, test))  # type: ignore[attr-defined]


def main() -> None:
    result = Result()
    unittest.defaultTestLoader.discover(recorded.HERE, top_level_dir=recorded.HERE).run(result)
    sys.stdout.flush()
    print(json.dumps({"python": f"{platform.python_implementation()} {platform.python_version()}", "platform": sys.platform, "tests": result.tests}))


if __name__ == "__main__":
    os.environ.pop("PYTHONASYNCIODEBUG", None)
    main()
