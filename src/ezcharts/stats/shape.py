"""The form of an effect along L ordered levels: a peak, a flat part, a step.

With line(i, j) the rise of the least-squares line through levels i to j, per block,

    peak at k         line(0, k) > 0 and line(k, L−1) < 0 at the highest level between (valley: the lowest)
    flat from k on    |line(k, L−1)| < κ·line(0, k) and |y_l − y_k| < κ·line(0, k) for all l > k
    flat up to k      the same, seen from the other end
    step at k         flat up to k and flat from k + 1 on

κ is FLAT, or a third of what the moving part's slope would give over the flat stretch if that is less: a
straight line is never flat. Every condition is a linear contrast, tested over draws like a trend. A peak
needs both of its conditions (R. L. Berger, Technometrics 24 (1982)), corrected for the L − 2 places and
both forms (Bonferroni), and joins the family of claims. Flat parts are said only of claimed trends, each by
two one-sided tests (D. J. Schuirmann, J. Pharmacokin. Biopharm. 15 (1987)) at 5 %. With few draws nothing
is tested: a form is *seen* where every block shows it and there are at least four.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from ezcharts.stats.blocks import Blocks, draws, part
from ezcharts.stats.cells import Numbers
from ezcharts.stats.estimate import FEWEST, LEVEL, estimate

FLAT: Final = 0.25
"""A flat part changes by less than this share of what the rest changes by."""
FLAT_SLOPE: Final = 1 / 3
"""And a level of it by less than this share of what a level of the rest does."""
SEEN: Final = 4
"""Fewest blocks of which a form is said that only all of them show."""

Form = Literal["peak", "valley", "flat from", "flat up to", "step"]


@dataclass(frozen=True)
class Shape:
    """A form.

    Attributes:
        form: What it is.
        at: Label of its level: the peak, where the flat part begins or ends, the last one before the step.
        after: Label of the level after the step; empty otherwise.
        claimed: Tested over draws; otherwise seen in every block.
    """

    form: Form
    at: str
    after: str = ""
    claimed: bool = True


@dataclass(frozen=True)
class Bend:
    """The likeliest peak or valley.

    Attributes:
        form: Which.
        at: Label of its level.
        p: Corrected for all places and both forms, 0 to 1; None with too few draws.
        blocks: Blocks that show it.
        of: Blocks that have all levels.
        adjusted: p after correction over the family.
        claimed: Whether that is small enough to claim it.
    """

    form: Literal["peak", "valley"]
    at: str
    p: float | None
    blocks: int
    of: int
    adjusted: float | None = None
    claimed: bool = False


def bend(blocks: Blocks) -> Bend | None:
    """Return the likelier of peak and valley; None with fewer than three levels or no complete block."""
    n = len(blocks.axis.levels)
    complete = blocks.y[np.isfinite(blocks.y).all(-1)]
    if n < 3 or not len(complete):
        return None
    inner = complete.mean(0)[1:-1]
    found = (_bend(blocks, 1 + int(inner.argmax()), "peak"), _bend(blocks, 1 + int(inner.argmin()), "valley"))
    best = min(found, key=lambda each: (each.p, -each.blocks))
    enough = int(np.isfinite(draws(blocks.contrast(part(n, 0, n - 1)))).sum()) >= FEWEST
    return replace(best, p=min(1.0, (best.p or 0.0) * 2 * (n - 2)) if enough else None)


def _bend(blocks: Blocks, k: int, form: Literal["peak", "valley"]) -> Bend:
    """Return a peak or valley at one level, with the larger p of its two sides."""
    n, way = len(blocks.axis.levels), 1.0 if form == "peak" else -1.0
    sides = way * np.stack([blocks.contrast(part(n, 0, k)), -blocks.contrast(part(n, k, n - 1))])
    shown = int((sides > 0).all(0).sum())
    whole = int(np.isfinite(sides).all(0).sum())
    return Bend(form, blocks.axis.levels[k], max(map(_p_above, sides)), shown, whole)


def flat_part(blocks: Blocks, way: float, claimed: bool) -> Shape | None:
    """Return the longest flat part of a monotone effect, or its step; None where none is shown.

    Args:
        blocks: Of the axis.
        way: +1 or −1, the direction of the trend.
        claimed: Whether to test over draws; otherwise all of four or more blocks must show it.
    """
    n, levels = len(blocks.axis.levels), blocks.axis.levels
    shown = _surely if claimed else _in_all
    start = next((k for k in range(1, n - 1) if _flat_from(blocks.contrast, n, k, way, shown)), None)
    mirrored = _mirrored(blocks.contrast)
    end = next((n - 1 - k for k in range(1, n - 1) if _flat_from(mirrored, n, k, -way, shown)), None)
    if start is not None and end is not None and start == end + 1:
        return Shape("step", levels[end], levels[start], claimed)
    if start is not None and (end is None or n - 1 - start >= end):
        return Shape("flat from", levels[start], claimed=claimed)
    return None if end is None else Shape("flat up to", levels[end], claimed=claimed)


Contrast = Callable[[Numbers], Numbers]


def _flat_from(contrast: Contrast, n: int, k: int, way: float, shown: Callable[[Numbers], bool]) -> bool:
    kappa = min(FLAT, FLAT_SLOPE * (n - 1 - k) / k)
    limit = kappa * way * part(n, 0, k)
    flats = [part(n, k, n - 1), *(_step(n, k, to) for to in range(k + 1, n))]
    return all(shown(contrast(limit + sign * flat)) for flat in flats for sign in (1, -1))


def _step(n: int, start: int, end: int) -> Numbers:
    weights = np.zeros(n)
    weights[end], weights[start] = 1.0, -1.0
    return weights


def _mirrored(contrast: Contrast) -> Contrast:
    return lambda weights: contrast(weights[::-1])


def _p_above(effects: Numbers) -> float:
    found = estimate(draws(effects))
    return 1.0 if found is None else found.above()


def _surely(effects: Numbers) -> bool:
    return _p_above(effects) <= LEVEL


def _in_all(effects: Numbers) -> bool:
    present = effects[np.isfinite(effects)]
    return present.size >= SEEN and bool((present > 0).all())
