import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special, stats

from ezcharts.stats.blocks import line
from ezcharts.stats.estimate import CAUTION, estimate, fewest, here, p_value, reach, spread

EFFECTS = hnp.arrays(
    float,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=5),
    elements=st.floats(-100, 100).map(lambda x: round(x, 3)),
)
FULL = {
    shape: np.ones(shape, dtype=bool) for shape in [(8, 1), (1, 6), (3, 3), (4, 3), (6, 6), (2, 3), (3, 8)]
}


@pytest.mark.parametrize("shape", [(7, 1), (1, 7)])
def test_independent_draws_have_the_t_interval(shape):
    d = np.random.default_rng(0).standard_normal(shape) + 0.5
    found = estimate(d)
    expected = stats.ttest_1samp(d.ravel(), 0.0)
    assert found.p == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval()))
    assert found.df == 6
    assert found.above() == pytest.approx(stats.ttest_1samp(d.ravel(), 0.0, alternative="greater").pvalue)
    assert found.below() == pytest.approx(1 - found.above())


def test_prompts_with_seeds_of_their_own_are_the_units():
    d = np.full((3, 6), np.nan)
    for p in range(3):
        d[p, 2 * p : 2 * p + 2] = np.random.default_rng(p).standard_normal(2)
    found = estimate(d)
    means = np.nanmean(d, axis=1)
    assert found.df == 2
    assert found.se == pytest.approx(stats.sem(means))


def test_crossed_draws_add_the_variances_of_prompts_and_seeds():
    """Additive effects leave no rest: both mean squares are kept whole, Var = s²(prompts)/P + s²(seeds)/S."""
    a, b = np.array([1.0, 2.0, 4.0, 9.0]), np.array([0.0, 5.0, 7.0])
    found = estimate(a[:, None] + b)
    va, vb = a.var(ddof=1) / 4, b.var(ddof=1) / 3
    assert found.mean == pytest.approx(a.mean() + b.mean())
    assert found.se == pytest.approx(np.sqrt(va + vb))
    assert 2 <= found.df < (va + vb) ** 2 / (va**2 / 3 + vb**2 / 2)


@pytest.mark.parametrize("way", [1, -1])
def test_where_one_of_two_dominates_its_means_are_the_units(way):
    """Prompts that differ by far more than all else: the t interval of their means."""
    d = np.array([0.0, 900, 2000, 5000])[:, None] + np.random.default_rng(0).standard_normal((4, 6))
    found = estimate(d[:, ::way] if way > 0 else d.T)
    assert found.se == pytest.approx(stats.sem(d.mean(1)), rel=1e-4)
    assert found.df == pytest.approx(3, rel=1e-4)
    assert found.p == pytest.approx(CAUTION * stats.ttest_1samp(d.mean(1), 0.0).pvalue, rel=1e-3)


def test_rare_claims_have_the_tails_of_few_levels():
    """p is a quarter more than that of the interval at 5 % and above, and that of the fewest df below."""
    far = special.stdtrit(8.0, 0.975)
    assert p_value(far, 8.0, 2) == pytest.approx(CAUTION * 0.05)
    assert p_value(1.0, 8.0, 2) == pytest.approx(CAUTION * 2 * stats.t.sf(1.0, 8))
    assert p_value(2 * far, 8.0, 2) == pytest.approx(CAUTION * 2 * stats.t.sf(2 * stats.t.ppf(0.975, 2), 2))
    assert p_value(0.0, 8.0, 2) == 1.0
    assert p_value(1.0, 8.0, None) == pytest.approx(2 * stats.t.sf(1.0, 8))
    for level, few in itertools.product((0.5, 0.05, 0.001), (2, None)):
        assert p_value(reach(level, 8.0, few), 8.0, few) == pytest.approx(level)


def test_only_what_is_crossed_has_fewest_degrees_of_freedom():
    assert fewest(FULL[3, 8]) == 2
    assert fewest(FULL[8, 1]) is fewest(FULL[1, 6]) is None
    assert fewest(np.eye(4, dtype=bool)) is None


def test_for_these_prompts_what_prompts_differ_by_does_not_count():
    d = np.random.default_rng(2).standard_normal((4, 5))
    found, other = here(d), here(d + np.array([0.0, 90, 500, 7])[:, None])
    assert (other.se, other.df) == pytest.approx((found.se, found.df))
    assert other.mean == pytest.approx(found.mean + 597 / 4)
    assert other.p < 1e-9 < estimate(d + np.array([0.0, 90, 500, 7])[:, None]).p
    assert (
        here(np.arange(6.0)[:, None]) is here(np.arange(6.0)[None]) is here(np.full((3, 3), np.nan)) is None
    )


def test_for_these_prompts_only_seeds_count_that_all_of_them_have():
    d = np.random.default_rng(4).standard_normal((4, 6))
    holed = d.copy()
    holed[2, 1] = holed[0, 4] = np.nan
    assert here(holed) == here(np.delete(d, [1, 4], axis=1))
    assert here(np.vstack([d, np.full(6, np.nan)])) == here(d)
    only_first = np.where(np.eye(6, dtype=bool) | (np.arange(6) == 0), 1.0, np.nan)
    assert here(only_first) is None


def test_where_seeds_dominate_their_means_are_the_units_for_these_prompts():
    d = np.array([0.0, 900, 2000, 5000]) + np.random.default_rng(0).standard_normal((6, 4))
    found = here(d)
    assert found.se == pytest.approx(stats.sem(d.mean(0)), rel=1e-4)
    assert found.df == pytest.approx(3, rel=1e-4)
    assert found.p == pytest.approx(CAUTION * stats.ttest_1samp(d.mean(0), 0.0).pvalue, rel=1e-3)
    assert here(d[:, :2]).low is None


def test_a_missing_draw_hardly_matters():
    d = np.random.default_rng(5).standard_normal((5, 5)) + np.arange(5)
    whole, holed = estimate(d), d.copy()
    holed[1, 2] = np.nan
    assert estimate(holed).draws == 24
    assert estimate(holed).se == pytest.approx(whole.se, rel=0.2)


def test_one_draw_has_no_interval():
    found = estimate(np.array([[np.nan, 2.0]]))
    assert (found.mean, found.draws, found.se, found.p, found.enough) == (2.0, 1, None, None, False)
    assert found.above() == found.below() == 1.0
    assert estimate(np.full((2, 2), np.nan)) is None


def test_fewer_than_six_draws_are_not_enough():
    assert not estimate(np.arange(5.0)[:, None]).enough
    assert estimate(np.arange(6.0)[:, None]).enough


@given(EFFECTS, st.integers(0, 1000), st.sampled_from([-2.0, 0.5, 8.0]))
def test_relabelling_scale_and_transposition_change_nothing(d, start, scale):
    rng = np.random.default_rng(start)
    found = estimate(d)
    other = estimate(scale * d[rng.permutation(len(d))][:, rng.permutation(d.shape[1])].T)
    assert other.draws == found.draws
    assert other.mean == pytest.approx(scale * found.mean, abs=1e-9)
    if found.se is not None and found.se > 1e-6:
        assert other.se == pytest.approx(abs(scale) * found.se)
        assert other.df == pytest.approx(found.df, rel=1e-3)
        assert other.p == pytest.approx(found.p, abs=1e-6)
        assert 1 <= found.df <= found.draws - 1


@given(EFFECTS, st.floats(-50, 50))
def test_a_shift_moves_the_interval(d, shift):
    found, other = estimate(d), estimate(d + shift)
    assert other.mean == pytest.approx(found.mean + shift, abs=1e-9)
    if found.low is not None and found.se > 1e-6:
        assert other.low == pytest.approx(found.low + shift, abs=1e-5)


@pytest.mark.parametrize("shape", [(2, 3), (6, 2), (2, 2)])
def test_from_two_prompts_or_seeds_that_cross_there_is_no_interval(shape):
    found = estimate(np.random.default_rng(0).standard_normal(shape))
    assert (found.low, found.high) == (None, None)
    assert found.p > 0
    assert estimate(np.random.default_rng(0).standard_normal((2, 1))).low is not None


def _draws(rng, law, shape, a, b, n=4000):
    def noise(size):
        raw = rng.standard_normal(size) if law != "heavy" else rng.standard_t(3, size) / np.sqrt(3)
        return (np.exp(raw) - np.exp(0.5)) / 2.16 if law == "skewed" else raw

    p, s = shape
    y = np.sqrt(a) * noise((n, p, 1, 4)) + np.sqrt(b) * noise((n, 1, s, 4))
    return (y + np.sqrt(1 - a - b) * noise((n, p, s, 4))) @ line(4)


@pytest.mark.parametrize("law", ["normal", "skewed", "heavy"])
@pytest.mark.parametrize(
    ("shape", "a", "b"),
    [((8, 1), 0, 0), ((1, 6), 0, 0), ((4, 3), 0, 0), ((4, 3), 0, 0.5), ((6, 6), 0.4, 0.4), ((2, 3), 0.5, 0)],
)
def test_without_an_effect_at_most_five_percent_are_found(law, shape, a, b):
    """4,000 studies: 5 % and 3 standard deviations of a count (0.0103)."""
    mean, se, df = spread(_draws(np.random.default_rng(7), law, shape, a, b), FULL[shape])
    assert (p_value(np.abs(mean) / se, df, fewest(FULL[shape])) <= 0.05).mean() <= 0.05 + 0.0103


@pytest.mark.parametrize(
    ("shape", "a", "b", "low", "high"),
    [
        ((8, 1), 0, 0, 0.94, 0.96),
        ((1, 6), 0, 0, 0.94, 0.96),
        ((3, 3), 0, 0, 0.96, 0.97),
        ((3, 3), 1, 1, 0.96, 0.97),
        ((3, 3), 0, 3, 0.94, 0.96),
        ((4, 3), 0, 0, 0.96, 0.97),
        ((4, 3), 3, 3, 0.95, 0.97),
        ((6, 6), 0, 0, 0.955, 0.97),
        ((6, 6), 0, 3, 0.94, 0.96),
        ((6, 6), 1, 1, 0.945, 0.965),
        ((3, 8), 0, 0, 0.96, 0.97),
        ((3, 8), 1, 0, 0.94, 0.96),
        ((3, 8), 10, 1.8, 0.93, 0.95),
        ((2, 3), 0, 0, 0.97, 0.99),
        ((2, 3), 1, 1, 0.97, 0.99),
    ],
)
def test_intervals_cover_what_they_say(shape, a, b, low, high):
    """10,000 studies with effects that differ by prompt (sd a) and by seed (sd b), rest 1."""
    rng = np.random.default_rng(11)
    n, (p, s) = 10_000, shape
    d = (
        a * rng.standard_normal((n, p, 1))
        + b * rng.standard_normal((n, 1, s))
        + rng.standard_normal((n, p, s))
    )
    mean, se, df = spread(d, FULL[shape])
    assert low - 0.0065 <= (np.abs(mean) <= stats.t.ppf(0.975, df) * se).mean() <= high + 0.0065
