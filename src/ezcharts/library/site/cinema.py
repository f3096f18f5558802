"""A study as a Cinema database, `data.csv`: one row a picture, so that other viewers open it too.

Columns are the parameters that change, the measures, and `FILE` as the last one (Cinema Spec D). A value
that is not known is empty. Where an axis changes no parameter that has a name, such as whole prompts, its
own name and labels stand in.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from ezcharts.library.table import Axis, Cell, Cells


def data_csv(table: Cells) -> str:
    """Return `data.csv`; a cell without a picture has no row."""
    columns = _columns(table)
    done = [cell for cell in table.cells if cell.state == "done"]
    measures = list(dict.fromkeys(name for cell in done for name in cell.measures))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(_text(name) for name, _ in columns), *(_text(name) for name in measures), "FILE"])
    for cell in done:
        known = table.settings_of(cell)
        settings = [_setting(table, cell, name, axis, known) for name, axis in columns]
        writer.writerow([*settings, *(_figure(cell.measures.get(name)) for name in measures), cell.file])
    return out.getvalue()


def _columns(table: Cells) -> Sequence[tuple[str, int]]:
    """Every column of settings, and the axis it belongs to."""
    found: dict[str, int] = {}
    for index, axis in enumerate(table.axes):
        for name in _named(axis):
            found.setdefault(name, index)
    return list(found.items())


def _named(axis: Axis) -> Sequence[str]:
    return axis.parameters or (axis.name,)


def _setting(table: Cells, cell: Cell, name: str, axis: int, known: dict[str, object]) -> str:
    value = table.axes[axis].values[cell.at[axis]]
    if name in known:
        return _text(known[name])
    if name in value.settings:
        return _text(value.settings[name])
    return (
        _text(value.label) if name == table.axes[axis].name or len(table.axes[axis].parameters) == 1 else ""
    )


def _figure(value: float | None) -> str:
    return "" if value is None else repr(value)


def _text(value: object) -> str:
    """A value as text; one that a spreadsheet would run as a formula is marked as text by an apostrophe."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
