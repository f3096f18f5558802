"""One axis against everything else: blocks, and the draws they come from.

    y[p, s, o, l]     prompt p, seed s, other axes o (all combinations), level l of the axis in question

A *block* (p, s, o) is one row of pictures in which only the axis changes. A *draw* (p, s) is what chance
decides: a prompt and a seed. Blocks of one draw begin with the same noise and words, so they are averaged:
they say how general an effect is, not how sure. Level numbers 0, 1, ... stand for the values, since an axis
is chosen so that its steps look alike (500, 1500, 5000, ...).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from ezcharts.errors import InputError
from ezcharts.stats.cells import Axis, Cells, Numbers

KEPT_LEVEL: Final = 0.5
"""A level is kept if at least this share of the blocks has a value there."""
KEPT_BLOCK: Final = 2 / 3
"""A block has a line through it if at least this share of the levels (and two) has a value."""

ROUNDING: Final = 1e-12
"""A smaller share of what a block's values differ by is no effect."""

Called = Literal["block", "prompt", "seed"]


@dataclass(frozen=True, eq=False)
class Blocks:
    """The cells of one axis.

    Attributes:
        axis: The axis, with the levels that are kept.
        left_out: Labels of levels with too few values.
        y: (P, S, O, L) in measure units; NaN where there is no value.
        called: What a block is: a prompt or a seed where nothing else differs between blocks.
        unit: What the numbers count.
    """

    axis: Axis
    left_out: tuple[str, ...]
    y: Numbers
    called: Called
    unit: str = ""

    def contrast(self, weights: Numbers) -> Numbers:
        """Return Σ wₗ·yₗ of each block (P, S, O); NaN where a level with a weight is missing."""
        used = weights != 0
        y = self.y[..., used]
        away = y - y[..., :1]
        return _rounded(away @ weights[used] + y[..., 0] * weights.sum().round(12), away)

    def rise(self) -> Numbers:
        """Return the rise of each block (P, S, O): the least-squares line's, from first to last level."""
        present = np.isfinite(self.y)
        count = present.sum(-1)
        n = self.y.shape[-1]
        at = np.where(present, np.arange(n, dtype=float), 0.0)
        y = np.where(present, self.y - _first(self.y)[..., None], 0.0)
        enough = count >= max(2, KEPT_BLOCK * n - 1e-9)
        many = np.maximum(count, 1)[..., None]
        apart = np.where(present, at - at.sum(-1, keepdims=True) / many, 0.0)
        square = (apart**2).sum(-1)
        slope = (apart * y).sum(-1) / np.where(square > 0, square, 1.0)
        return np.where(enough & (square > 0), _rounded(slope * (n - 1), y), np.nan)


def arrange(cells: Cells, name: str, *, drop: bool = True) -> Blocks:
    """Return the blocks of an axis.

    Args:
        cells: One measure.
        name: Of the axis.
        drop: Leave out levels that have too few values.

    Raises:
        UnknownName: There is no such axis.
        InputError: It is the seed: what seeds do is the noise.
    """
    axis = cells.axis(name)
    if axis.kind == "seed":
        raise InputError(f"{name} is the axis of seeds; what seeds do is the noise, not a direction")
    y = _by_draw(cells, axis)
    keep = _kept(y) if drop else np.ones(len(axis.levels), dtype=bool)
    if not keep.any():
        return Blocks(axis, (), y, what_differs(y), cells.unit)
    levels = tuple(level for level, kept in zip(axis.levels, keep, strict=True) if kept)
    left_out = tuple(level for level in axis.levels if level not in levels)
    return Blocks(Axis(axis.name, levels, axis.kind), left_out, y[..., keep], what_differs(y), cells.unit)


def draws(effects: Numbers) -> Numbers:
    """Return block effects (P, S, O) averaged to draws (P, S); NaN where a draw has none."""
    present = np.isfinite(effects)
    count = present.sum(-1)
    total = np.where(present, effects, 0.0).sum(-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def line(n: int) -> Numbers:
    """Return weights (n,) of the rise: what a straight line by least squares through n ≥ 2 levels rises."""
    at = np.arange(n) - (n - 1) / 2
    weights: Numbers = at / (at**2).sum() * (n - 1)
    return weights


def part(n: int, first: int, last: int) -> Numbers:
    """Return weights (n,) of the rise of the line through levels first to last, both included."""
    weights = np.zeros(n)
    if last > first:
        weights[first : last + 1] = line(last - first + 1)
    return weights


def _by_draw(cells: Cells, axis: Axis) -> Numbers:
    """Return the values as (P, S, O, L)."""
    kinds = ["own" if one == axis else one.kind for one in cells.axes]
    order: list[int] = []
    sizes: list[int] = []
    for group in ({"prompt"}, {"seed"}, {"ordered", "category"}, {"own"}):
        members = [i for i, kind in enumerate(kinds) if kind in group]
        order += members
        sizes.append(math.prod(cells.values.shape[i] for i in members))
    return cells.values.transpose(order).reshape(sizes)


def _first(y: Numbers) -> Numbers:
    """Return the first value there is of each block (P, S, O): less it, equal values are exact zeros."""
    at = np.isfinite(y).argmax(-1)
    return np.take_along_axis(y, at[..., None], -1)[..., 0]


def _rounded(effects: Numbers, away: Numbers) -> Numbers:
    """Return effects (...) of values (..., L); what is left of a sum that should be 0 is 0."""
    return np.where(np.abs(effects) < ROUNDING * np.abs(away).max(-1, initial=0.0), 0.0, effects)


def _kept(y: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    present = np.isfinite(y)
    blocks = present.any(-1).sum()
    share = present.reshape(-1, y.shape[-1]).sum(0) / max(int(blocks), 1)
    return np.asarray(share >= KEPT_LEVEL)


def what_differs(y: Numbers) -> Called:
    """Return what a block of values (P, S, O, L) is called."""
    prompts, seeds, others = y.shape[:3]
    if others > 1 or (prompts > 1 and seeds > 1):
        return "block"
    return "seed" if seeds > 1 else "prompt"
