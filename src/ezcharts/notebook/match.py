"""From pictures of a store back to a study: what was asked for as a query is a result like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from ezcharts.charts.layout import Found
from ezcharts.errors import InputError
from ezcharts.notebook.results import Result
from ezcharts.params.settings import Settings
from ezcharts.runner.query import PictureSet, Place, Query
from ezcharts.store.picture import read_picture
from ezcharts.store.records import Record
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.given import Given
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.header import Header
from ezcharts.studies.problems import Place as Origin
from ezcharts.studies.spec import Study
from ezcharts.studies.views import View


@dataclass(frozen=True)
class Match:
    """A set of pictures that was chosen for a chart.

    Attributes:
        query: What was asked for; its axes are rows and columns, in this order.
        shown: The pictures.
        store: Where they are.
    """

    query: Query
    shown: PictureSet
    store: Store

    def result(self) -> Result:
        """Return the chart and its cells."""
        study = self._study()
        cells = {place: self._cell(place) for place in self._places}
        standing = [
            GridCell(self._coordinates(place), 0, cell, cell.settings, label=self.label(place))
            for place, cell in cells.items()
            if cell is not None
        ]
        found = {cells[place]: self._found(record) for place, record in self.shown.places.items()}
        return Result(study, Grid(study, None, tuple(standing)), lambda cell: found.get(cell, Found("")))

    @property
    def empty(self) -> list[Place]:
        """The places without a picture."""
        return [place for place in self._places if place not in self.shown.places]

    def label(self, place: Place) -> str:
        """Return where a place is, in words."""
        values = zip(self.query.axes, place, strict=True)
        return ", ".join(f"{axis.label} {axis.values[index].label}" for axis, index in values)

    @property
    def _places(self) -> list[Place]:
        return list(product(*(range(len(axis)) for axis in self.query.axes)))

    @cached_property
    def _first(self) -> Record:
        return next(iter(self.shown.places.values()))

    @cached_property
    def _base(self) -> Settings:
        return Settings.from_json(self._first.settings)

    def _study(self) -> Study:
        """Return the study that these pictures could have come from."""
        axes, platform = self.query.axes, self._platform()
        names = [axis.name for axis in axes]
        down, across = (None, *names)[-2:]
        return Study(
            header=Header(" vs ".join(names), platform),
            axes=axes,
            settings={name: Given(self._base[name], "stated", Origin()) for name in self._shared()},
            charts=(View(down=down, across=across),),
            models=self._models(),
        )

    def _shared(self) -> list[str]:
        """Return the parameters that all pictures have with one value, where it is not the default."""
        varied = {name for axis in self.query.axes for name in axis.parameters}
        return [name for name in self._base if name in self._base.stated and name not in varied]

    def _platform(self) -> str:
        """Return the newest platform that one of the pictures was rendered on."""
        known = list(self.query.dialect.platforms)
        return max((record.platform for record in self.shown.places.values()), key=known.index)

    def _models(self) -> str:
        try:
            origin = read_picture(self.store.picture_path(self._first)).origin
        except InputError:
            origin = None
        return origin.model_set if origin else "unknown"

    def _cell(self, place: Place) -> Cell | None:
        """Return the cell at a place; None where such settings cannot be."""
        record = self.shown.places.get(place)
        if record is not None:
            return Cell(Settings.from_json(record.settings), record.image)
        try:
            return Cell(self._base.replace(**self._values(place)), self._first.image)
        except InputError:
            return None

    def _values(self, place: Place) -> Mapping[str, object]:
        values: dict[str, object] = {}
        for axis, index in zip(self.query.axes, place, strict=True):
            values |= axis.values[index].plain()
        return values

    def _coordinates(self, place: Place) -> dict[str, int]:
        return {axis.name: index for axis, index in zip(self.query.axes, place, strict=True)}

    def _found(self, record: Record) -> Found:
        path: Path = self.store.picture_path(record)
        return Found(record.key, record, path if path.exists() else None)
