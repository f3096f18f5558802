"""The charts and the page of a study, as far as its cells are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ezcharts.charts.chart import Chart
from ezcharts.charts.layout import Found, Lookup, lay_out
from ezcharts.charts.page import write_page
from ezcharts.charts.sheet import save_sheet
from ezcharts.runner.opened import Opened
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import Grid
from ezcharts.studies.spec import Study


def kept(opened: Opened, store: Store, cell: Cell) -> Found:
    """Return what a store has of a cell."""
    key = opened.keys[cell]
    record = store.get(key)
    done = record is not None and record.state == "done"
    path = store.picture_path(record) if record and done else None
    return Found(key, record, path if path and path.exists() else None)


def lookup(opened: Opened, store: Store) -> Lookup:
    """Return what finds the cells of a study in a store."""
    return partial(kept, opened, store)


@dataclass(frozen=True)
class Charts:
    """The charts of some cells, wherever they are found.

    Attributes:
        study: What the cells belong to.
        grid: The cells.
        find: Finds what there is of a cell.
        swap: Whether rows and columns change places.
        times: Whether each picture's time is written beneath; None for what the study asks.
    """

    study: Study
    grid: Grid
    find: Lookup
    swap: bool = False
    times: bool | None = None

    def __iter__(self) -> Iterator[tuple[str, Chart]]:
        """Yield a file name, without its ending, and the chart as plain data, for every view of the study."""
        name = file_name(self.study)
        for number, view in enumerate(self.study.charts, start=1):
            shown = view.swapped() if self.swap else view
            chart = lay_out(self.study, shown, self.grid, self.find, self.times)
            yield f"{name}-chart{number}" if len(self.study.charts) > 1 else name, chart

    def draw(self, folder: Path) -> list[Path]:
        """Write all charts, each with its page, into `folder`; return the files.

        Raises:
            StoreError: A file cannot be read or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        for name, chart in self:
            sheets = save_sheet(chart, folder / f"{name}.png")
            page = folder / f"{name}.html"
            write_page(chart, sheets, page)
            written += [*(sheet.path for sheet in sheets), page]
        return written


@dataclass(frozen=True)
class Sheets:
    """The charts of a study whose cells are in a store; see `Charts`."""

    opened: Opened
    store: Store
    swap: bool = False
    times: bool | None = None

    def draw(self, folder: Path) -> list[Path]:
        """Write all charts, each with its page, into `folder`; return the files.

        Raises:
            StoreError: A file cannot be read or written.
        """
        find = lookup(self.opened, self.store)
        return Charts(self.opened.study, self.opened.grid, find, self.swap, self.times).draw(folder)


def file_name(study: Study) -> str:
    """Return the study's name as a file may be called; one that comes from a file is kept as it is."""
    return study.name if study.file else re.sub(r"[^\w.+-]+", "-", study.name)[:80].strip("-.") or "study"
