"""The part of a study that one view shows: its axes, and the cell at each place of each panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from ezcharts.studies.axes import Axis
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.spec import Study
from ezcharts.studies.views import View

Places = tuple[tuple[GridCell | None, ...], ...]


@dataclass(frozen=True)
class Excerpt:
    """What a view shows of a study's cells.

    Attributes:
        study: The study.
        view: One of its charts.
        grid: Its cells.
    """

    study: Study
    view: View
    grid: Grid

    @cached_property
    def down(self) -> Axis | None:
        """The axis of the rows."""
        return self.study.axis(self.view.down) if self.view.down else None

    @cached_property
    def across(self) -> Axis | None:
        """The axis of the columns."""
        return self.study.axis(self.view.across) if self.view.across else None

    @cached_property
    def facets(self) -> tuple[Axis, ...]:
        """The axes whose values make panels."""
        return tuple(self.study.axis(name) for name in self.view.panels)

    @cached_property
    def varied(self) -> frozenset[str]:
        """Every parameter that an axis of the chart sets."""
        axes = (self.down, self.across, *self.facets)
        return frozenset(name for axis in axes if axis for name in axis.parameters)

    @cached_property
    def panels(self) -> tuple[Places, ...]:
        """Panel by panel, row by row, the cell at each place; None where the study leaves one out."""
        return tuple(self._places(panel) for panel in self._points(self.facets))

    @cached_property
    def cells(self) -> tuple[GridCell, ...]:
        """All cells shown."""
        return tuple(place for panel in self.panels for row in panel for place in row if place)

    def shared(self, words: Callable[[GridCell], str]) -> tuple[str, ...]:
        """What `words` says of the cells, if it is the same of all and not empty."""
        said = {words(each) for each in self.cells}
        return tuple(said) if len(said) == 1 and "" not in said else ()

    def name(self, parameter: str) -> str:
        """The dialect's own name for a parameter."""
        return self.study.vocabulary.dialect.find(parameter).name

    def _places(self, panel: Mapping[str, int]) -> Places:
        fixed = {**self.view.fixed, **panel}
        rows = self._points([self.down] if self.down else [])
        columns = self._points([self.across] if self.across else [])
        repeat = self.view.repeat
        return tuple(
            tuple(self.grid.at({**fixed, **row, **column}, repeat) for column in columns) for row in rows
        )

    def _points(self, axes: Sequence[Axis]) -> list[dict[str, int]]:
        """Every combination of the axes' shown values, as coordinates; one that is empty without an axis."""
        names = [axis.name for axis in axes]
        shown = (self.view.indices(axis) for axis in axes)
        return [dict(zip(names, point, strict=True)) for point in product(*shown)]
