"""What a study asks for: how many cells, which of them are there already, how long, how much disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import Grid

BYTES_PER_PIXEL = 1.6
"""Of a PNG of a painted picture with its texts."""
RECORD_BYTES = 4_000
BYTES_PER_STEP = 120
"""Of the trace in a record."""


@dataclass(frozen=True)
class Plan:
    """What rendering a study takes.

    Attributes:
        cells: Places in the study.
        distinct: Different pictures among them.
        stored: How many of those the store has already.
        missing: The cells to render, each once, in the study's order.
        cell_steps: Evaluations of all cells to render, added up; most samplers make one a step.
        seconds: Estimated time; None where nothing is known of this machine.
        disk_bytes: Estimated size of what will be stored.
    """

    cells: int
    distinct: int
    stored: int
    missing: tuple[Cell, ...]
    cell_steps: int
    seconds: float | None
    disk_bytes: int


def disk_bytes(cell: Cell) -> int:
    """Return the bytes that a finished cell takes, roughly: picture, record and trace."""
    width, height = cell.size
    return int(width * height * BYTES_PER_PIXEL) + RECORD_BYTES + BYTES_PER_STEP * cell.course.evaluations


def plan(
    grid: Grid,
    keys: Sequence[str],
    stored: Collection[str],
    seconds_of: Callable[[Cell], float] | None = None,
    bytes_of: Callable[[Cell], int] = disk_bytes,
) -> Plan:
    """Return what rendering a study takes.

    Args:
        grid: The study's cells.
        keys: The key of each of `grid.cells`, in the same order.
        stored: Keys of the cells that need not be rendered.
        seconds_of: Estimated seconds for a cell on this machine.
        bytes_of: Estimated bytes of a finished cell.
    """
    by_key = {key: each.cell for key, each in zip(reversed(keys), reversed(grid.cells), strict=True)}
    wanted = {key: by_key[key] for key in keys}
    missing = tuple(cell for key, cell in wanted.items() if key not in stored)
    return Plan(
        cells=len(grid.cells),
        distinct=len(wanted),
        stored=len(wanted) - len(missing),
        missing=missing,
        cell_steps=sum(cell.course.evaluations for cell in missing),
        seconds=sum(map(seconds_of, missing)) if seconds_of else None,
        disk_bytes=sum(map(bytes_of, missing)),
    )
