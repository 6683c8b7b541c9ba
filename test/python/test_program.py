"""A program runs as with ``python file.py``."""

import contextlib
import gc
import io
import os
import sys
import tempfile
import unittest

from loop_inspector import program
from recorded import Recording


class Program(unittest.TestCase):
    def run_source(self, source, args=(), hint=lambda error: ""):
        """Ending, stdout, stderr."""
        kept = sys.argv, sys.path[:], sys.modules["__main__"]
        out, err = io.StringIO(), io.StringIO()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "program.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            try:
                with Recording(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    ending = program.run(program.Program(path), list(args), hint)
            finally:
                sys.argv, sys.path[:], sys.modules["__main__"] = kept
        return ending, out.getvalue(), err.getvalue()

    def test_names(self):
        _, out, _ = self.run_source("import sys\nprint(__name__, sys.argv[1:], __file__ == sys.argv[0], sys.path[0] in __file__)", ["a", "b"])
        self.assertEqual(out, "__main__ ['a', 'b'] True True\n")

    def test_endings(self):
        for source, wanted in (
            ("", (0, "finished", "")),
            ("raise SystemExit", (0, "exit", "")),
            ("import sys; sys.exit(3)", (3, "exit", "")),
            ("import sys; sys.exit(-1)", (255, "exit", "")),
            ("import sys; sys.exit('because')", (1, "exit", "")),
            ("raise KeyError(1)", (1, "exception", "KeyError")),
            ("def f(:", (1, "exception", "SyntaxError")),
            ("raise KeyboardInterrupt", (130, "interrupted", "KeyboardInterrupt")),
            ("import atexit, sys; atexit.register(print, 'bye')", (0, "finished", "")),
        ):
            ending, _, _ = self.run_source(source)
            self.assertEqual(tuple(ending), wanted, source)

    def test_traceback_shows_the_program_alone(self):
        _, _, err = self.run_source("def f():\n    1 / 0\ntry:\n    f()\nexcept ZeroDivisionError as error:\n    raise KeyError from error\n")
        self.assertNotIn("loop_inspector", err)
        self.assertIn("line 2, in f", err)
        self.assertIn("line 6, in <module>", err)

    @unittest.skipUnless(hasattr(gc, "callbacks"), "no hooks here")
    def test_collection_hooks_are_not_called_in_an_empty_module(self):
        _, out, err = self.run_source("import gc\nseen = []\ndef hook(phase, info):\n    seen.append(phase)\ngc.callbacks.append(hook)\ngc.collect()\nprint(seen)\n")
        self.assertEqual(out, "['start', 'stop']\n")
        self.assertNotIn("Exception ignored", err)

    def test_hint_below_the_traceback(self):
        _, _, err = self.run_source("import no_such_module", hint=lambda error: f"hint for {type(error).__name__}")
        self.assertTrue(err.endswith("hint for ModuleNotFoundError\n"), err)
