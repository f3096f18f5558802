"""The page beside a chart: the sheet, its words as text, and the settings of every cell.

One HTML file that needs nothing but the sheet's pictures beside it: no script, no request to anywhere,
readable from `file://`, in light and dark. Every text is escaped, and a content policy forbids all that the
page does not use.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ezcharts.charts.captions import duration
from ezcharts.charts.chart import Chart, ChartCell, Label, Link, Panel, State
from ezcharts.charts.sheet import SheetFile
from ezcharts.store.files import write_if_changed

_TEMPLATES = Environment(
    loader=PackageLoader("ezcharts.charts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_STATES: Mapping[State, str] = {"done": "done", "failed": "failed", "missing": "not rendered yet"}


@dataclass(frozen=True)
class SettingRow:
    """One setting as text; `stated` is what the study states where a profile changed it, else empty."""

    name: str
    value: str
    stated: str = ""


@dataclass(frozen=True)
class CellRow:
    """One cell: the values of its axes, itself, its time in words, and its settings that differ."""

    labels: tuple[Label, ...]
    cell: ChartCell
    time: str
    own: tuple[SettingRow, ...]


@dataclass(frozen=True)
class CellTable:
    """The cells of one panel."""

    title: str
    rows: tuple[CellRow, ...]


@dataclass(frozen=True)
class SheetImage:
    """One page of the sheet as HTML shows it: its address, size in pixels, part, and words for it."""

    address: str
    width: int
    height: int
    part: str
    words: str


def write_page(chart: Chart, sheets: Sequence[SheetFile], path: Path) -> bool:
    """Write the page of a chart, if it changes; return whether it did.

    Args:
        chart: The chart.
        sheets: Its sheet as `save_sheet` wrote it, in the folder of the page or below it.
        path: The HTML file.

    Raises:
        ValueError: A sheet lies elsewhere.
        StoreError: The file cannot be written.
    """
    return write_if_changed(path, page(chart, sheets, path.parent).encode())


def page(chart: Chart, sheets: Sequence[SheetFile], folder: Path) -> str:
    """The HTML of a chart's page that lies in `folder`. Equal charts give equal pages."""
    style = _TEMPLATES.get_template("page.css").render()
    shared = _shared(list(chart.cells()))
    return _TEMPLATES.get_template("page.html").render(
        chart=chart,
        sheets=[_image(chart, sheet, folder) for sheet in sheets],
        tables=[_table(chart, panel, frozenset(row.name for row in shared)) for panel in chart.panels],
        shared=shared,
        links=[link for link in chart.links if _is_web(link)],
        counts=_counts(chart),
        style=Markup(style),  # our own file, in which nothing is filled in
        policy=_policy(style),
    )


def _policy(style: str) -> str:
    """Allow pictures beside the page and our one style sheet, by its digest; nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src 'self' file:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _image(chart: Chart, sheet: SheetFile, folder: Path) -> SheetImage:
    address = quote(sheet.path.resolve().relative_to(folder.resolve()).as_posix())
    return SheetImage(address, sheet.width, sheet.height, sheet.part, f"Chart: {sheet.part or chart.header}")


def _is_web(link: Link) -> bool:
    return not link.url or urlsplit(link.url).scheme in ("http", "https")


def _counts(chart: Chart) -> str:
    """Such as "16 cells: 14 done, 2 failed." """
    states = Counter(cell.state for cell in chart.cells())
    parts = [f"{states[state]} {words}" for state, words in _STATES.items() if states[state]]
    return f"{states.total()} cells: {', '.join(parts)}."


def _table(chart: Chart, panel: Panel, shared: frozenset[str]) -> CellTable:
    rows = (
        CellRow(labels, cell, "" if cell.seconds is None else duration(cell.seconds), _own(cell, shared))
        for labels, cell in _labelled(chart, panel)
    )
    return CellTable(panel.title, tuple(rows))


def _labelled(chart: Chart, panel: Panel) -> Iterator[tuple[tuple[Label, ...], ChartCell]]:
    for i, row in enumerate(panel.rows):
        for j, cell in enumerate(row):
            if cell is not None:
                down = (chart.down.labels[i],) if chart.down else ()
                across = (chart.across.labels[j],) if chart.across else ()
                yield down + across, cell


def _own(cell: ChartCell, shared: frozenset[str]) -> tuple[SettingRow, ...]:
    return tuple(row for row in _rows(cell) if row.name not in shared)


def _shared(cells: Sequence[ChartCell]) -> tuple[SettingRow, ...]:
    """The settings that all cells have with one value, as stated and as rendered."""
    if not cells:
        return ()
    common = set(_rows(cells[0])).intersection(*(_rows(cell) for cell in cells[1:]))
    return tuple(sorted(common, key=lambda row: row.name))


def _rows(cell: ChartCell) -> list[SettingRow]:
    return [
        SettingRow(name, _plain(value), _plain(cell.stated[name]) if name in cell.stated else "")
        for name, value in sorted(cell.settings.items())
    ]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_mapping)


def _mapping(value: object) -> object:
    """JSON knows dicts only, settings may be any mapping."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a setting is plain data, this is {type(value).__name__}")
