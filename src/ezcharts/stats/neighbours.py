"""Where along an axis the pictures change most: perceptual distances between neighbouring levels.

    share of step j = mean distance of step j / sum over steps of the mean distances;  1/J if all were alike

The largest step is claimed if, over draws, it is larger than the mean of the others, corrected for having
been picked among J (Bonferroni, one-sided).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ezcharts.errors import InputError
from ezcharts.stats import words
from ezcharts.stats.blocks import Blocks, arrange
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.differences import against
from ezcharts.stats.estimate import LEVEL
from ezcharts.stats.trend import Trend, of_effects

BETWEEN: Final = " to "


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """How the way along an axis is shared out among its steps.

    Attributes:
        axis: Name of the axis.
        unit: What a distance counts.
        steps: Label of each step, such as "0.1 to 0.2".
        means: Mean distance of each step, 0 or more.
        shares: Share of each in the whole way, 0 to 1, together 1; all 0 where nothing changes.
        largest: Label of the largest step; empty where nothing changes.
        most: Blocks in which that step is the largest.
        blocks: Blocks that have all steps.
        called: What a block is.
        lead: The largest step less the mean of the others; None with one step.
        adjusted: p of that lead, corrected for the number of steps; None with too few draws.
        claimed: Whether that is small enough to claim it.
        between_seeds: Distance of two seeds at one level, where it was handed in.
        sentence: In plain words.
    """

    axis: str
    unit: str
    steps: tuple[str, ...]
    means: tuple[float, ...]
    shares: tuple[float, ...]
    largest: str
    most: int
    blocks: int
    called: str
    lead: Trend | None
    adjusted: float | None
    claimed: bool
    between_seeds: float | None
    sentence: str


def steps(axis: Axis) -> Axis:
    """Return the axis of the steps of an ordered axis: one level less, "0.1 to 0.2" and so on.

    Raises:
        InputError: It is not ordered, or has one level.
    """
    if axis.kind != "ordered" or len(axis.levels) < 2:
        raise InputError(
            f"steps are those of an ordered axis of two levels or more; {axis.name} is {axis.kind}"
        )
    levels = tuple(f"{a}{BETWEEN}{b}" for a, b in zip(axis.levels, axis.levels[1:], strict=False))
    return Axis(axis.name, levels, "ordered")


def neighbours(distances: Cells, axis: str, between_seeds: float | None = None) -> Neighbours:
    """Return where the pictures change most.

    Args:
        distances: Distance of neighbours, 0 or more; the axis is that of `steps`.
        axis: Its name.
        between_seeds: Mean distance of two seeds at one level, to hold the steps against.

    Raises:
        UnknownName: There is no such axis.
        InputError: A step has no distance, or one is negative.
    """
    blocks = arrange(distances, axis)
    if not np.isfinite(blocks.y).any() or (blocks.y < 0).any():
        raise InputError(f"distances are 0 or more, and some are known; {axis} has others or none")
    means = np.array([column[np.isfinite(column)].mean() for column in np.moveaxis(blocks.y, -1, 0)])
    whole = float(means.sum())
    shares = means / whole if whole > 0 else means
    at = int(means.argmax())
    lead = of_effects(blocks.contrast(against(len(means), at))) if len(means) > 1 else None
    p = None
    if lead is not None and lead.estimate.enough:
        p = min(1.0, lead.estimate.above() * len(means))
    most, complete = _most(blocks, at)
    found = Neighbours(
        axis=axis,
        unit=distances.unit,
        steps=blocks.axis.levels,
        means=tuple(means.tolist()),
        shares=tuple(shares.tolist()),
        largest=blocks.axis.levels[at] if whole > 0 else "",
        most=most,
        blocks=complete,
        called=blocks.called,
        lead=lead,
        adjusted=p,
        claimed=p is not None and p <= LEVEL,
        between_seeds=between_seeds,
        sentence="",
    )
    return _said(found, float(shares[at]))


def _most(blocks: Blocks, at: int) -> tuple[int, int]:
    complete = np.isfinite(blocks.y).all(-1)
    y = blocks.y[complete]
    return int((y.argmax(-1) == at).sum()), len(y)


def _said(found: Neighbours, share: float) -> Neighbours:
    if not found.largest:
        return replace(found, sentence=f"{found.axis}: no picture changes")
    many = words.of_blocks(found.most, found.blocks, found.called)
    if found.lead is None:
        said = f"{found.axis}: one step, {words.amount(found.means[0], found.unit)}"
    elif found.lead.estimate.enough and not found.claimed:
        said = f"{found.axis}: no step is shown to be larger than the others"
    else:
        most = f"the pictures change most from {found.largest}"
        said = f"{found.axis}: {most} ({share:.0%} of the way, the largest step in {many})"
        said += "" if found.lead.estimate.enough else "; too few to say how sure"
    return replace(found, sentence=words.joined([said, _against_seeds(found)]))


def _against_seeds(found: Neighbours) -> str:
    if not found.between_seeds:
        return ""
    times = max(found.means) / found.between_seeds
    return f"that step is {times:.1f} times as far as from one seed to another"
