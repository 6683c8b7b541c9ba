"""All that is hooked into a process, on and off again."""

from __future__ import annotations

from . import complaints, foreign, gates, instrument, locks, loop_bound, monitoring, other_turns, registered


def install() -> bool:
    """Needs ``session.start`` first. False if this Python has no ``sys.monitoring`` to use."""
    instrument.install()
    other_turns.install()
    registered.install()
    foreign.install()
    complaints.install()
    locks.install()
    loop_bound.install()
    return monitoring.install()


def uninstall() -> None:
    gates.uninstall()
    monitoring.uninstall()
    loop_bound.uninstall()
    locks.uninstall()
    complaints.uninstall()
    foreign.uninstall()
    registered.uninstall()
    other_turns.uninstall()
    instrument.uninstall()
