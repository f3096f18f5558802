"""How many seeds a study needs.

A rise of r noise widths σ along L levels is estimated per draw with

    σ_d² = σ²·(L − 1)²·12 / (L·(L² − 1)) · (1 − ρ)         variance of the line's rise
    B = σ_d²·(b/S + e/N), E = σ_d²·e/N,   b + e = 1 − a,  N = P·S

where ρ is how much the levels of one seed share, a and b are the shares of σ_d² that draws of one prompt
and of one seed have in common. A claim is for the prompts of the study, so that a does not count against it.
With one prompt or one seed power is noncentral t. Crossed, it is the mean of Φ((r − reach)/σ) +
Φ(−(r + reach)/σ) over the laws of B and E under the normal law, with the reach that `crossed.over_seeds` and
`estimate` have at each. `docs/directions.md` holds it against simulation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special, stats
from scipy.stats import qmc

from ezcharts.errors import InputError
from ezcharts.stats.cells import Numbers
from ezcharts.stats.crossed import over_seeds
from ezcharts.stats.estimate import CAUTION, CAUTION_HERE, FEWEST, LEVEL, reach

SHARED: Final = 0.1
"""Share of a draw's variance that draws of one prompt, and of one seed, have in common, if unknown."""
WANTED: Final = 0.8
"""Power that a recommendation aims at."""
MOST_SEEDS: Final = 48
POINTS: Final = 1024
"""Of the laws of the mean squares: power is within a hundredth of what it is with many more."""


@dataclass(frozen=True)
class Recommendation:
    """How many seeds to take.

    Attributes:
        seeds: How many, 1 or more; None where even MOST_SEEDS are too few.
        prompts: With how many prompts.
        effect: For an effect of so many noise widths from end to end.
        power: Chance that such an effect is claimed, 0 to 1 (with MOST_SEEDS where seeds is None).
        sentence: In plain words.
    """

    seeds: int | None
    prompts: int
    effect: float
    power: float
    sentence: str


def rise_sd(levels: int, correlation: float = 0.0) -> float:
    """Return the standard deviation of one draw's rise, in noise widths, with 2 or more levels."""
    return math.sqrt(12 * (levels - 1) / (levels * (levels + 1)) * (1 - correlation))


def power(
    effect: float,
    *,
    prompts: int,
    seeds: int,
    levels: int,
    tests: int = 1,
    shared: tuple[float, float] = (SHARED, SHARED),
    correlation: float = 0.0,
) -> float:
    """Return the chance that a trend is claimed for the prompts of a study, 0 to 1; 0 with too few draws.

    Args:
        effect: Rise from end to end, in noise widths.
        prompts: 1 or more.
        seeds: 1 or more.
        levels: Of the axis, 2 or more.
        tests: Tests of the family: the level of one is LEVEL / tests (Holm's first step).
        shared: Shares of a draw's variance that draws of one prompt, and of one seed, have in common.
        correlation: Of the noise at different levels of one seed, 0 to below 1.

    Raises:
        InputError: A number is outside its range.
    """
    _check(prompts, seeds, levels, shared)
    if tests < 1 or not 0 <= correlation < 1:
        raise InputError(
            f"tests are 1 or more, a correlation is 0 to below 1; got {tests} and {correlation:g}"
        )
    if prompts * seeds < FEWEST:
        return 0.0
    away = abs(effect) / rise_sd(levels, correlation)
    if min(prompts, seeds) == 1:
        n = prompts * seeds
        limit = float(reach(LEVEL / tests, np.array(n - 1.0), None))
        return _beyond(limit, n - 1.0, away * math.sqrt(n))
    return _crossed((prompts, seeds), shared, away, LEVEL / tests)


def recommended_seeds(
    effect: float,
    *,
    prompts: int,
    levels: int,
    tests: int = 1,
    wanted: float = WANTED,
    shared: tuple[float, float] = (SHARED, SHARED),
    correlation: float = 0.0,
) -> Recommendation:
    """Return the fewest seeds with which an effect is claimed with the wanted power.

    One and two seeds are passed over: from them nothing, or hardly anything, can be said of how seeds differ.

    Args:
        effect: Rise from end to end, in noise widths, above 0.
        prompts: See `power`, as the others.
        levels: See `power`.
        tests: See `power`.
        wanted: Power aimed at, above 0 and below 1.
        shared: See `power`.
        correlation: See `power`.

    Raises:
        InputError: A number is outside its range.
    """
    reached = 0.0
    for seeds in range(3, MOST_SEEDS + 1):
        reached = power(
            effect,
            prompts=prompts,
            seeds=seeds,
            levels=levels,
            tests=tests,
            shared=shared,
            correlation=correlation,
        )
        if reached >= wanted:
            return _said(seeds, prompts, effect, reached)
    return _said(None, prompts, effect, reached)


def _beyond(limit: float, df: float, away: float) -> float:
    """Return how often noncentral t lies outside ±limit."""
    found = float(stats.nct.sf(limit, df, away) + stats.nct.cdf(-limit, df, away))
    if math.isfinite(found):
        return found
    # far out the library's series gives up; N. L. Johnson and B. L. Welch's normal approximation does not
    return float(stats.norm.sf((limit * (1 - 1 / (4 * df)) - away) / math.sqrt(1 + limit**2 / (2 * df))))


def _crossed(size: tuple[int, int], shared: tuple[float, float], away: float, level: float) -> float:
    """Return how often p is at most a level, with an effect of so many standard deviations of a draw."""
    prompts, seeds = size
    e = (1 - sum(shared)) / (prompts * seeds)
    of_seeds = shared[1] / seeds + e
    dfs = (seeds - 1, (prompts - 1) * (seeds - 1))
    b, rest = _mean_squares(dfs)
    variance, df = over_seeds((of_seeds * b, e * rest), dfs)
    limit = reach(level, df, seeds - 1, CAUTION_HERE.get(seeds, CAUTION)) * np.sqrt(variance)
    sd = math.sqrt(of_seeds)
    return float((special.ndtr((away - limit) / sd) + special.ndtr(-(away + limit) / sd)).mean())


@lru_cache(maxsize=256)
def _mean_squares(dfs: tuple[int, int]) -> tuple[Numbers, Numbers]:
    """Return points (POINTS,) of the laws of two mean squares of expectation 1: a Sobol sequence."""
    points: Numbers = qmc.Sobol(2, seed=0).random(POINTS)
    b, e = (special.chdtri(df, 1 - points[:, i]) / df for i, df in enumerate(dfs))
    return b, e


def _check(prompts: int, seeds: int, levels: int, shared: tuple[float, float]) -> None:
    if prompts < 1 or seeds < 1 or levels < 2:
        raise InputError(
            f"a study has a prompt, a seed and two levels or more; got {prompts}, {seeds} and {levels}"
        )
    if min(shared) < 0 or sum(shared) >= 1:
        raise InputError(f"shares are 0 or more and together below 1; got {shared}")


def _said(seeds: int | None, prompts: int, effect: float, reached: float) -> Recommendation:
    with_prompts = f"with {prompts} prompt{'s' if prompts > 1 else ''}"
    shift = f"an effect of {effect:g} noise widths"
    often = f"{reached:.0%} of the time"
    if seeds is None:
        said = f"{with_prompts} even {MOST_SEEDS} seeds show {shift} only {often}: take more prompts"
    else:
        taken = f"{seeds} seed{'s' if seeds > 1 else ''}"
        said = f"{with_prompts} take {taken}: {shift} is then shown {often}"
    return Recommendation(seeds, prompts, effect, reached, said)
