import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ezcharts.stats.blocks import arrange, draws
from ezcharts.stats.estimate import Estimate, estimate
from ezcharts.stats.noise import Noise, noise, widths

from .tables import table


def test_the_noise_is_the_pooled_standard_deviation_between_seeds():
    y = np.random.default_rng(0).standard_normal((3, 4, 5))
    found = noise(table(y))
    assert found.sd == pytest.approx(np.sqrt(y.var(axis=1, ddof=1).mean()))
    assert found.pairs == 45
    assert 3 <= found.df <= 45


def test_missing_cells_count_less():
    y = np.array([[[0.0, 5.0], [2.0, np.nan], [4.0, np.nan]]])
    found = noise(table(y))
    assert (found.sd, found.pairs) == (2.0, 2)
    assert found.df == pytest.approx(2.0)


def test_equal_values_have_no_noise_of_rounding():
    y = np.full((1, 7, 3), 0.1) * np.array([1.0, 3.0, 7.0])
    assert noise(table(y)).sd == 0.0
    assert widths(estimate(np.ones((1, 7))), noise(table(y))) is None


def test_one_seed_has_no_noise():
    assert noise(table(np.zeros((4, 1, 3)))) is None
    y = np.full((2, 2, 3), np.nan)
    y[0, 0], y[1, 1] = 1.0, 2.0
    assert noise(table(y)) is None


@given(st.floats(-5, 5), st.sampled_from([-3.0, 0.5, 10.0]), st.integers(0, 50))
def test_what_is_no_noise_between_seeds_does_not_count(shift, scale, start):
    y = np.random.default_rng(start).standard_normal((2, 3, 4))
    found = noise(table(y))
    moved = noise(table(scale * (y + shift + np.arange(4)) + np.array([0.0, 9.0])[:, None, None]))
    assert moved.sd == pytest.approx(abs(scale) * found.sd)
    assert moved.df == pytest.approx(found.df)


def test_levels_that_move_as_one_count_once():
    """All noise in the seed: a fully shared one has rank 1, and df is that of the seeds."""
    seeds = np.random.default_rng(1).standard_normal((1, 40, 1))
    assert noise(table(np.repeat(seeds, 6, axis=2))).df == pytest.approx(39, abs=3)
    free = np.random.default_rng(1).standard_normal((1, 40, 6))
    assert noise(table(free)).df == pytest.approx(39 * 6, rel=0.1)


def test_a_size_in_widths_doubts_the_width_too():
    found = Estimate(6.0, 12, 0.5, 11.0, 4.9, 7.1, 0.0)
    known, measured = widths(found, Noise(2.0, 1e9, 10)), widths(found, Noise(2.0, 10.0, 10))
    assert known.mean == measured.mean == 3.0
    assert (known.low, known.high) == pytest.approx((3 - 2.201 * 0.25, 3 + 2.201 * 0.25), abs=1e-3)
    own, of_noise = 0.25**2, 9 / 20
    df = (own + of_noise) ** 2 / (own**2 / 11 + of_noise**2 / 10)
    far = stats.t.ppf(0.975, df) * np.sqrt(own + of_noise)
    assert (measured.low, measured.high) == pytest.approx((3 - far, 3 + far))


def test_two_seeds_give_a_width_and_no_interval():
    y = np.random.default_rng(0).standard_normal((4, 2, 5))
    found = noise(table(y))
    assert found.sd == pytest.approx(np.sqrt(y.var(axis=1, ddof=1).mean()))
    assert (found.df, found.pairs) == (None, 20)
    assert widths(Estimate(6.0, 8, 0.5, 5.0, 4.9, 7.1, 0.0), found).low is None


@pytest.mark.parametrize("shared", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("prompts", "seeds"), [(1, 7), (4, 4), (6, 6)])
def test_intervals_in_widths_cover_what_they_say(prompts, seeds, shared):
    """1,500 studies of a rise of 4 widths; of the noise, a share is common to the levels of a seed."""
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(1500):
        y = np.linspace(0, 4, 5) + np.sqrt(1 - shared) * rng.standard_normal((prompts, seeds, 5))
        cells = table(y + np.sqrt(shared) * rng.standard_normal((prompts, seeds, 1)))
        found = widths(estimate(draws(arrange(cells, "clamp_max").rise())), noise(cells))
        hits += found.low <= 4 <= found.high
    assert 0.93 <= hits / 1500 <= 0.988


def test_a_size_in_widths_keeps_its_side_of_zero():
    found = estimate(np.random.default_rng(0).standard_normal((8, 1)) - 9)
    assert widths(found, Noise(1.0, 1.0, 1)).high == 0.0


def test_no_width_no_size():
    found = estimate(np.ones((8, 1)))
    assert widths(found, None) is None
    assert widths(found, Noise(0.0, 3.0, 3)) is None
    assert widths(estimate(np.ones((1, 1))), Noise(2.0, 3.0, 3)).low is None
