import numpy as np
import pytest
from scipy import special
from scipy.stats import qmc

from ezcharts.stats.crossed import weighed

RATIOS = (1.0, 1.6, 2.7, 5.0, 10.0, 25.0, 100.0, 1000.0)
"""What the mean square of prompts (or seeds) is of, over that of the rest: 1 where they do not matter."""


def exact(prompts: int, seeds: int, of_prompts: float, of_seeds: float) -> float:
    """Coverage of the 95 % interval under the normal law: the mean is independent of the mean squares, so
    that it is the mean of 2Φ(reach/σ) − 1 over them, here over 1,024 points of a Sobol sequence."""
    points = qmc.Sobol(3, seed=0).random_base2(10)
    dfs = (prompts - 1, seeds - 1, (prompts - 1) * (seeds - 1))
    a, b, e = (special.chdtri(df, 1 - points[:, i]) / df for i, df in enumerate(dfs))
    variance, df = weighed((of_prompts * a, of_seeds * b, e), dfs)
    reach = special.stdtrit(df, 0.975) * np.sqrt(variance)
    return float((2 * special.ndtr(reach / np.sqrt(of_prompts + of_seeds - 1)) - 1).mean())


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
