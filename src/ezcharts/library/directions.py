"""What the figures of an entry say: the direction of every axis, and axes that do nothing.

    values of one measure over the grid  ──▶  stats.Cells  ──▶  Direction: trend, interval, form, sentence
    picture files over the grid          ──▶  Inert: are the pictures the same along an axis?

A prompt axis holds prompts and an axis of repeats holds seeds: both are what effects are repeated over, and
no effects themselves. The result lies beside the table as `directions.json` and `directions.csv`, so that a
reader who knows statistics can check every sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.catalogue import Entry
from ezcharts.library.chart_of import PROMPTS
from ezcharts.library.table import Axis, Cells
from ezcharts.measures.table import by_family, find
from ezcharts.stats import cells as numbers
from ezcharts.stats.direction import Direction
from ezcharts.stats.directions import directions
from ezcharts.stats.inert import Inert, inert
from ezcharts.stats.report import from_json, to_csv, to_json
from ezcharts.store.files import plain_errors, write_if_changed

FILE: Final = "directions.json"
CSV: Final = "directions.csv"
FAMILIES: Final = ("looks", "meaning")
MAKING: Final = ("clamped", "gradient_rms", "unguided")
"""Of how a cell was made, what a parameter can be said to change; time and memory hang on the machine."""
SAME: Final = "files"


@dataclass(frozen=True)
class Findings:
    """What the figures of an entry say.

    Attributes:
        directions: By axis, then by measure.
        idle: Of every axis, whether its pictures differ at all.
        line: The one statement that shows most, in words; empty where nothing shows.
    """

    directions: tuple[Direction, ...] = ()
    idle: tuple[Inert, ...] = ()
    line: str = ""


def findings(table: Cells) -> Findings:
    """Work out what a table's figures say; nothing where nothing was measured."""
    axes = [axis for axis in table.axes if _kind(axis) in ("ordered", "falling", "category")]
    names = [axis.name for axis in axes if len(axis.values) > 1]
    values = figures(table)
    found = directions(values, names) if values and names else ()
    idle = tuple(filter(None, (_idle(table, name) for name in names)))
    return Findings(found, idle, _line(found, idle, values))


def figures(table: Cells) -> dict[str, numbers.Cells]:
    """Return measure -> its values over the grid, for every measure that some cell has."""
    axes = [numbers.Axis(axis.name, _labels(axis), _kind(axis)) for axis in table.axes]
    return {name: numbers.Cells.of(axes, _rows(table, name), find(name).unit) for name in measured(table)}


def measured(table: Cells) -> list[str]:
    """Return the measures that say something of the parameters, in the order of their declaration."""
    order = [m.name for family in FAMILIES for m in by_family()[family]] + list(MAKING)
    there = sorted({name for cell in table.cells for name in cell.measures})
    return [name for wanted in order for name in there if name == wanted or name.startswith(f"{wanted}.")]


def write_findings(entry: Entry) -> bool:
    """Write an entry's directions beside its table; return whether anything changed."""
    table = entry.cells
    if table is None:
        return False
    found = findings(table)
    data = json.loads(to_json(found.directions))
    data |= {"idle": [asdict(one) for one in found.idle], "line": found.line}
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    changed = [
        write_if_changed(entry.folder / FILE, text.encode()),
        write_if_changed(entry.folder / CSV, to_csv(found.directions).encode()),
    ]
    return any(changed)


def read_findings(entry: Entry) -> Findings:
    """Return what lies beside an entry's table; nothing where none was worked out.

    Raises:
        LibraryError: The file is none of ours.
    """
    path = entry.folder / FILE
    if not path.exists():
        return Findings()
    with plain_errors("read", path):
        text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        idle = tuple(Inert(**one) for one in data.pop("idle", ()))
        line = str(data.pop("line", ""))
        return Findings(from_json(json.dumps(data)), idle, line)
    except (ValueError, TypeError, AttributeError, InputError) as error:
        raise LibraryError(f"{path} holds no directions: {error}; redo: ezcharts library measure") from None


def _kind(axis: Axis) -> numbers.Kind:
    if axis.repeat:
        return "seed"
    if axis.parameters and set(axis.parameters) <= set(PROMPTS):
        return "prompt"
    return {"rising": "ordered", "falling": "falling"}.get(axis.trend, "category")  # type: ignore[return-value]


def _labels(axis: Axis) -> tuple[str, ...]:
    """The labels, no two alike."""
    seen: dict[str, int] = {}
    labels = []
    for value in axis.values:
        count = seen[value.label] = seen.get(value.label, 0) + 1
        labels.append(value.label if count == 1 else f"{value.label} ({count})")
    return tuple(labels)


def _rows(table: Cells, name: str) -> Iterator[tuple[Sequence[int], float]]:
    for cell in table.cells:
        yield cell.at, cell.measures.get(name, math.nan)


def _idle(table: Cells, name: str) -> Inert | None:
    """Whether pictures along an axis are the same: they are named by what is in them."""
    where = [axis.name for axis in table.axes].index(name)
    blocks: dict[tuple[int, ...], list[str]] = {}
    clamped = []
    for cell in table.cells:
        if cell.state == "done":
            blocks.setdefault((*cell.at[:where], *cell.at[where + 1 :]), []).append(cell.file)
            clamped += [cell.measures["clamped"]] if "clamped" in cell.measures else []
    several = [files for files in blocks.values() if len(files) > 1]
    if not several:
        return None
    differ = [float(len(set(files)) - 1) for files in several]
    share = sum(clamped) / len(clamped) if clamped else None
    return inert(name, differ, unit=SAME, clamped=share)


def _line(found: Sequence[Direction], idle: Sequence[Inert], values: Mapping[str, numbers.Cells]) -> str:
    """The statement of the axis and measure that moves most, in spreads of the measure over the study."""
    same = [one.sentence for one in idle if one.inert]
    shown = [one for one in found if one.measure.partition(".")[0] not in MAKING and _share(one, values) > 0]
    if not shown:
        return same[0] if same else ""
    best = max(shown, key=lambda one: (one.claimed, _share(one, values)))
    return "; ".join([*same, best.sentence]) if same else best.sentence


def _share(one: Direction, values: Mapping[str, numbers.Cells]) -> float:
    """How far the trend goes in spreads of the measure, if all blocks agree on the way; else 0."""
    trend = one.trend
    if trend is None or not trend.count.all:
        return 0.0
    effect, all_values = trend.estimate.mean, values[one.measure].values
    there = all_values[~_missing(all_values)]
    spread = float(there.std()) if there.size > 1 else 0.0
    if spread == 0 or trend.count.along(effect) < trend.count.all:
        return 0.0
    return abs(effect) / spread


def _missing(values: Any) -> Any:  # noqa: ANN401 - arrays of numpy
    return values != values
