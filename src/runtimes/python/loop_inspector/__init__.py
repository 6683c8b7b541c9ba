"""The Python side of Loop Inspector: instruments asyncio's pure-Python event loops and emits the event stream.

Standard library only, CPython 3.9 to 3.14. Nothing here knows where the stream goes: a *sink* (see ``stream``)
is handed in by the runtime. What is special to CPython compiled to WebAssembly is in ``embedded`` alone.

A program may replace ``builtins.id`` or ``builtins.len``, which every module of Python then gets. The modules of this
package have builtins of their own.
"""

from __future__ import annotations

import builtins
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any, Optional

_builtins = dict(vars(builtins))


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = _builtins
        super().exec_module(module)


class _Finder:
    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(name, path, target) if name.startswith(__name__ + ".") else None
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


sys.meta_path.insert(0, _Finder)


def all_imported() -> None:
    """From here on the program sees the finders that it would see without us."""
    if _Finder in sys.meta_path:
        sys.meta_path.remove(_Finder)
