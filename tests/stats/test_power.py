import numpy as np
import pytest

from ezcharts.errors import InputError
from ezcharts.stats.blocks import line
from ezcharts.stats.estimate import estimate, here
from ezcharts.stats.power import power, recommended_seeds, rise_sd


@pytest.mark.parametrize("n", [2, 3, 5, 8])
def test_the_noise_of_a_rise_is_that_of_its_weights(n):
    assert rise_sd(n) == pytest.approx(np.sqrt((line(n) ** 2).sum()))


def test_no_effect_is_found_as_often_as_the_level_says():
    assert power(0.0, prompts=8, seeds=1, levels=5) == pytest.approx(0.05)
    assert power(0.0, prompts=8, seeds=1, levels=5, tests=10) == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("shape", "size", "share", "tests"),
    [((8, 1), 1.5, 0.0, 1), ((4, 3), 2.0, 0.1, 1), ((4, 4), 2.0, 0.1, 12), ((6, 6), 1.0, 0.1, 1)],
)
def test_power_agrees_with_simulation(shape, size, share, tests):
    """8,000 studies: 3 standard deviations of a count are 0.017."""
    rng = np.random.default_rng(0)
    d = np.sqrt(1 - 2 * share) * rng.standard_normal((8000, *shape))
    d += np.sqrt(share) * rng.standard_normal((8000, 1, shape[1]))
    found = [(here(one) or estimate(one)).p <= 0.05 / tests for one in size + rise_sd(5) * d]
    said = power(size, prompts=shape[0], seeds=shape[1], levels=5, tests=tests)
    assert said == pytest.approx(np.mean(found), abs=0.017)


@pytest.mark.parametrize("wrong", [{"tests": 0}, {"correlation": 1.0}, {"correlation": 1.5}])
def test_numbers_without_sense_are_refused(wrong):
    with pytest.raises(InputError, match="tests are 1 or more, a correlation is 0 to below 1"):
        power(2.0, prompts=4, seeds=4, levels=5, **wrong)


def test_large_effects_are_always_found():
    found = [power(size, prompts=8, seeds=3, levels=5) for size in range(2, 40)]
    assert min(np.diff(found)) > -1e-12
    assert found[-1] == pytest.approx(1.0)


def test_fewer_than_six_draws_have_no_power():
    assert power(99.0, prompts=5, seeds=1, levels=5) == 0.0


def test_more_seeds_and_larger_effects_are_found_more_often():
    by_seeds = [power(1.0, prompts=4, seeds=n, levels=5) for n in (3, 4, 6, 12)]
    by_size = [power(size, prompts=4, seeds=3, levels=5) for size in (0.5, 1, 2, 4)]
    assert by_seeds == sorted(by_seeds)
    assert by_size == sorted(by_size)


def test_a_recommendation_is_the_fewest_seeds_that_do():
    found = recommended_seeds(2.0, prompts=4, levels=5)
    assert found.power >= 0.8 > power(2.0, prompts=4, seeds=found.seeds - 1, levels=5)
    assert found.sentence == (
        f"with 4 prompts take {found.seeds} seeds: an effect of 2 noise widths is then shown "
        f"{found.power:.0%} of the time"
    )


def test_too_small_an_effect_is_said_to_be():
    found = recommended_seeds(0.05, prompts=2, levels=5)
    assert found.seeds is None
    assert found.sentence.endswith("take more prompts")


def test_what_can_not_be_is_refused():
    with pytest.raises(InputError, match="got 0, 1 and 5"):
        power(1.0, prompts=0, seeds=1, levels=5)
    with pytest.raises(InputError, match="together below 1"):
        power(1.0, prompts=4, seeds=3, levels=5, shared=(0.5, 0.5))
