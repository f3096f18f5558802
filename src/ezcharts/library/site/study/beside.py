"""The original, cut into its cells, each beside ours that stands in the same place of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ezcharts.library.catalogue import Entry
from ezcharts.library.site.study.downloads import usual_view
from ezcharts.library.table import Axis, Cells, read_cells

TABLE: Final = "original/cells.json"


@dataclass(frozen=True)
class Pair:
    """Theirs and ours at one place; a file is empty where there is none."""

    theirs: str
    ours: str


@dataclass(frozen=True)
class Beside:
    """The chart as pairs, row by row, with what is written at rows and columns."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    rows: tuple[tuple[Pair, ...], ...]


def original_table(entry: Entry) -> Cells | None:
    """Return the cells that the original was cut into; None where it was not."""
    path = entry.file(TABLE)
    return read_cells(path) if entry.card.original and path.is_file() else None


def beside(entry: Entry) -> Beside | None:
    """Return theirs and ours place by place; None where one of them is not there."""
    theirs, ours = original_table(entry), entry.cells
    if theirs is None or ours is None:
        return None
    view = usual_view(ours)
    axes = {axis.name: axis for axis in ours.axes}
    down, across = axes.get(view.down), axes.get(view.across)
    found = {cell.at: cell.file for cell in theirs.cells}
    shape = [len(axis.values) for axis in theirs.axes]
    both = [axis for axis in (down, across) if axis]
    if [len(axis.values) for axis in both] != shape:
        return None
    own = {cell.at: cell.file for cell in ours.cells if cell.file}

    def pair(i: int, j: int) -> Pair:
        place = {**view.fixed, view.down: i, view.across: j}
        at = tuple(place.get(axis.name, 0) for axis in ours.axes)
        return Pair(found.get((*((i,) if down else ()), *((j,) if across else ())), ""), own.get(at, ""))

    rows = tuple(tuple(pair(i, j) for j in range(_count(across))) for i in range(_count(down)))
    return Beside(_labels(down), _labels(across), rows)


def files(entry: Entry) -> set[str]:
    """Return the pictures that the pairs show, beyond our own."""
    table = original_table(entry)
    return {cell.file for cell in table.cells if cell.file} if table else set()


def _count(axis: Axis | None) -> int:
    return len(axis.values) if axis else 1


def _labels(axis: Axis | None) -> tuple[str, ...]:
    return tuple(value.label for value in axis.values) if axis else ("",)


__all__ = ["Beside", "Pair", "beside", "files", "original_table"]
