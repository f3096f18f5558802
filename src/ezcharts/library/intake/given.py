"""A cut given by hand, where a person knows better: all edges, or a regular grid.

Every message says the rule, the value seen and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from ezcharts.errors import InputError
from ezcharts.library.intake.cut import Cut

__all__ = ["from_edges", "from_grid"]

Edges = Sequence[int]
GRID = "left,top,width,height,gap_x,gap_y"


def from_edges(size: tuple[int, int], lefts: Edges, rights: Edges, tops: Edges, bottoms: Edges) -> Cut:
    """Return the cut with these edges.

    Args:
        size: Width and height of the sheet, in pixels.
        lefts: First pixel of every column, from left to right.
        rights: One past the last pixel of every column.
        tops: First pixel of every row, downward.
        bottoms: One past the last pixel of every row.
    """
    _check("lefts", "rights", lefts, rights, size[0])
    _check("tops", "bottoms", tops, bottoms, size[1])
    return Cut(tuple(lefts), tuple(rights), tuple(tops), tuple(bottoms))


def from_grid(size: tuple[int, int], grid: Sequence[int], rows: int, columns: int) -> Cut:
    """Return a regular cut.

    Args:
        size: Width and height of the sheet, in pixels.
        grid: Left and top of the first picture, width and height of every picture, gaps across and down.
        rows: How many rows.
        columns: How many columns.
    """
    if len(grid) != 6:
        raise InputError(f"a grid is six numbers, {GRID}; seen {len(grid)}: {list(grid)}; give all six")
    if rows < 1 or columns < 1:
        raise InputError(f"a grid has at least one row and column; seen {rows} and {columns}; count them")
    left, top, width, height, gap_x, gap_y = grid
    if min(gap_x, gap_y) < 0:
        raise InputError(f"gaps are 0 or more pixels; seen {gap_x} and {gap_y}; pictures do not overlap")
    lefts = [left + j * (width + gap_x) for j in range(columns)]
    tops = [top + i * (height + gap_y) for i in range(rows)]
    return from_edges(size, lefts, [at + width for at in lefts], tops, [at + height for at in tops])


def _check(first: str, last: str, starts: Edges, ends: Edges, length: int) -> None:
    """Refuse edges along one axis that make no sense."""
    if not starts or len(starts) != len(ends):
        raise InputError(
            f"{first} and {last} come in pairs, at least one; seen {len(starts)} and {len(ends)}; "
            f"give one of each for every picture"
        )
    if starts[0] < 0 or ends[-1] > length:
        raise InputError(
            f"{first} and {last} lie on the sheet, 0 to {length}; seen {starts[0]} to {ends[-1]}; "
            "count pixels from 0 and end one past the last"
        )
    for start, end in zip(starts, ends, strict=True):
        if start >= end:
            raise InputError(
                f"a picture begins before it ends; seen {first} {start}, {last} {end}; swap them"
            )
    for start, end in zip(starts[1:], ends[:-1], strict=True):
        if start < end:
            raise InputError(
                f"pictures follow without overlap; seen {last} {end}, then {first} {start}; "
                "give them in order, each beginning where the one before has ended"
            )
