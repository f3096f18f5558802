from functools import cache

import numpy as np
import pytest
from scipy import special
from scipy.stats import qmc

from ezcharts.stats.crossed import over_seeds, weighed
from ezcharts.stats.estimate import CAUTION, CAUTION_HERE, fewest, reach

RATIOS = (1.0, 1.6, 2.7, 5.0, 10.0, 25.0, 100.0, 1000.0)
"""What the mean square of prompts (or seeds) is of, over that of the rest: 1 where they do not matter."""

SOBOL = qmc.Sobol(2, seed=0).random_base2(13)


@cache
def points(dfs: tuple[int, ...], log2: int):
    """Mean squares under the normal law where nothing is shared: 2^log2 points of a Sobol sequence."""
    found = qmc.Sobol(3, seed=0).random_base2(log2)
    return tuple(special.chdtri(df, 1 - found[:, i]) / df for i, df in enumerate(dfs))


def studied(prompts: int, seeds: int, of_prompts: float, of_seeds: float, log2: int = 10):
    """Standard error of the mean, over what it is, and df; the mean is independent of both."""
    dfs = (prompts - 1, seeds - 1, (prompts - 1) * (seeds - 1))
    a, b, e = points(dfs, log2)
    variance, df = weighed((of_prompts * a, of_seeds * b, e), dfs)
    return np.sqrt(variance / (of_prompts + of_seeds - 1)), df


def exact(prompts: int, seeds: int, of_prompts: float, of_seeds: float) -> float:
    """Coverage of the 95 % interval: the mean of 2Φ(reach/σ) − 1."""
    se, df = studied(prompts, seeds, of_prompts, of_seeds)
    return float((2 * special.ndtr(special.stdtrit(df, 0.975) * se) - 1).mean())


def level(prompts: int, seeds: int, of_prompts: float, of_seeds: float, at: float) -> float:
    """How often p is at most `at` without an effect: the mean of 2Φ(−reach/σ)."""
    se, df = studied(prompts, seeds, of_prompts, of_seeds, 13)
    few = fewest(np.ones((prompts, seeds), dtype=bool))
    return float((2 * special.ndtr(-reach(at, df, few) * se)).mean())


@pytest.mark.parametrize(
    ("prompts", "seeds", "low", "high"),
    [
        (3, 3, 0.935, 0.971),
        (3, 6, 0.935, 0.971),
        (3, 12, 0.935, 0.971),
        (4, 3, 0.935, 0.971),
        (6, 6, 0.935, 0.971),
        (8, 12, 0.935, 0.971),
        (2, 3, 0.93, 0.99),
        (12, 2, 0.93, 0.99),
    ],
)
def test_intervals_cover_whatever_prompts_and_seeds_share(prompts, seeds, low, high):
    found = [exact(prompts, seeds, a, b) for a in RATIOS for b in RATIOS]
    assert low <= min(found)
    assert max(found) <= high


@pytest.mark.parametrize("at", [0.05, 0.01, 0.05 / 8, 0.001])
@pytest.mark.parametrize(
    ("prompts", "seeds"), [(2, 3), (12, 2), (3, 3), (3, 4), (3, 12), (4, 4), (6, 6), (8, 3), (8, 12)]
)
def test_without_an_effect_p_is_small_no_more_often_than_it_says(prompts, seeds, at):
    """Whatever is shared; within a hundredth, which is what 8,192 points are good for."""
    found = [level(prompts, seeds, a, b, at) for a in RATIOS for b in RATIOS]
    assert max(found) <= 1.01 * at
    assert max(found) >= 0.8 * at or min(prompts, seeds) == 2


HERE = [(2, 3), (2, 7), (3, 3), (4, 3), (4, 4), (4, 12), (8, 4), (12, 3), (4, 2), (24, 2)]


@pytest.mark.parametrize(("prompts", "seeds"), HERE)
def test_for_the_prompts_that_are_there_intervals_and_p_hold_too(prompts, seeds):
    """However much seeds share."""
    dfs = (seeds - 1, (prompts - 1) * (seeds - 1))
    b, e = (special.chdtri(df, 1 - points) / df for df, points in zip(dfs, SOBOL.T, strict=True))
    for of_seeds in RATIOS:
        variance, df = over_seeds((of_seeds * b, e), dfs)
        se = np.sqrt(variance / of_seeds)
        if seeds > 2:  # from two no interval is given
            assert 0.935 <= (2 * special.ndtr(special.stdtrit(df, 0.975) * se) - 1).mean() <= 0.97
        for at in (0.05, 0.01, 0.001):
            far = reach(at, df, seeds - 1, CAUTION_HERE.get(seeds, CAUTION))
            assert (2 * special.ndtr(-far * se)).mean() <= 1.01 * at


@pytest.mark.parametrize("dfs", [(2, 2, 4), (2, 11, 22), (5, 5, 25), (1, 2, 2), (1, 1, 1)])
def test_the_variance_is_positive_and_the_degrees_of_freedom_are_within_theirs(dfs):
    a, b = np.meshgrid(np.geomspace(1e-4, 1e4, 401), np.geomspace(1e-4, 1e4, 401))
    variance, df = weighed((a, b, np.ones_like(a)), dfs)
    assert variance.min() > 0
    assert df.min() >= min(dfs[:2])
    assert df.max() <= sum(dfs)


def test_one_that_dominates_is_all_there_is():
    for parts in ((1e6, 0.8, 1.0), (1e6, 0.8, 0.0)):
        variance, df = weighed(tuple(map(np.array, parts)), (3, 5, 15))
        assert variance == pytest.approx(1e6, rel=1e-5)
        assert df == pytest.approx(3, rel=1e-5)


def test_neither_kept_is_half_of_the_rest():
    variance, df = weighed((np.array(0.0), np.array(0.0), np.array(2.0)), (3, 3, 9))
    assert variance == pytest.approx(2.0 * 9 / 15 / 2)
    assert df == 15


def test_nothing_at_all_is_nothing():
    variance, df = weighed((np.array(0.0), np.array(0.0), np.array(0.0)), (2, 3, 6))
    assert (variance, df) == (0.0, 11.0)
