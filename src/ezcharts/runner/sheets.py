"""The charts and the page of a study, as far as its cells are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ezcharts.charts.chart import Chart
from ezcharts.charts.layout import Found, lay_out
from ezcharts.charts.page import write_page
from ezcharts.charts.sheet import save_sheet
from ezcharts.runner.opened import Opened
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell


@dataclass(frozen=True)
class Sheets:
    """The charts of a study.

    Attributes:
        opened: The study.
        store: Where its cells are.
        swap: Whether rows and columns change places.
        times: Whether each picture's time is written beneath; None for what the study asks.
    """

    opened: Opened
    store: Store
    swap: bool = False
    times: bool | None = None

    def charts(self) -> Iterator[tuple[str, Chart]]:
        """Yield a file name, without its ending, and the chart as plain data, for every view of the study."""
        study = self.opened.study
        for number, view in enumerate(study.charts, start=1):
            shown = view.swapped() if self.swap else view
            name = f"{study.name}-chart{number}" if len(study.charts) > 1 else study.name
            yield name, lay_out(study, shown, self.opened.grid, self.find, self.times)

    def draw(self, folder: Path) -> list[Path]:
        """Write all charts and the page into `folder`; return the files.

        Raises:
            StoreError: A file cannot be read or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        for name, chart in self.charts():
            sheets = save_sheet(chart, folder / f"{name}.png")
            page = folder / f"{name}.html"
            write_page(chart, sheets, page)
            written += [*(sheet.path for sheet in sheets), page]
        return written

    def find(self, cell: Cell) -> Found:
        """Return what the store has of a cell."""
        key = self.opened.keys[cell]
        record = self.store.get(key)
        done = record is not None and record.state == "done"
        path = self.store.picture_path(record) if record and done else None
        return Found(key, record, path if path and path.exists() else None)
