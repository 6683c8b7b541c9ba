"""What the user's interpreter is started with. Any Python 3 can read it, so that one that is too old can be told."""

import sys

if sys.version_info < (3, 9):
    sys.stderr.write("Loop Inspector needs Python 3.9 or newer; this is %d.%d (%s).\n" % (sys.version_info[0], sys.version_info[1], sys.executable))
    sys.exit(78)  # `TOO_OLD` in nativeRuntime.ts

import os

# modules of the program's may have names of the standard library's: they are not for us
_path = sys.path[:]
_program = [entry and os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep)]
sys.path[:] = [entry for entry in _path if not entry or entry not in _program]

import json  # noqa: E402
import platform  # noqa: E402, F401 - asked for later

_writes = sys.dont_write_bytecode
sys.dont_write_bytecode = True
# In safe mode (-P) Python puts no folder of the script there, and a program's is not wanted either.
_safe = getattr(sys.flags, "safe_path", False)
if _safe:
    sys.path.insert(0, json.loads(sys.argv[1])["package"])

from loop_inspector import native  # noqa: E402

sys.path[:] = _path
sys.dont_write_bytecode = _writes
native.main(json.loads(sys.argv[1]))
