"""Which tasks ran since the last sample and are parked now: a set, which is looked at less than a dict by id, whose keys collide."""

from __future__ import annotations

from asyncio import tasks
from typing import Any, Set

TASK: Any = tasks.Task


class ByIdentity:
    """For a task of a class of the program's own, which may hash and compare as it likes."""

    __slots__ = ("task",)

    def __init__(self, task: Any) -> None:
        self.task = task

    def __hash__(self) -> int:
        return id(self.task)

    def __eq__(self, other: object) -> bool:
        return type(other) is ByIdentity and other.task is self.task


def item(task: Any) -> Any:
    """What stands for ``task`` in the set. The hot path has it in line."""
    return task if type(task) is TASK else ByIdentity(task)


def take_one(parked: Set[Any]) -> Any:
    taken = parked.pop()
    return taken if type(taken) is TASK else taken.task
