"""A finished run as a draft: its cells, its charts, its study file.

What the study file says of the original becomes the first version of the card; the librarian writes on from
there. The study file goes along with the files it names, so that the entry can be rendered again from itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ezcharts.charts.chart import Chart
from ezcharts.charts.layout import Lookup, lay_out, trend
from ezcharts.errors import LibraryError
from ezcharts.library.alt import alt_text
from ezcharts.library.card import Added, Card, Gathered
from ezcharts.library.catalogue import STUDY
from ezcharts.library.clamping import written
from ezcharts.library.draft import Content, Draft
from ezcharts.library.names import slug
from ezcharts.library.sheets import chart_files
from ezcharts.library.table import Axis, Cell, Cells, Value, View
from ezcharts.library.webp import digest_of, webp_of
from ezcharts.studies.axes import Axis as StudyAxis
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.spec import Study
from ezcharts.studies.views import View as StudyView

Figures = Callable[[str], Mapping[str, float]]
SEEDS = "seed"


@dataclass(frozen=True)
class Finished:
    """A run.

    Attributes:
        study: Its study.
        grid: Its cells under the profile that was rendered.
        find: Finds what its store has of a cell.
        measured: Key -> figures measured of that cell.
    """

    study: Study
    grid: Grid
    find: Lookup
    measured: Figures = lambda _: {}

    def draft(self, added: Added, name: str = "", *, empty: bool = False) -> Draft:
        """Return the run as an entry; cells that are not there yet are in it as missing.

        Args:
            added: Who adds it.
            name: Name of the entry; the study's when left out.
            empty: Whether it may be one of which nothing is rendered yet.

        Raises:
            LibraryError: Nothing of it was rendered.
        """
        files: dict[str, Content] = dict(self._files())
        cells = self.table(files)
        views = enumerate(self.study.charts, start=1)
        cells = replace(cells, views=tuple(self._view(number, view, files) for number, view in views))
        if not empty and not any(cell.state == "done" for cell in cells.cells):
            raise LibraryError(
                f"nothing of {self.study.title!r} is in the store; render it with ezcharts run"
            )
        return Draft(name or slug(self.study.name), self._card(added), cells, files)

    def _card(self, added: Added) -> Card:
        header = self.study.header
        return Card(
            title=header.title,
            platform=header.platform,
            stated=header.platform_stated,
            date=header.date.isoformat() if header.date else "",
            provenance="rendered",
            models=str(self.study.models),
            profile=self.grid.profile.name if self.grid.profile else "",
            notes=header.notes,
            erratum=header.erratum,
            gathered=tuple(Gathered(by=s.by, url=s.url, note=s.note) for s in header.sources),
            see_also=tuple(slug(name) for name in header.see_also),
            added=added,
        )

    def _files(self) -> Iterator[tuple[str, Content]]:
        """The study file, and what it names."""
        if self.study.file:
            yield STUDY, self.study.file.read_bytes
        for path in sorted({path for cell in self.grid.distinct for path in cell.files.values()}):
            yield path.relative_to(self.study.folder).as_posix(), path.read_bytes

    def table(self, files: dict[str, Content]) -> Cells:
        """Return the cells without charts, and add to `files` what their pictures are."""
        rows = [(place, self._row(place, files)) for place in self.grid.cells]
        settings = _shared([place.cell.settings.to_json() for place, _ in rows])
        stated = _shared([_stated(place) for place, _ in rows])
        return Cells(
            axes=(*self._repeats(), *(self._axis(axis) for axis in self.study.axes)),
            cells=tuple(_with_own(cell, place, settings, stated) for place, cell in rows),
            settings=settings,
            stated=stated,
        )

    def _row(self, place: GridCell, files: dict[str, Content]) -> Cell:
        index = tuple(place.coordinates[axis.name] for axis in self.study.axes)
        at = (place.repeat, *index) if len(self.study.repeats) > 1 else index
        found = self.find(place.cell)
        record = found.record
        if record is None or (record.state == "done" and found.picture is None):
            return Cell(at, key=found.key, size=place.cell.size)
        if record.state == "failed" or found.picture is None:
            return Cell(at, "failed", key=found.key, size=place.cell.size, reason=record.reason or "")
        name = f"cells/{digest_of(found.picture)[:16]}.webp"
        files[name] = partial(webp_of, found.picture)
        seconds = round(record.seconds, 1) if record.alone else None
        return Cell(
            at, "done", name, record.size or place.cell.size, found.key, seconds,
            measures=_rounded(self.measured(found.key)), clamped=written(record.trace),
        )  # fmt: skip

    def _repeats(self) -> Iterator[Axis]:
        """The seeds, where there are several."""
        if len(self.study.repeats) < 2:
            return
        seeds = [self._at(repeat) for repeat in range(len(self.study.repeats))]
        values = tuple(
            Value(_seed_words(place), settings={SEEDS: place.cell.settings[SEEDS]}) for place in seeds
        )
        yield Axis(SEEDS, SEEDS, (SEEDS,), values, repeat=True)

    def _at(self, repeat: int) -> GridCell:
        return next(place for place in self.grid.cells if place.repeat == repeat)

    def _axis(self, axis: StudyAxis) -> Axis:
        values = []
        for index, label in enumerate(self.grid.labels(axis)):
            here = [_all_stated(place) for place in self.grid.cells if place.coordinates[axis.name] == index]
            sets = {name: value for name, value in _shared(here).items() if name in axis.parameters}
            values.append(Value(label.stated, label.rendered or "", sets))
        way = trend([overlay.plain() for overlay in axis.values])
        return Axis(axis.name, axis.label, _varied(axis), tuple(values), way)

    def _view(self, number: int, view: StudyView, files: dict[str, Content]) -> View:
        chart = lay_out(self.study, view, self.grid, self.find)
        pages = chart_files(chart, number)
        files |= pages
        seeds = {SEEDS: view.repeat} if len(self.study.repeats) > 1 else {}
        return _as_view(view, {**seeds, **view.fixed}, chart, tuple(pages))


def _as_view(view: StudyView, fixed: Mapping[str, int], chart: Chart, names: tuple[str, ...]) -> View:
    return View(
        title=view.title,
        down=view.down or "",
        across=view.across or "",
        panels=view.panels,
        fixed=fixed,
        only=view.only,
        chart=names,
        words=alt_text(chart),
    )


def _varied(axis: StudyAxis) -> tuple[str, ...]:
    """What differs between the values of an axis: a set of models also sets those that are off throughout."""
    values = [overlay.plain() for overlay in axis.values]
    varied = [
        name for name in axis.parameters if any(value.get(name) != values[0].get(name) for value in values)
    ]
    return tuple(varied or axis.parameters)


def _with_own(cell: Cell, place: GridCell, settings: Mapping[str, Any], stated: Mapping[str, Any]) -> Cell:
    """The row with what only this cell has."""
    own, said = place.cell.settings.to_json(), _stated(place)
    return replace(
        cell,
        settings={name: value for name, value in own.items() if name not in settings},
        stated={name: value for name, value in said.items() if name not in stated},
    )


def _stated(place: GridCell) -> dict[str, Any]:
    """What a profile changed, as the study states it."""
    whole = place.stated.to_json()
    return {change.parameter: whole[change.parameter] for change in place.changes}


def _all_stated(place: GridCell) -> dict[str, Any]:
    data: dict[str, Any] = place.stated.to_json()
    return data


def _shared(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """What all have, and have alike."""
    first, *others = tables
    return {
        name: value
        for name, value in first.items()
        if all(name in other and other[name] == value for other in others)
    }


def _seed_words(place: GridCell) -> str:
    image = f", picture {place.cell.image}" if place.cell.image else ""
    return f"{place.cell.settings[SEEDS]}{image}"


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Four significant digits: what a reader or a statistic can use, and no more bytes."""
    return {
        name: float(f"{value:.4g}")
        for name, value in figures.items()
        if value == value and abs(value) < 1e300
    }
