"""Categories (models, samplers, prompts): differences instead of slopes.

    difference of category k = y_k − mean of the other categories,     within each block

With two categories there is one difference, the second less the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ezcharts.stats.blocks import Blocks
from ezcharts.stats.cells import Numbers
from ezcharts.stats.trend import Trend, of_effects


@dataclass(frozen=True)
class Difference:
    """One category against the others.

    Attributes:
        level: Its label.
        trend: The difference, in measure units: positive where the category has more.
        adjusted: p for the prompts of the study after correction over the family; None where nothing is
            claimed from so few draws.
        claimed: Whether that is small enough to claim it.
    """

    level: str
    trend: Trend
    adjusted: float | None = None
    claimed: bool = False


def differences(blocks: Blocks) -> tuple[Difference, ...]:
    """Return the differences, in the order of the categories; only those that some block shows."""
    levels = blocks.axis.levels
    found = []
    for k in range(len(levels))[1 if len(levels) == 2 else 0 :]:
        one = of_effects(blocks.contrast(against(len(levels), k))) if len(levels) > 1 else None
        if one is not None:
            found.append(Difference(levels[k], one))
    return tuple(found)


def against(n: int, k: int) -> Numbers:
    """Return weights (n,) of category k less the mean of the other n − 1."""
    weights = np.full(n, -1.0 / (n - 1))
    weights[k] = 1.0
    return weights
