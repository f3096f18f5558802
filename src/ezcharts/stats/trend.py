"""Which way a measure goes along an ordered axis, and how far.

    rise of a block = (L − 1) · slope of the least-squares line through (0, y₀), ..., (L − 1, y_{L−1})

the fitted difference between the ends, in measure units: linear in y, so that noise doesn't bias it, and
one sign for a monotone effect of any form. (The ends alone would use two levels of L; isotonic regression
calls noise a rise.) The effect is the mean rise over draws. Where prompts and seeds cross, it is estimated
twice: for prompts at large, and for those that are there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ezcharts.stats.blocks import Blocks, draws
from ezcharts.stats.cells import Numbers
from ezcharts.stats.estimate import Estimate, estimate, here


@dataclass(frozen=True)
class Count:
    """How many blocks go up, go down or stay equal."""

    up: int
    down: int
    equal: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.up + self.down + self.equal

    def along(self, effect: float) -> int:
        """How many go the way of an effect."""
        return self.up if effect > 0 else self.down if effect < 0 else self.equal


@dataclass(frozen=True)
class Trend:
    """The rise from the first to the last level.

    Attributes:
        estimate: In measure units, for prompts and seeds at large.
        count: Of the blocks.
        here: For the prompts of the study alone, where several have several seeds in common.
        general: Whether it is claimed for prompts at large.
    """

    estimate: Estimate
    count: Count
    here: Estimate | None = None
    general: bool = False

    @property
    def shown(self) -> Estimate:
        """What is told of it: for prompts at large where that is claimed, or else for those of the study."""
        if self.here is None or (self.general and self.estimate.low is not None):
            return self.estimate
        return self.here

    @property
    def tested(self) -> Estimate:
        """What a claim needs first: that it holds for the prompts of the study."""
        return self.here or self.estimate


def trend(blocks: Blocks) -> Trend | None:
    """Return the trend along the axis; None without two levels or without a block that has enough of them."""
    if len(blocks.axis.levels) < 2:
        return None
    return of_effects(blocks.rise())


def of_effects(effects: Numbers) -> Trend | None:
    """Return mean and signs of block effects (P, S, O); None where there are none."""
    of_draws = draws(effects)
    found = estimate(of_draws)
    return None if found is None else Trend(found, count(effects), here(of_draws))


def count(effects: Numbers) -> Count:
    """Return the signs of block effects; NaN does not count."""
    signs = np.sign(effects[np.isfinite(effects)])
    return Count(int((signs > 0).sum()), int((signs < 0).sum()), int((signs == 0).sum()))
