"""Commands of the inspector's, one line of JSON each: ``LoopCommand`` in ``src/runtimes/commands.ts``.

What does not have the shape of a command is left aside: it can only come from a program that writes where it should not.
"""

from __future__ import annotations

import json
from typing import Any, Dict

from .control import Cancellation, Control

#: a line that is longer is none of ours
_LONGEST = 64 * 1024
_SLOWEST = 0.01
_FASTEST = 1e6

#: made once: a program may replace ``json.loads``
_from_json = json.JSONDecoder().decode


class Commands:
    """Cuts what comes into lines and has them done."""

    def __init__(self, control: Control) -> None:
        self.control = control
        self._rest = b""
        #: some are being done
        self.busy = False

    def push(self, data: bytes) -> None:
        self.busy = True
        try:
            self._push(data)
        finally:
            self.busy = False

    def _push(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST:
            self._rest = b""
        for line in lines:
            try:
                command = _from_json(line.decode("utf-8"))
            except ValueError:
                continue
            if isinstance(command, dict):
                self._do(command)  # pyright: ignore[reportUnknownArgumentType]

    def _do(self, command: Dict[str, Any]) -> None:
        control = self.control
        kind = command.get("kind")
        if kind == "pause":
            control.pause()
        elif kind == "resume":
            control.resume()
        elif kind == "step" and command.get("unit") in ("handle", "iteration"):
            control.step(command["unit"])
        elif kind == "speed":
            speed = command.get("handlesPerSecond")
            if speed is None:
                control.set_speed(0)
            elif type(speed) in (int, float) and _SLOWEST <= speed <= _FASTEST:
                control.set_speed(int(1e9 / speed))
        elif kind == "cancelTask":
            loop, task, code, name = (command.get(key) for key in ("loop", "task", "code", "name"))
            if type(loop) is int and type(task) is int and type(code) is int and isinstance(name, str):
                control.cancel(loop, Cancellation(task, code, name))
