"""The seam between what is to be done and how it is carried out.

A *task* takes an iterable of items and yields one result per item, in any order, as they finish; it pulls
items only when it has room for them, so that whoever supplies them can decide late (claim a cell, say). An
*executor* runs a task. It never knows what the task does. `tests/conformance/executor.py` holds the rules
every executor keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Task = Callable[[Iterable[Item]], Iterator[Result]]


class Executor(Protocol):
    """Runs tasks."""

    def run(self, task: Task[Item, Result], items: Iterable[Item]) -> Generator[Result, None, None]:
        """Yield one result per item as they finish.

        Items are pulled lazily. An exception of the task or of the items ends the iteration and is raised to
        the caller; results already yielded stay valid. Closing the iterator stops the task.
        """
        ...
