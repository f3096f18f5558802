"""The cells of an entry, `cells.json`: what was rendered or cut, one row a picture, and how it is laid out.

    {"format": 1,
     "axes":  [{"name": "eta", "label": "eta", "parameters": ["eta"], "trend": "rising", "repeat": false,
                "values": [{"label": "-1", "rendered": "", "settings": {"eta": -1.0}}, ...]}, ...],
     "views": [{"title": "", "down": "eta", "across": "steps", "panels": [], "fixed": {}, "only": {},
                "chart": ["charts/07-eta-vs-steps-jax.webp"], "words": "..."}],
     "settings": {...},                          what all cells share
     "stated":   {...},                          what the study states instead, where a profile changed it
     "cells": [{"at": [0, 3], "state": "done", "file": "cells/0f3a....webp", "size": [128, 128],
                "key": "...", "seconds": 41.2, "reason": "",
                "settings": {...}, "stated": {...},      what only this cell has
                "measures": {"contrast": 0.21, ...},
                "clamped": "3. 20# 27."}, ...]}          which steps the clamp held: `library.clamping`

`at` holds one index per axis, in the order of the axes. An axis with `repeat` holds seeds: blocks, not an
axis of the sheet. A point without a row is one that the study leaves out. Rows need not fill the grid, and a
picture may stand at several points. An entry cut from a flattened chart has the same table, with the settings
that are known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

from ezcharts.errors import LibraryError
from ezcharts.library.clamping import is_written
from ezcharts.library.names import checked_path
from ezcharts.store.files import plain_errors

FILE: Final = "cells.json"
FORMAT: Final = 1
MOST_CELLS: Final = 20_000
MOST_BYTES: Final = 64 * 2**20

State = Literal["done", "failed", "missing"]
Trend = Literal["rising", "falling", "none"]
JSON = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """One value of an axis: as stated, as rendered where that differs, and what it sets."""

    label: str
    rendered: str = ""
    settings: JSON = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """What changes, value by value; see `ezcharts.studies.axes.Axis`."""

    name: str
    label: str
    parameters: tuple[str, ...]
    values: tuple[Value, ...]
    trend: Trend = "none"
    repeat: bool = False


@dataclass(frozen=True)
class View:
    """One chart of the entry.

    Attributes:
        title: Words beside the entry's own; may be empty.
        down: Name of the axis of the rows; empty for one row.
        across: Name of the axis of the columns; empty for one column.
        panels: Axes of which each combination of values is a panel.
        fixed: Axis -> index of the one value shown.
        only: Axis -> indices of the values shown, in order.
        chart: Picture files of the chart, one a page.
        words: The chart in words, for who cannot see it.
    """

    title: str = ""
    down: str = ""
    across: str = ""
    panels: tuple[str, ...] = ()
    fixed: Mapping[str, int] = field(default_factory=dict)
    only: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    chart: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Cell:
    """One picture, or what stands in its place; the module's docstring has it field by field."""

    at: tuple[int, ...]
    state: State = "missing"
    file: str = ""
    size: tuple[int, int] = (0, 0)
    key: str = ""
    seconds: float | None = None
    reason: str = ""
    settings: JSON = field(default_factory=dict)
    stated: JSON = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    clamped: str = ""


@dataclass(frozen=True)
class Cells:
    """The table."""

    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]
    views: tuple[View, ...] = ()
    settings: JSON = field(default_factory=dict)
    stated: JSON = field(default_factory=dict)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter that an axis sets, in the order of the axes; seeds of repeats left out."""
        return tuple(dict.fromkeys(name for axis in self.axes if not axis.repeat for name in axis.parameters))

    def settings_of(self, cell: Cell) -> dict[str, Any]:
        """Everything that is known of how a cell was rendered."""
        return {**self.settings, **cell.settings}

    def to_bytes(self) -> bytes:
        """The file: JSON, one line a cell so that versions compare well, empty fields left out."""
        head = {
            "format": FORMAT,
            "axes": [_lean(asdict(axis)) for axis in self.axes],
            "views": [_lean(asdict(view)) for view in self.views],
            "settings": self.settings,
            "stated": self.stated,
        }
        lines = [f" {json.dumps(key)}: {_json(value)}" for key, value in head.items()]
        rows = ",\n".join(f"  {_json(_lean(asdict(cell)))}" for cell in self.cells)
        return ("{\n" + ",\n".join(lines) + ',\n "cells": [\n' + rows + "\n ]\n}\n").encode()


def read_cells(path: Path) -> Cells:
    """Read a table; nothing in it is trusted.

    Raises:
        LibraryError: It is none: says what is wrong and where.
        StoreError: It cannot be read.
    """
    with plain_errors("read", path):
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise LibraryError(f"{path} has {size:,} bytes; a table has at most {MOST_BYTES:,}")
        content = path.read_bytes()
    return cells_from_bytes(content, str(path))


def cells_from_bytes(content: bytes, where: str) -> Cells:
    """Return the table that a file holds.

    Raises:
        LibraryError: It holds none: says what is wrong and where.
    """
    try:
        data = json.loads(content, parse_constant=_no_constant)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError(f"its format is {FORMAT}")
        return _checked(_cells(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LibraryError) as error:
        raise LibraryError(f"{where} is no table of cells: {error or type(error).__name__}") from None


def _cells(data: JSON) -> Cells:
    return Cells(
        axes=tuple(_axis(item) for item in data["axes"]),
        cells=tuple(_cell(item) for item in data["cells"][: MOST_CELLS + 1]),
        views=tuple(_view(item) for item in data.get("views", ())),
        settings=_object(data.get("settings", {})),
        stated=_object(data.get("stated", {})),
    )


def _axis(data: JSON) -> Axis:
    return Axis(
        name=_text(data["name"]),
        label=_text(data.get("label", data["name"])),
        parameters=tuple(_text(name) for name in data.get("parameters", ())),
        values=tuple(
            Value(_text(v["label"]), _text(v.get("rendered", "")), _object(v.get("settings", {})))
            for v in data["values"]
        ),
        trend=cast(Trend, _word(data.get("trend", "none"), ("rising", "falling", "none"))),
        repeat=bool(data.get("repeat", False)),
    )


def _view(data: JSON) -> View:
    return View(
        title=_text(data.get("title", "")),
        down=_text(data.get("down", "")),
        across=_text(data.get("across", "")),
        panels=tuple(_text(name) for name in data.get("panels", ())),
        fixed={_text(name): int(index) for name, index in data.get("fixed", {}).items()},
        only={_text(name): tuple(int(i) for i in some) for name, some in data.get("only", {}).items()},
        chart=tuple(checked_path(_text(name)) for name in data.get("chart", ())),
        words=_text(data.get("words", "")),
    )


def _cell(data: JSON) -> Cell:
    size = data.get("size", (0, 0))
    seconds = data.get("seconds")
    return Cell(
        at=tuple(int(index) for index in data["at"]),
        state=cast(State, _word(data.get("state", "missing"), ("done", "failed", "missing"))),
        file=checked_path(_text(data["file"])) if data.get("file") else "",
        size=(int(size[0]), int(size[1])),
        key=_text(data.get("key", "")),
        seconds=None if seconds is None else float(seconds),
        reason=_text(data.get("reason", "")),
        settings=_object(data.get("settings", {})),
        stated=_object(data.get("stated", {})),
        measures={_text(name): float(value) for name, value in data.get("measures", {}).items()},
        clamped=_text(data.get("clamped", "")),
    )


def _checked(table: Cells) -> Cells:
    """Return the table if its parts fit together."""
    if not 0 < len(table.cells) <= MOST_CELLS:
        raise ValueError(f"a table has 1 to {MOST_CELLS:,} cells, this has {len(table.cells):,} or more")
    names = [axis.name for axis in table.axes]
    if len(set(names)) < len(names) or not all(axis.values for axis in table.axes):
        raise ValueError("every axis has a name of its own and at least one value")
    seen: set[tuple[int, ...]] = set()
    for cell in table.cells:
        _check_cell(table, cell)
        if cell.at in seen:
            raise ValueError(f"two cells stand at {list(cell.at)}")
        seen.add(cell.at)
    for view in table.views:
        _check_view(table, view)
    return table


def _check_cell(table: Cells, cell: Cell) -> None:
    lengths = [len(axis.values) for axis in table.axes]
    if len(cell.at) != len(lengths) or any(not 0 <= i < n for i, n in zip(cell.at, lengths, strict=True)):
        raise ValueError(
            f"a cell stands at one value of each axis ({lengths} of them), not at {list(cell.at)}"
        )
    if (cell.state == "done") != bool(cell.file) or (cell.file and min(cell.size) < 1):
        raise ValueError(f"a cell that is done, and no other, has a file and a size; see {list(cell.at)}")
    if not is_written(cell.clamped):
        raise ValueError(f"steps are runs such as '3. 20#', not {cell.clamped[:40]!r}; see {list(cell.at)}")
    if not all(math.isfinite(number) for number in (*cell.measures.values(), cell.seconds or 0.0)):
        raise ValueError(f"figures are finite; see {list(cell.at)}")


def _check_view(table: Cells, view: View) -> None:
    known = {axis.name: len(axis.values) for axis in table.axes}
    shown = [name for name in (view.down, view.across, *view.panels) if name]
    if len(set(shown)) < len(shown) or not {*shown, *view.fixed, *view.only} <= known.keys():
        raise ValueError(f"a view names axes of the table, each once; got {shown}")
    for name, some in (*view.only.items(), *((name, (index,)) for name, index in view.fixed.items())):
        if not some or not all(0 <= index < known[name] for index in some):
            raise ValueError(f"a view names values of its axes; {name} has {known[name]}, not {list(some)}")


def _lean(data: dict[str, Any]) -> dict[str, Any]:
    """Leave empty fields out, all the way down, except settings, where an empty value is a value."""
    kept: dict[str, Any] = {}
    for key, value in data.items():
        value = (
            [_lean(v) if isinstance(v, dict) else v for v in value]
            if isinstance(value, list | tuple)
            else value
        )
        if value not in ("", None, [], {}, False, [0, 0]) or key in ("at",):
            kept[key] = value
    return kept


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no number here")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a text, got {value!r:.60}")
    return value


def _object(value: object) -> JSON:
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, got {value!r:.60}")
    return value


def _word(value: object, options: tuple[str, ...]) -> str:
    if value not in options:
        raise ValueError(f"expected one of {', '.join(options)}, got {value!r:.60}")
    return str(value)
