"""asyncio's own names of tasks, "Task-N", told by their numbers: of the tasks of one iteration the first is asked for its name,
and the others are counted on from there. Whether that was right is looked at once the iteration is over."""

from __future__ import annotations

import sys
from typing import Any, List

from . import schema
from .interning import Interner

#: ``asyncio.create_task`` names a task only after the loop has made it
NAMED_LATER = sys.version_info < (3, 13)
#: where a row of a task's creation has the number of its default name
NUMBER_SHIFT = 40
#: there is room for more, as those that are made in one iteration are only counted on
_MOST_NUMBERS = 10_000_000


class DefaultNames:
    """Of the tasks of one loop."""

    __slots__ = ("made", "next", "asked_again", "_counted_from", "_rows", "_interner")

    def __init__(self, rows: List[int], interner: Interner) -> None:
        #: tasks with default names made in this iteration; if they may get a name later, each with its first behind it
        self.made: List[Any] = []
        #: what the number in the next one's default name should be, as its row has it
        self.next = 0
        #: one of them, not the first, was asked for its name: the last does not tell of all before it
        self.asked_again = False
        self._counted_from = 0
        self._rows = rows
        self._interner = interner

    def place_of(self, number: int) -> int:
        """As a row of a task's creation has the ``number`` of a default name: counted from what the reader knows. 0: that cannot be said now."""
        counted = number - self._counted_from
        if not 0 < counted < _MOST_NUMBERS:
            if self.made:  # their numbers are still looked at
                return 0
            self._counted_from = number - 1
            self._rows += (self._counted_from, schema.TASK_NUMBERS, 0, 0)
            counted = 1
        return counted << NUMBER_SHIFT

    def record(self) -> None:
        """The iteration's first task was asked for its name, and the others counted: was that right?

        Whatever comes in the middle may write what there is: then ``made`` is empty.
        """
        made = self.made
        if len(made) > 1:
            last = f"Task-{self._counted_from + (self.next >> NUMBER_SHIFT) - 1}"
            newest = next(reversed(made), None)
            if NAMED_LATER:
                wrong = self.asked_again or newest != last
                both = iter(made)
                for task, first in zip(both, both):
                    if wrong or task.get_name() is not first:
                        self._tell(task)
            elif newest is not None and newest.get_name() != last:
                for task in made:
                    self._tell(task)
        made.clear()
        self.asked_again = False

    def _tell(self, task: Any) -> None:
        self._rows += (id(task), schema.TASK_NAMED, self._interner.text(task.get_name()), 0)
