"""What a run gives back: charts, cells, and further views of the same cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import overload

from ezcharts.charts.captions import duration
from ezcharts.charts.layout import Lookup, lay_out
from ezcharts.errors import InputError
from ezcharts.notebook.blocks import Block, Rows, Shown, Words
from ezcharts.notebook.picture import Picture
from ezcharts.notebook.places import cell_at
from ezcharts.notebook.plainly import plainly
from ezcharts.notebook.screen import cell_number
from ezcharts.notebook.sheet import Sheet
from ezcharts.runner.sheets import Charts
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.spec import Study
from ezcharts.studies.views import read_views
from ezcharts.studies.yaml_nodes import node_of

Values = Mapping[str, object]

_HINT = "Keep it under a name, as in result = ez.run(...): result.cells, result[{...}], result.chart(...)."


@dataclass(frozen=True, repr=False)
class Cells(Shown, Sequence[Picture]):
    """All cells of a result, in the study's order."""

    pictures: tuple[Picture, ...]

    @overload
    def __getitem__(self, index: int) -> Picture: ...
    @overload
    def __getitem__(self, index: slice) -> Cells: ...
    def __getitem__(self, index: int | slice) -> Picture | Cells:
        if isinstance(index, slice):
            return Cells(self.pictures[index])
        return self.pictures[index]

    def __len__(self) -> int:
        return len(self.pictures)

    def blocks(self) -> Iterable[Block]:
        """A table: where each stands, and how it went."""
        axes = tuple(dict.fromkeys(name for each in self for name in each.labels))
        head = (*axes, "state", "time", "steps", "clamped")
        rows = (tuple(each.labels.get(axis, "") for axis in axes) + _how_it_went(each) for each in self)
        yield Rows(tuple(rows), head)


@dataclass(frozen=True, repr=False)
class Result(Shown):
    """The cells of a study, as far as they are there. Shows the study's charts.

    Attributes:
        study: What was asked for.
        grid: Its cells, as rendered.
        find: Finds what there is of a cell.
        remarks: Shown beneath the charts.
        shown_in: Number of the notebook cell whose output shows the charts already.
    """

    study: Study
    grid: Grid
    find: Lookup
    remarks: tuple[Block, ...] = ()
    shown_in: int | None = None

    @property
    def charts(self) -> tuple[Sheet, ...]:
        """The charts of the study: those it lists, or the usual one."""
        return tuple(Sheet(chart) for _, chart in Charts(self.study, self.grid, self.find))

    @cached_property
    def cells(self) -> Cells:
        """Every cell, in the study's order."""
        return Cells(tuple(self._picture(place) for place in self.grid.cells))

    @property
    def failed(self) -> Cells:
        """The cells that could not be rendered."""
        return Cells(tuple(cell for cell in self.cells if cell.state == "failed"))

    @plainly
    def __getitem__(self, values: Values) -> Picture:
        """Return one cell by the values of its axes: `result[{"clamp_max": 0.05, "steps": 50}]`.

        `repeat` counts from 1; axes of one value may be left out.

        Raises:
            InputError: An axis is unknown, not named, or has no such value; says which there are.
        """
        if not isinstance(values, Mapping):
            example = ", ".join(f'"{axis.name}": {axis.values[0].label}' for axis in self.study.axes)
            raise InputError(f"a cell is found by its axes, as in result[{{{example}}}], got {values!r}")
        return self._picture(cell_at(self.study, self.grid, values))

    @plainly
    def chart(
        self,
        *,
        down: str | None = None,
        across: str | None = None,
        panels: str | Sequence[str] | None = None,
        fixed: Values | None = None,
        only: Values | None = None,
        repeat: int | None = None,
        swap: bool = False,
        scale: float | None = None,
        title: str | None = None,
    ) -> Sheet:
        """Return another view of the same cells; words and rules are those of `charts` in a study file.

        Args:
            down: Axis whose values are the rows; `"none"` for one row.
            across: Axis whose values are the columns.
            panels: Axes of which each combination of values is a panel.
            fixed: Axis -> the one value shown; every axis is either placed or fixed.
            only: Axis -> the values shown, in this order.
            repeat: Which repeat is shown, from 1.
            swap: Exchange rows and columns.
            scale: How large the pictures are drawn; 1 is as usual.
            title: Words beside the study's own title.

        Raises:
            StudyProblems: An axis or value is unknown, or an axis is in no place or in two.
        """
        places = {"down": down, "across": across, "panels": panels, "fixed": fixed, "only": only}
        asked = {"title": title, **places, "repeat": repeat, "swap": swap or None, "scale": scale}
        entry = node_of({key: value for key, value in asked.items() if value is not None})
        (view,) = read_views(self.study.axes, len(self.study.repeats), entry)
        return Sheet(lay_out(self.study, view, self.grid, self.find))

    @plainly
    def save(self, folder: Path | str) -> list[Path]:
        """Write the study's charts and pages into a folder, as `ezcharts run` does; return the files.

        Raises:
            StoreError: A file cannot be read or written.
        """
        return Charts(self.study, self.grid, self.find).draw(Path(folder))

    def blocks(self) -> Iterable[Block]:
        """The charts; a hint where the output that this goes to shows them already."""
        if self.shown_in is not None and self.shown_in == cell_number():
            yield Words(_HINT, "quiet")
            return
        for sheet in self.charts:
            yield from sheet.blocks()
        yield from self.remarks

    def drafts(self) -> list[Block]:
        """The charts as they are now, small, to be replaced soon."""
        charts = Charts(self.study, self.grid, self.find)
        return [block for _, chart in charts for block in Sheet(chart, draft=True).blocks()]

    def _picture(self, place: GridCell) -> Picture:
        labels = {axis.label: axis.values[place.coordinates[axis.name]].label for axis in self.study.axes}
        if len(self.study.repeats) > 1:
            labels["repeat"] = str(place.repeat + 1)
        return Picture(place, self.find(place.cell), labels, self.study.models)


def _how_it_went(cell: Picture) -> tuple[str, ...]:
    record = cell.found.record
    if record is None or cell.state == "missing":
        return ("missing", "", "", "")
    if record.state == "failed":
        return (f"failed: {record.reason}", duration(record.seconds), str(len(record.trace)), "")
    clamped, steps = sum(record.trace.clamped), len(record.trace)
    return ("done", duration(record.seconds), str(steps), f"{clamped / steps:.0%}" if steps else "")
