"""The data of a study's page, as a script: `EZ.data({...})`.

A page that is read from a disk may fetch nothing, but it may load a script. Names are those of `model.js`.
Cells stand in the order of the grid; `at` is left out where the grid is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, Final

from ezcharts.library.catalogue import Entry
from ezcharts.library.site.policy import as_script
from ezcharts.library.site.study.columns import column, rounded, setting_columns
from ezcharts.library.site.study.notebook_files import notebook_files, platform_of
from ezcharts.library.site.study.playing import played
from ezcharts.library.site.study.small import needs_small, small_address
from ezcharts.library.table import Axis, Cell, Cells, View

KEY_LETTERS: Final = 16
_STATES: Final = {"done": "d", "failed": "f", "missing": "m"}


def data_script(entry: Entry, table: Cells) -> str:
    """Return `data.js`."""
    return f"EZ.data({as_script(page_data(entry, table))});\n"


def page_data(entry: Entry, table: Cells) -> dict[str, Any]:
    """Return what the page shows as plain data."""
    places = {place_of(table, cell): cell for cell in table.cells}
    order = sorted(places)
    cells = [places[place] for place in order]
    full = len(cells) == prod(len(axis.values) for axis in table.axes)
    axis = played(table)
    data: dict[str, Any] = {
        "format": 1,
        "name": entry.name,
        "title": entry.card.title,
        "platform": platform_of(entry.card, table),
        "axes": [_axis(axis) for axis in table.axes],
        "views": [_view(view) for view in table.views],
        "play": axis.name if axis else "",
        "shared": {name: value for name, value in table.settings.items() if name != "platform"},
        "stated": dict(table.stated),
        "notebook": notebook_files(entry.card, table),
        "at": None if full else order,
        **_cells(cells),
        **_files(table, [cell.file for cell in cells if cell.state == "done"]),
    }
    return {key: value for key, value in data.items() if value not in (None, {})}


def place_of(table: Cells, cell: Cell) -> int:
    """Return the place of a cell in the full grid, the last axis fastest."""
    place = 0
    for index, axis in zip(cell.at, table.axes, strict=True):
        place = place * len(axis.values) + index
    return place


def _axis(axis: Axis) -> dict[str, Any]:
    values = [[value.label, value.rendered] if value.rendered else [value.label] for value in axis.values]
    return {
        "name": axis.name,
        "label": axis.label or axis.name,
        "trend": axis.trend,
        "repeat": axis.repeat,
        "values": values,
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "title": view.title,
        "down": view.down,
        "across": view.across,
        "panels": list(view.panels),
        "fixed": [[name, index] for name, index in view.fixed.items()],
        "only": [[name, list(some)] for name, some in view.only.items()],
    }


def _cells(cells: Sequence[Cell]) -> dict[str, Any]:
    """Return the columns."""
    own = [{k: v for k, v in cell.settings.items() if k != "platform"} for cell in cells]
    names = list(dict.fromkeys(name for cell in cells for name in cell.measures))
    return {
        "state": "".join(_STATES[cell.state] for cell in cells),
        "sizes": column([list(cell.size) if cell.file else None for cell in cells]),
        "own": setting_columns(own),
        "ownStated": setting_columns([cell.stated for cell in cells]),
        "reasons": column([cell.reason or None for cell in cells]) if any(c.reason for c in cells) else None,
        "seconds": _figures([cell.seconds for cell in cells], 3),
        "keys": [cell.key[:KEY_LETTERS] for cell in cells] if any(cell.key for cell in cells) else None,
        "measures": {name: _figures([cell.measures.get(name) for cell in cells], 4) for name in names},
    }


def _figures(values: Sequence[float | None], figures: int) -> list[Any] | None:
    known = any(value is not None for value in values)
    return [rounded(value, figures) for value in values] if known else None


def _files(table: Cells, names: Sequence[str]) -> dict[str, Any]:
    """Return the addresses of pictures and of small ones: what they share, and what they don't."""
    before, after = "cells/", ".webp"
    if not all(name.startswith(before) and name.endswith(after) for name in names):
        before = after = ""
    short = [name[len(before) : len(name) - len(after)] for name in names]
    files = {"before": before, "after": after, "names": short}
    if not needs_small(table):
        return {"files": files}
    sign = "*"
    small_before, small_after = small_address(f"{before}{sign}{after}").split(sign)
    return {"files": files, "thumbs": {"before": small_before, "after": small_after}}
