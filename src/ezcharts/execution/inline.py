"""The executor that runs a task here and now, in this process."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from ezcharts.execution.base import Item, Result, Task


class Inline:
    """Runs the task in the caller's thread; results come as the caller asks for them."""

    def run(self, task: Task[Item, Result], items: Iterable[Item]) -> Generator[Result, None, None]:
        """Yield the task's results."""
        yield from task(items)
