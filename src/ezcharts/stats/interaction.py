"""Two axes at once: does the effect of one depend on the other?

    r[draw, m] = rise along the first axis at level m of the second

and r is a measure like any other, along the second axis: its trend is how much the effect grows from one
end of the second axis to the other (the linear-by-linear contrast of a two-way table), its differences are
those of categories. Averaged over all other axes; tested over draws; corrected over the measures of one
call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ezcharts.errors import InputError
from ezcharts.stats import words
from ezcharts.stats.blocks import Blocks, arrange, what_differs
from ezcharts.stats.cells import Cells, Numbers
from ezcharts.stats.correction import holm
from ezcharts.stats.differences import Difference, differences
from ezcharts.stats.estimate import LEVEL
from ezcharts.stats.noise import Noise, noise
from ezcharts.stats.trend import Trend, trend


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """How one axis changes what another does to a measure.

    Attributes:
        first: Name of the axis whose effect it is.
        second: Name of the axis that changes it.
        measure: Name of the measure.
        unit: What its numbers count.
        levels: Labels of the second axis.
        rises: Mean rise along the first axis at each of them, measure units; None where there is none.
        called: What a block is.
        change: The level of the second axis against which the effect is told apart most, and by how much.
        noise: Between seeds; None with one seed.
        adjusted: p after correction over the family.
        claimed: Whether that is small enough to claim it.
        sentence: In plain words.
    """

    first: str
    second: str
    measure: str
    unit: str
    levels: tuple[str, ...]
    rises: tuple[float | None, ...]
    called: str
    change: Difference | None
    noise: Noise | None
    adjusted: float | None = None
    claimed: bool = False
    sentence: str = ""


def interactions(cells_by_measure: Mapping[str, Cells], first: str, second: str) -> tuple[Interaction, ...]:
    """Return how the second axis changes the effect of the first, per measure.

    Args:
        cells_by_measure: Name of a measure -> its values.
        first: An ordered axis, or one of two categories.
        second: Any other axis but that of seeds.

    Raises:
        UnknownName: A table lacks an axis.
        InputError: The first axis has three categories or more: give the other one first. Or one holds seeds.
    """
    found = [_one(measure, cells, first, second) for measure, cells in cells_by_measure.items()]
    adjusted = holm([_p(item.change) for item in found])
    claimed = [
        replace(item, adjusted=p, claimed=p is not None and p <= LEVEL)
        for item, p in zip(found, adjusted, strict=True)
    ]
    return tuple(replace(item, sentence=_sentence(item)) for item in claimed)


def _one(measure: str, cells: Cells, first: str, second: str) -> Interaction:
    axis = cells.axis(first)
    if axis.kind != "ordered" and len(axis.levels) > 2:
        raise InputError(f"the first axis is ordered or has two categories; {first} has {len(axis.levels)}")
    blocks = _rises(cells, first, second)
    means = [_mean(column) for column in np.moveaxis(blocks.y, -1, 0)]
    return Interaction(
        first=first,
        second=second,
        measure=measure,
        unit=cells.unit,
        levels=blocks.axis.levels,
        rises=tuple(means),
        called=blocks.called,
        change=_change(blocks),
        noise=noise(cells),
    )


def _rises(cells: Cells, first: str, second: str) -> Blocks:
    """Return the rises along the first axis as values along the second."""
    plain = arrange(cells, second)
    kept = [cells.axis(second).levels.index(level) for level in plain.axis.levels]
    rises = [arrange(cells.at(second, m), first, drop=False).rise() for m in kept]
    y = np.stack(rises, axis=-1)
    return replace(plain, y=y, called=what_differs(y))


def _change(blocks: Blocks) -> Difference | None:
    """Return the trend along the second axis, or its category that differs most, corrected for that."""
    if blocks.axis.kind == "ordered":
        one = trend(blocks)
        return None if one is None else Difference(blocks.axis.levels[-1], one, one.estimate.p)
    many = differences(blocks)
    if not many:
        return None
    best = min(many, key=lambda item: (_raw(item.trend), -abs(item.trend.estimate.mean)))
    p = best.trend.estimate.p
    return replace(best, adjusted=None if p is None else min(1.0, p * len(many)))


def _raw(one: Trend) -> float:
    return 1.0 if one.estimate.p is None else one.estimate.p


def _p(change: Difference | None) -> float | None:
    return change.adjusted if change is not None and change.trend.estimate.enough else None


def _mean(column: Numbers) -> float | None:
    there = column[np.isfinite(column)]
    return float(there.mean()) if there.size else None


def _sentence(item: Interaction) -> str:
    what = f"the effect of {item.first} on {item.measure}"
    if item.change is None:
        return f"{what}: too few cells to say whether {item.second} changes it"
    one = item.change.trend
    many = words.counted(one.count, one.estimate.mean, item.called)
    size = words.size(one.estimate, item.noise, item.unit, turn=True)
    sized = f"a difference of {size.removeprefix('by ')}"
    ends = _ends(item)
    limits = words.ONE_SEED if item.noise is None else ""
    if not one.estimate.enough:
        said = f"{what} is {ends} ({many} agree, {sized}); too few to say how sure"
    elif item.claimed:
        said = f"{what} depends on {item.second}: {ends} ({many}, {sized})"
    else:
        said = f"{item.second} is not shown to change {what}: {ends} ({many}, {sized})"
    return words.joined([said, limits])


def _ends(item: Interaction) -> str:
    shown = {level: rise for level, rise in zip(item.levels, item.rises, strict=True) if rise is not None}
    last = item.change.level if item.change is not None else item.levels[-1]
    other = next(iter(shown))
    if len(item.levels) > 2 and other == last:
        other = list(shown)[-1]
    return ", ".join(
        f"{_moved(item, shown[level])} at {item.second} {level}" for level in (other, last) if level in shown
    )


def _moved(item: Interaction, rise: float) -> str:
    width = item.noise.sd if item.noise is not None else 0.0
    size = f"{abs(rise) / width:.1f} noise widths" if width > 0 else words.amount(abs(rise), item.unit)
    return f"{words.way(rise)} {size}"
