"""What the figures of an entry say: the direction of every axis, and axes that do nothing.

    values of one measure over the grid  ──▶  stats.Cells  ──▶  Direction: trend, interval, form, sentence
    picture files over the grid          ──▶  Inert: are the pictures the same along an axis?

    two neighbours on an axis    ──▶  Neighbours: where do the pictures change most?
    two axes at once             ──▶  Interaction: does one change what the other does?

A prompt axis holds prompts and an axis of repeats holds seeds: both are what effects are repeated over, and
no effects themselves. The result lies beside the table as `directions.json` and `directions.csv`, so that a
reader who knows statistics can check every sentence.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.catalogue import FINDINGS, Entry
from ezcharts.library.chart_of import PROMPTS
from ezcharts.library.switches import switch_tables
from ezcharts.library.table import Axis, Cell, Cells
from ezcharts.measures.meaning.difference import MEASURE as DIFFERENCE
from ezcharts.measures.meaning.difference import difference
from ezcharts.measures.measure import Pixels
from ezcharts.measures.picture_file import read_pixels
from ezcharts.measures.table import by_family, find
from ezcharts.stats import cells as numbers
from ezcharts.stats.direction import Direction
from ezcharts.stats.directions import jointly
from ezcharts.stats.inert import Inert, inert
from ezcharts.stats.interaction import Interaction, interactions
from ezcharts.stats.neighbours import Neighbours, neighbours, steps
from ezcharts.stats.report import from_json, to_csv, to_json
from ezcharts.store.files import plain_errors, write_if_changed

FILE, CSV = FINDINGS
FAMILIES: Final = ("looks", "meaning")
MAKING: Final = ("clamped", "gradient_rms", "unguided")
"""Of how a cell was made, what a parameter can be said to change; time and memory hang on the machine."""
TOLERANCE: Final = 1.0
"""Pictures nearer than this look the same: 2 is hardly to be told apart (docs/measures.md, difference)."""
HELD: Final = 0.5
"""From this share of clamped steps on the clamp is worth a word where nothing changes."""
NEARLY_ALL: Final = 0.9
"""So many blocks go one way where a direction is the one an entry shows: with 9 or fewer, all of them."""
UNIT: Final = "ΔE"
FORMAT: Final = 1

PixelsOf = Callable[[str], Pixels]
Why = Callable[[Axis, Cell], str]
"""Says why an axis cannot act in a cell; an empty text where it can, or nobody knows."""


def _nobody_knows(axis: Axis, cell: Cell) -> str:
    return ""


@dataclass(frozen=True)
class Findings:
    """What the figures of an entry say.

    Attributes:
        line: The one statement that shows most, in words; empty where nothing shows.
        directions: By axis, then by measure.
        idle: Of every axis, whether its pictures differ at all.
        neighbours: Of every ordered axis, between which values the pictures change most.
        interactions: Of the first two axes, by measure.
    """

    line: str = ""
    directions: tuple[Direction, ...] = ()
    idle: tuple[Inert, ...] = ()
    neighbours: tuple[Neighbours, ...] = ()
    interactions: tuple[Interaction, ...] = ()


def short(line: str) -> str:
    """Return the part of a statement that a reader needs first: all before the first semicolon."""
    return line.partition(";")[0]


_KINDS: Final[Mapping[str, type]] = {
    "directions": Direction,
    "idle": Inert,
    "neighbours": Neighbours,
    "interactions": Interaction,
}


def findings(table: Cells, pixels: PixelsOf | None = None, why: Why = _nobody_knows) -> Findings:
    """Work out what a table's figures say; nothing where nothing was measured.

    Args:
        table: The table.
        pixels: Reads a picture by its name in the table; without it no neighbours are compared.
        why: Knows why an axis does nothing.
    """
    table = _sorted(table)
    axes = [axis for axis in table.axes if _kind(axis) in ("ordered", "falling", "category")]
    names = [axis.name for axis in axes if len(axis.values) > 1]
    values = figures(table)
    switches = {name: figures(one) for name, one in switch_tables(table).items()}
    found = jointly([(values, names), *((some, [name]) for name, some in switches.items())])
    idle = tuple(filter(None, (_idle(table, name, pixels, why) for name in names)))
    ordered = [axis for axis in axes if _kind(axis) != "category" and len(axis.values) > 1]
    near = tuple(filter(None, (_neighbours(table, axis, pixels) for axis in ordered))) if pixels else ()
    both = _interactions(values, ordered)
    return Findings(_line(found, idle, values), found, idle, near, both)


def figures(table: Cells) -> dict[str, numbers.Cells]:
    """Return measure -> its values over the grid, for every measure that some cell has."""
    axes = [numbers.Axis(axis.name, _labels(axis), _kind(axis)) for axis in table.axes]
    return {name: numbers.Cells.of(axes, _rows(table, name), find(name).unit) for name in measured(table)}


def measured(table: Cells) -> list[str]:
    """Return the measures that say something of the parameters, in the order of their declaration."""
    order = [m.name for family in FAMILIES for m in by_family()[family]] + list(MAKING)
    there = sorted({name for cell in table.cells for name in cell.measures})
    return [name for wanted in order for name in there if name == wanted or name.startswith(f"{wanted}.")]


def write_findings(entry: Entry, why: Why = _nobody_knows) -> bool:
    """Write what an entry's figures say beside its table; return whether anything changed.

    Args:
        entry: The entry.
        why: Knows why an axis does nothing.
    """
    table = entry.cells
    if table is None:
        return False

    @functools.cache
    def pixels(file: str) -> Pixels:
        return read_pixels(entry.file(file))

    found = findings(table, pixels, why)
    parts = {name: json.loads(to_json(getattr(found, name), kind))["rows"] for name, kind in _KINDS.items()}
    data = {"format": FORMAT, "line": found.line, **parts}
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    changed = [
        write_if_changed(entry.folder / FILE, text.encode()),
        write_if_changed(entry.folder / CSV, to_csv(found.directions, Direction).encode()),
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
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {FORMAT}")
        parts: dict[str, Any] = {
            name: from_json(_part(data[name], kind), kind) for name, kind in _KINDS.items()
        }
        return Findings(str(data["line"]), **parts)
    except (ValueError, TypeError, KeyError, AttributeError, InputError) as error:
        raise LibraryError(f"{path} holds no directions: {error}; redo: ezcharts library measure") from None


def _part(rows: object, kind: type) -> str:
    """One part of the file as a file of its own kind, as `stats.report` reads it."""
    return json.dumps({"format": 1, "kind": kind.__name__, "rows": rows})


def _sorted(table: Cells) -> Cells:
    """Put numbers in order that stand in none, as where two readings of a list share an axis."""
    for where, axis in enumerate(table.axes):
        found = [value.settings.get(name) for value in axis.values for name in axis.parameters]
        if (
            axis.repeat
            or axis.trend != "none"
            or len(axis.parameters) != 1
            or not all(map(_is_number, found))
        ):
            continue
        order = np.argsort(np.array(found, dtype=float), kind="stable").tolist()
        place = {old: new for new, old in enumerate(order)}
        fresh = replace(axis, values=tuple(axis.values[i] for i in order), trend="rising")
        axes = (*table.axes[:where], fresh, *table.axes[where + 1 :])
        cells = tuple(
            replace(cell, at=(*cell.at[:where], place[cell.at[where]], *cell.at[where + 1 :]))
            for cell in table.cells
        )
        table = replace(table, axes=axes, cells=cells)
    return table


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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


def _idle(table: Cells, name: str, pixels: PixelsOf | None, why: Why) -> Inert | None:
    """Whether pictures along an axis are the same: equal files are, others by how far from the first.

    Files are named by their pixels, so equality needs no look at them.
    """
    where = [axis.name for axis in table.axes].index(name)
    blocks: dict[tuple[int, ...], list[Cell]] = {}
    clamped = []
    for cell in table.cells:
        if cell.state == "done":
            blocks.setdefault((*cell.at[:where], *cell.at[where + 1 :]), []).append(cell)
            clamped += [cell.measures["clamped"]] if "clamped" in cell.measures else []
    several = [cells for cells in blocks.values() if len(cells) > 1]
    if not several:
        return None
    far = [max(_far(cells[0], other, pixels) for other in cells[1:]) for cells in several]
    share = sum(clamped) / len(clamped) if clamped else None
    reasons = (why(table.axes[where], cell) for cell in several[0])  # a switch has one where it is on
    reason = next(filter(None, reasons), "")
    held = share if share is not None and share >= HELD and not reason else None
    return inert(name, far, tolerance=TOLERANCE, unit=UNIT, reason=reason, clamped=held)


def _far(one: Cell, other: Cell, pixels: PixelsOf | None) -> float:
    """How far two pictures are from each other; without a look at them, equal or not."""
    if one.file == other.file:
        return 0.0
    if pixels is None or one.size != other.size:
        return DIFFERENCE.range.high
    return difference(pixels(one.file), pixels(other.file))


def _neighbours(table: Cells, axis: Axis, pixels: PixelsOf) -> Neighbours | None:
    """Compare every two pictures that stand side by side on an axis; those of two sizes are left out."""
    where = [one.name for one in table.axes].index(axis.name)
    there = {cell.at: cell for cell in table.cells if cell.state == "done"}
    axes = [numbers.Axis(one.name, _labels(one), _kind(one)) for one in table.axes]
    falling = axes[where].kind == "falling"
    axes[where] = steps(numbers.Axis(axis.name, _labels(axis)[:: -1 if falling else 1], "ordered"))
    rows = []
    for at, cell in there.items():
        other = there.get((*at[:where], at[where] + 1, *at[where + 1 :]))
        if other is not None and other.size == cell.size:
            step = len(axis.values) - 2 - at[where] if falling else at[where]
            far = 0.0 if other.file == cell.file else difference(pixels(cell.file), pixels(other.file))
            rows.append(((*at[:where], step, *at[where + 1 :]), far))
    if len({at[where] for at, _ in rows}) < len(axis.values) - 1:
        return None
    return neighbours(numbers.Cells.of(axes, rows, DIFFERENCE.unit), axis.name)


def _interactions(values: Mapping[str, numbers.Cells], ordered: Sequence[Axis]) -> tuple[Interaction, ...]:
    if len(ordered) < 2 or not values:
        return ()
    return interactions(values, ordered[0].name, ordered[1].name)


def _line(found: Sequence[Direction], idle: Sequence[Inert], values: Mapping[str, numbers.Cells]) -> str:
    """The statement of the axis and measure that moves most, in spreads of the measure over the study."""
    same = [one.sentence for one in idle if one.inert]
    shown = [one for one in found if one.measure.partition(".")[0] not in MAKING and _share(one, values) > 0]
    if not shown:
        return same[0] if same else ""
    best = max(shown, key=lambda one: (one.claimed, _share(one, values)))
    return "; ".join([*same, best.sentence]) if same else best.sentence


def _share(one: Direction, values: Mapping[str, numbers.Cells]) -> float:
    """How far the trend goes in spreads of the measure, if (nearly) all blocks agree on the way; else 0."""
    trend = one.rise
    if trend is None or not trend.count.all:
        return 0.0
    effect, all_values = trend.estimate.mean, values[one.measure].values
    there = all_values[~_missing(all_values)]
    spread = float(there.std()) if there.size > 1 else 0.0
    if spread == 0 or trend.count.along(effect) < NEARLY_ALL * trend.count.all:
        return 0.0
    return abs(effect) / spread


def _missing(values: Any) -> Any:  # noqa: ANN401 - arrays of numpy
    return values != values
