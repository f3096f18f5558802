"""How far pictures along an axis are apart: whether it does anything, and where it changes most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ezcharts.library.levels import labels_of, numbered
from ezcharts.library.table import Axis, Cell, Cells
from ezcharts.measures.meaning.difference import MEASURE as DIFFERENCE
from ezcharts.measures.meaning.difference import difference
from ezcharts.measures.measure import Pixels
from ezcharts.stats import cells as numbers
from ezcharts.stats.inert import Inert, inert
from ezcharts.stats.neighbours import Neighbours, neighbours, steps

TOLERANCE: Final = 1.0
"""Pictures nearer than this look the same: 2 is hardly to be told apart (docs/measures.md, difference)."""
HELD: Final = 0.5
"""From this share of clamped steps on the clamp is worth a word where nothing changes."""
UNIT: Final = "ΔE"

PixelsOf = Callable[[str], Pixels]
Why = Callable[[Axis, Cell], str]
"""Says why an axis cannot act in a cell; an empty text where it can, or nobody knows."""


def idle_axis(table: Cells, name: str, pixels: PixelsOf | None, why: Why) -> Inert | None:
    """Return whether pictures along an axis are the same: by how far they are from the first.

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


def neighbouring(table: Cells, axis: Axis, pixels: PixelsOf) -> Neighbours | None:
    """Compare all pictures that stand side by side on an axis; those of two sizes are left out."""
    where = [one.name for one in table.axes].index(axis.name)
    there = {cell.at: cell for cell in table.cells if cell.state == "done"}
    axes = [numbered(one) for one in table.axes]
    falling = axes[where].kind == "falling"
    axes[where] = steps(numbers.Axis(axis.name, labels_of(axis)[:: -1 if falling else 1], "ordered"))
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
