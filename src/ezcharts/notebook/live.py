"""How a run gets on, in the output of its cell: bars, and the chart as far as its cells are there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Self

from ezcharts.charts.captions import duration
from ezcharts.errors import StoreError
from ezcharts.notebook.blocks import Bar, Block, Words
from ezcharts.notebook.screen import Screen
from ezcharts.store.records import Record

STATUS, CHART = "status", "chart"
_STATUS_SECONDS: Final = 0.25
_REDRAW_SHARE: Final = 20
"""A chart that takes t seconds to draw is drawn again after 20·t, so that drawing costs at most 5 %."""
_REDRAW_SECONDS: Final = 2.0
_FEWEST_STEPS: Final = 3
"""From so many steps on a time left is told."""


class Live:
    """Listens to a run and shows it.

    Args:
        screen: Where to show it.
        cells: Cells to render.
        steps: Evaluations of all of them.
        chart: Makes the blocks of the chart, as far as it is there; None shows none.
    """

    def __init__(
        self, screen: Screen, cells: int, steps: int, chart: Callable[[], list[Block]] | None = None
    ) -> None:
        self.done = 0
        self._screen, self._cells, self._steps, self._chart = screen, cells, steps, chart
        self._steps_done, self._waiting = 0, 0
        self._began = time.monotonic()
        self._next_status = self._next_chart = 0.0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._status()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._status()

    def step(self, steps: int) -> None:
        """Some evaluations are done."""
        self._steps_done += steps
        if time.monotonic() >= self._next_status:
            self._status()

    def finished(self, record: Record) -> None:
        """A cell has been rendered and kept, or has failed."""
        self._count()

    def found(self, record: Record) -> None:
        """Another run has finished a cell that was missing."""
        self._steps_done += len(record.trace)
        self._count()

    def waiting(self, cells: int) -> None:
        """All that is left is being rendered by another run."""
        self._waiting = cells
        self._status()

    def _count(self) -> None:
        self.done, self._waiting = self.done + 1, 0
        self._status()
        if self._chart is not None and time.monotonic() >= self._next_chart:
            self._redraw(self._chart)

    def _redraw(self, chart: Callable[[], list[Block]]) -> None:
        """Show the chart; one that cannot be drawn now is drawn at the end."""
        began = time.monotonic()
        try:
            self._screen.show(CHART, chart())
        except (StoreError, OSError):
            return
        finally:
            end = time.monotonic()
            self._next_chart = end + max(_REDRAW_SHARE * (end - began), _REDRAW_SECONDS)

    def _status(self) -> None:
        self._next_status = time.monotonic() + _STATUS_SECONDS
        self._screen.show(STATUS, self._bars())

    def _bars(self) -> Iterator[Block]:
        yield Bar("cells", self.done, self._cells)
        yield Bar("steps", min(self._steps_done, self._steps), self._steps, self._times())
        if self._waiting:
            yield Words(f"waiting for {self._waiting} cells that another run is rendering", "quiet")

    def _times(self) -> str:
        passed, done = time.monotonic() - self._began, self._steps_done
        words = f"{duration(passed)} so far"
        if not _FEWEST_STEPS <= done < self._steps:
            return words
        return f"{words}, about {duration(passed / done * (self._steps - done))} left"
