"""How a run shows that it gets on: bars for cells and steps on a terminal, a line for each cell elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ezcharts.store.records import Record

_REDRAW_SHARE = 20
"""A chart that takes t seconds to draw is drawn again after 20·t, so that drawing costs at most 5 %."""


class RunProgress:
    """Listens to a run.

    Args:
        cells: Cells to render.
        steps: Sampler steps of all of them.
        redraw: Draws the charts with what there is.
        console: Where to show it.
    """

    def __init__(self, cells: int, steps: int, redraw: Callable[[], object], console: Console) -> None:
        self.failed: list[Record] = []
        self.done = 0
        self._cells, self._redraw, self._console = cells, redraw, console
        self._next_drawing = 0.0
        columns = (
            TextColumn("{task.description:>6}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self._bars = Progress(
            *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
        )
        self._cell_bar = self._bars.add_task("cells", total=cells)
        self._step_bar = self._bars.add_task("steps", total=steps)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def step(self, steps: int) -> None:
        """Some sampler steps are done."""
        self._bars.advance(self._step_bar, steps)

    def finished(self, record: Record) -> None:
        """A cell has been rendered and kept, or has failed."""
        if record.state == "failed":
            self.failed.append(record)
            self._console.print(f"cell {record.key[:12]} failed: {record.reason}", markup=False)
        self._count(f"{record.state}, {record.seconds:.1f} s")

    def found(self, record: Record) -> None:
        """Another run has finished a cell that was missing."""
        self._bars.advance(self._step_bar, len(record.trace))
        self._count("found: another run has rendered it")

    def waiting(self, cells: int) -> None:
        """All that is left is being rendered by another run."""
        self._bars.update(self._cell_bar, description="wait")

    def _count(self, word: str) -> None:
        self.done += 1
        self._bars.update(self._cell_bar, advance=1, description="cells")
        if not self._console.is_terminal:
            self._console.print(f"cell {self.done}/{self._cells}: {word}", markup=False)
        self._draw_now_and_then()

    def _draw_now_and_then(self) -> None:
        now = time.monotonic()
        if now >= self._next_drawing:
            self._redraw()
            end = time.monotonic()
            self._next_drawing = end + _REDRAW_SHARE * (end - now)
