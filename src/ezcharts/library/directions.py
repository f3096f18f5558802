"""What the figures of an entry say: the direction of every axis, and axes that do nothing.

    values of one measure over the grid  ──▶  stats.Cells  ──▶  Direction: trend, interval, form, sentence
    picture files over the grid          ──▶  Inert: are the pictures the same along an axis?

    two neighbours on an axis    ──▶  Neighbours: where do the pictures change most?
    two axes at once             ──▶  Interaction: does one change what the other does?

A prompt axis holds prompts and an axis of repeats holds seeds: both are what effects are repeated over, and
no effects themselves (`levels`). The result lies beside the table as `directions.json` and `directions.csv`,
so that a reader who knows statistics can check every sentence.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.apart import PixelsOf, Why, idle_axis, neighbouring
from ezcharts.library.catalogue import FINDINGS, Entry
from ezcharts.library.levels import in_order, kind_of, numbered
from ezcharts.library.switches import switch_tables
from ezcharts.library.table import Axis, Cell, Cells
from ezcharts.measures.measure import Pixels
from ezcharts.measures.picture_file import read_pixels
from ezcharts.measures.table import by_family, find
from ezcharts.stats import cells as numbers
from ezcharts.stats.direction import Direction
from ezcharts.stats.directions import jointly
from ezcharts.stats.inert import Inert
from ezcharts.stats.interaction import Interaction, interactions
from ezcharts.stats.neighbours import Neighbours
from ezcharts.stats.report import from_json, to_csv, to_json
from ezcharts.store.files import plain_errors, write_if_changed

FILE, CSV = FINDINGS
FAMILIES: Final = ("looks", "meaning")
SECONDS: Final = "seconds"
MAKING: Final = ("clamped", "gradient_rms", "unguided", SECONDS)
"""Of how a cell was made, what a parameter can be said to change: memory hangs on the company, time may."""
NEARLY_ALL: Final = 0.9
"""So many blocks go one way where a direction is the one an entry shows: with 9 or fewer, all of them."""
FORMAT: Final = 1


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
    table = in_order(table)
    axes = [axis for axis in table.axes if kind_of(axis) in ("ordered", "falling", "category")]
    names = [axis.name for axis in axes if len(axis.values) > 1]
    values = figures(table)
    switches = {name: figures(one) for name, one in switch_tables(table).items()}
    found = jointly([(values, names), *((some, [name]) for name, some in switches.items())])
    idle = tuple(filter(None, (idle_axis(table, name, pixels, why) for name in names)))
    ordered = [axis for axis in axes if kind_of(axis) != "category" and len(axis.values) > 1]
    near = tuple(filter(None, (neighbouring(table, axis, pixels) for axis in ordered))) if pixels else ()
    both = _interactions(values, ordered)
    return Findings(_line(found, idle, values), found, idle, near, both)


def figures(table: Cells) -> dict[str, numbers.Cells]:
    """Return measure -> its values over the grid, for every measure that some cell has."""
    axes = [numbered(axis) for axis in table.axes]
    return {name: numbers.Cells.of(axes, _rows(table, name), find(name).unit) for name in measured(table)}


def measured(table: Cells) -> list[str]:
    """Return the measures that say something of the parameters, in the order of their declaration."""
    order = [m.name for family in FAMILIES for m in by_family()[family]] + list(MAKING)
    there = {name for cell in table.cells for name in cell.measures}
    if any(cell.seconds is None for cell in table.cells if cell.state == "done"):
        there.discard(SECONDS)  # a cell in company does not know its own
    found = sorted(there)
    return [name for wanted in order for name in found if name == wanted or name.startswith(f"{wanted}.")]


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


def _rows(table: Cells, name: str) -> Iterator[tuple[Sequence[int], float]]:
    for cell in table.cells:
        yield cell.at, cell.measures.get(name, math.nan)


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
