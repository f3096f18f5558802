"""A view of an entry as a chart, from its table alone: for entries that no study file made, and to post.

What a study's own charts say beyond this, such as the tester's remarks, is on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from ezcharts.charts.chart import AxisLabels, Chart, ChartCell, Label, Panel
from ezcharts.library.card import Card
from ezcharts.library.table import Axis, Cell, Cells, View

PROMPTS = ("text_prompts", "title", "all_prompts")
SHOWN = ("steps", "clip_guidance_scale", "eta", "seed")
MOST_LETTERS = 300  # of a prompt


def chart_of(card: Card, cells: Cells, view: View, pictures: Mapping[str, Path]) -> Chart:
    """Lay a view out.

    Args:
        card: The entry's card.
        cells: Its table.
        view: One of its views.
        pictures: File as the table names it -> where it lies.
    """
    axes = {axis.name: number for number, axis in enumerate(cells.axes)}
    by_place = {cell.at: cell for cell in cells.cells}

    def cell_at(point: Mapping[str, int]) -> ChartCell | None:
        found = by_place.get(tuple(point.get(name, 0) for name in axes))
        return _cell(found, pictures) if found else None

    down, across = (_axis(cells, name) for name in (view.down, view.across))
    panels = []
    for panel in _points(cells, view, view.panels):
        rows = tuple(
            tuple(
                cell_at({**view.fixed, **panel, **row, **column})
                for column in _points(cells, view, [view.across])
            )
            for row in _points(cells, view, [view.down])
        )
        panels.append(Panel(_title(cells, panel), rows))
    return Chart(
        title=f"{card.title}: {view.title}" if view.title else card.title,
        context=card.context,
        panels=tuple(panels),
        conditions=tuple(conditions(card, cells)),
        down=_labels(down, view),
        across=_labels(across, view),
        footer=_footer(card),
    )


def conditions(card: Card, cells: Cells) -> Iterator[str]:
    """What is the same in every picture, as far as a line has room for it."""
    yield f"{card.models} models" if card.models else "models not stated"
    if card.profile:
        yield f"{card.profile} profile"
    for name in SHOWN:
        if name in cells.settings:
            yield f"{name} {cells.settings[name]}"
    sizes = {cell.size for cell in cells.cells if cell.state == "done"}
    if len(sizes) == 1:
        yield "{}x{} pixels".format(*sizes.pop())
    prompt = prompt_of(cells.settings)
    if prompt:
        yield f"“{prompt}”"


def prompt_of(settings: Mapping[str, Any]) -> str:
    """The prompt that settings hold, in words; empty where they hold none."""
    for name in PROMPTS:
        words = ", ".join(_words(settings.get(name)))
        if words:
            return words[:MOST_LETTERS]
    return ""


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for item in value.values() for word in _words(item))
    elif isinstance(value, list | tuple):
        yield from (word for item in value for word in _words(item))


def _axis(cells: Cells, name: str) -> Axis | None:
    return next((axis for axis in cells.axes if axis.name == name), None)


def _shown(axis: Axis, view: View) -> tuple[int, ...]:
    return view.only.get(axis.name, tuple(range(len(axis.values))))


def _points(cells: Cells, view: View, names: tuple[str, ...] | list[str]) -> list[dict[str, int]]:
    """Every combination of the values that a view shows of some axes; one that is empty without any."""
    axes = [axis for axis in (_axis(cells, name) for name in names) if axis]
    return [
        dict(zip((axis.name for axis in axes), point, strict=True))
        for point in product(*(_shown(axis, view) for axis in axes))
    ]


def _title(cells: Cells, panel: Mapping[str, int]) -> str:
    parts = []
    for name, index in panel.items():
        axis = _axis(cells, name)
        if axis:
            words = axis.values[index].label
            parts.append(words if len(words) > len("a prompt of some words") else f"{axis.label} {words}")
    return " · ".join(parts)


def _labels(axis: Axis | None, view: View) -> AxisLabels | None:
    if axis is None:
        return None
    values = (axis.values[index] for index in _shown(axis, view))
    labels = tuple(Label(v.label, f"rendered as {v.rendered}" if v.rendered else "") for v in values)
    return AxisLabels(axis.label, labels, axis.trend)


def _cell(cell: Cell, pictures: Mapping[str, Path]) -> ChartCell:
    size = cell.size if min(cell.size) > 0 else (128, 128)
    if cell.state == "done":
        return ChartCell(cell.key, "done", size, pictures[cell.file], seconds=cell.seconds)
    return ChartCell(cell.key, cell.state, size, reason=cell.reason or "no reason given")


def _footer(card: Card) -> str:
    who = "; ".join(dict.fromkeys(each.by for each in card.gathered if each.by))
    return f"EZ Charts. After {who}." if who else "EZ Charts."
