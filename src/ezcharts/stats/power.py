"""How many seeds a study needs.

A rise of r noise widths σ along L levels is estimated per draw with

    σ_d² = σ²·(L − 1)²·12 / (L·(L² − 1)) · (1 − ρ)         variance of the line's rise
    A = σ_d²·(a/P + e/N), B = σ_d²·(b/S + e/N), E = σ_d²·e/N,   a + b + e = 1,  N = P·S

where ρ is how much the levels of one seed share, a and b are the shares of σ_d² that draws of one prompt
and of one seed have in common. Power is that of the two-sided t test with the variance, the degrees of
freedom and the tails that `crossed` and `estimate` have at the expected mean squares: noncentral t. It is a
plan, not a promise; `docs/directions.md` holds it against simulation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from ezcharts.errors import InputError
from ezcharts.stats.crossed import weighed
from ezcharts.stats.estimate import FEWEST, LEVEL, reach, tails

SHARED: Final = 0.1
"""Share of a draw's variance that draws of one prompt, and of one seed, have in common, if unknown."""
WANTED: Final = 0.8
"""Power that a recommendation aims at."""
MOST_SEEDS: Final = 48


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
    """Return the chance that a trend is claimed, 0 to 1; 0 with fewer draws than a claim needs.

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
    if prompts * seeds < FEWEST:
        return 0.0
    variance, df = _expected(prompts, seeds, shared)
    away = abs(effect) / (rise_sd(levels, correlation) * math.sqrt(variance))
    limit = reach(LEVEL / tests, df, tails(df, np.ones((prompts, seeds), dtype=bool)))
    return _beyond(limit, df, away)


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

    Two seeds are passed over where prompts are several: from two, nothing can be said of how seeds differ.

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
    for seeds in range(1, MOST_SEEDS + 1):
        if seeds == 2 and prompts > 1:
            continue
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


def _expected(prompts: int, seeds: int, shared: tuple[float, float]) -> tuple[float, float]:
    """Return variance of the mean over that of a draw, and degrees of freedom."""
    n = prompts * seeds
    if min(prompts, seeds) == 1:
        return 1 / n, n - 1.0
    e = (1 - sum(shared)) / n
    parts = [np.array(each) for each in (shared[0] / prompts + e, shared[1] / seeds + e, e)]
    dfs = (prompts - 1, seeds - 1, (prompts - 1) * (seeds - 1))
    variance, df = weighed((parts[0], parts[1], parts[2]), dfs)
    return float(variance), float(df)


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
