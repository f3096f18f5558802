"""Heat maps of clamped steps: where in a run the clamp held the gradient, for each value of an axis.

    rows: the values of an axis, over all its blocks      columns: parts of the run, first step to last

A parameter of the gradient (a scale, the weight of a loss) cannot act while the clamp holds, so the map shows
where it could. Drawn once, as everything of a page: it needs no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from ezcharts.library.clamping import shares
from ezcharts.library.table import Axis, Cells

PARTS: Final = 50
LEVELS: Final = 20
"""Shades told apart: neighbouring parts of one shade are drawn as one."""


@dataclass(frozen=True)
class Block:
    """Neighbouring parts of one shade: the first, how many, and the share of clamped steps in them."""

    start: int
    length: int
    share: float


@dataclass(frozen=True)
class Strip:
    """One value of the axis: its label, its blocks in the order of the run, and the share in words."""

    label: str
    blocks: tuple[Block, ...]
    words: str


@dataclass(frozen=True)
class HeatMap:
    """One axis: a strip for each value whose cells have a trace."""

    axis: str
    strips: tuple[Strip, ...]


def heat_maps(table: Cells) -> dict[str, HeatMap]:
    """Return the map of each axis that is no repeat, by its name; none where no step was clamped."""
    rows = {cell.at: shares(cell.clamped, PARTS) for cell in table.cells if cell.clamped}
    if not any(row.any() for row in rows.values()):
        return {}
    return {
        axis.name: HeatMap(axis.label or axis.name, tuple(_strips(axis, number, rows)))
        for number, axis in enumerate(table.axes)
        if not axis.repeat
    }


def _strips(axis: Axis, number: int, rows: dict[tuple[int, ...], np.ndarray]) -> Iterator[Strip]:
    for index, value in enumerate(axis.values):
        here = [row for at, row in rows.items() if at[number] == index]
        if here:
            mean = np.mean(here, axis=0)
            yield Strip(value.label, tuple(_blocks(mean)), f"{mean.mean():.0%} of steps clamped")


def _blocks(row: np.ndarray) -> Iterator[Block]:
    start = 0
    for level, run in groupby(np.round(row * LEVELS).tolist()):
        length = len(list(run))
        if level:
            yield Block(start, length, level / LEVELS)
        start += length
