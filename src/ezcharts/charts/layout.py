"""From a study's view to a chart: which cell stands where, and what is written at the axes.

Labels say what the study states, with what was rendered beneath where a profile changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from ezcharts.charts import captions
from ezcharts.charts.chart import AxisLabels, Chart, ChartCell, Label, Link, Panel, Trend
from ezcharts.charts.excerpt import Excerpt, Places
from ezcharts.params.schedule import Schedule
from ezcharts.store.records import Record
from ezcharts.studies.axes import Axis
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.spec import Study
from ezcharts.studies.views import View

__all__ = ["AxisLabels", "Chart", "ChartCell", "Found", "Label", "Lookup", "Panel", "lay_out", "trend"]


@dataclass(frozen=True)
class Found:
    """What the store has of a cell: its key, its record or None, and its picture file or None."""

    key: str
    record: Record | None = None
    picture: Path | None = None


Lookup = Callable[[Cell], Found]


def lay_out(study: Study, view: View, grid: Grid, lookup: Lookup, times: bool | None = None) -> Chart:
    """Lay a view of a study out as a chart. For its axes swapped, give `view.swapped()`.

    Args:
        study: The study.
        view: One of its charts.
        grid: Its cells, under the profile that was rendered.
        lookup: Finds what the store has of a cell.
        times: Whether each picture has its time beneath; None for where the study measures time.
    """
    excerpt = Excerpt(study, view, grid)
    if times is None:
        times = study.timing == "alone"

    def panel(places: Places) -> Panel:
        rows = tuple(
            tuple(_cell(place, lookup(place.cell), times) if place else None for place in row)
            for row in places
        )
        return Panel(captions.panel_title(excerpt, [place for row in places for place in row if place]), rows)

    return Chart(
        title=captions.title(excerpt),
        context=study.header.context,
        panels=tuple(panel(places) for places in excerpt.panels),
        conditions=tuple(captions.conditions(excerpt)),
        down=_labels(excerpt, excerpt.down),
        across=_labels(excerpt, excerpt.across),
        notes=tuple(captions.notes(excerpt)),
        footer=captions.footer(excerpt),
        links=tuple(
            Link(captions.credit(source) or source.url, source.url) for source in study.header.sources
        ),
        to_scale=excerpt.name(captions.SIZE) in excerpt.varied,
        scale=view.scale,
    )


def trend(values: Sequence[Mapping[str, Any]]) -> Trend:
    """Which way the values of an axis go: by the first number, or picture size, that each of them sets."""
    measures = [_measure(value) for value in values]
    if len(measures) < 2 or None in measures:
        return "none"
    steps = [b - a for a, b in pairwise(measure for measure in measures if measure is not None)]
    return "rising" if min(steps) > 0 else "falling" if max(steps) < 0 else "none"


def _measure(values: Mapping[str, Any]) -> float | None:
    """The first number among the values: a plain one, an unchanging schedule, or the pixels of a size."""
    for given in values.values():
        value = given.runs[0][0] if isinstance(given, Schedule) and len(given.runs) == 1 else given
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if isinstance(value, tuple) and len(value) == 2 and all(isinstance(side, int) for side in value):
            return float(value[0] * value[1])
    return None


def _labels(excerpt: Excerpt, axis: Axis | None) -> AxisLabels | None:
    if axis is None:
        return None
    shown, labels = excerpt.view.indices(axis), excerpt.grid.labels(axis)
    values = tuple(_label(labels[i].stated, labels[i].rendered) for i in shown)
    return AxisLabels(axis.label, values, trend([axis.values[i].plain() for i in shown]))


def _label(stated: str, rendered: str | None) -> Label:
    return Label(captions.spaced(stated), f"rendered as {captions.spaced(rendered)}" if rendered else "")


def _cell(place: GridCell, found: Found, times: bool) -> ChartCell:
    """One cell with what the store has of it; a done one whose picture is gone counts as missing."""
    record, stated = found.record, place.stated.to_json()
    words = ChartCell(
        key=found.key,
        state="missing",
        size=place.cell.size,
        settings=place.cell.settings.to_json(),
        stated={change.parameter: stated[change.parameter] for change in place.changes},
    )
    if record is None:
        return words
    if record.state == "failed":
        return replace(words, state="failed", reason=record.reason or "", seconds=record.seconds)
    if found.picture is None:
        return words
    return replace(
        words,
        state="done",
        size=record.size or words.size,
        picture=found.picture,
        seconds=record.seconds,
        footer=captions.duration(record.seconds) if times else "",
    )
