import numpy as np
import pytest

from ezcharts.training.world.noise import SIDE, Field, fold, smooth

FIELD = Field(np.random.default_rng(3))


def grid(count=200, end=5.0):
    places = np.linspace(0, end, count, dtype=np.float32)
    return places[None], places[:, None]


def test_noise_is_the_lattice_at_whole_places():
    x = np.arange(5, dtype=np.float32)[None]
    np.testing.assert_allclose(FIELD.at(x, x.T), FIELD.lattice.reshape(SIDE, SIDE)[:5, :5], atol=1e-6)


def test_noise_half_way_between_two_lattice_points_is_their_mean():
    lattice = FIELD.lattice.reshape(SIDE, SIDE)
    middle = FIELD.at(np.float32([[2.5]]), np.float32([[7.0]]))
    assert middle[0, 0] == pytest.approx((lattice[7, 2] + lattice[7, 3]) / 2)


def test_noise_repeats_itself_after_the_lattice_and_goes_on_below_zero():
    x, y = grid()
    np.testing.assert_allclose(FIELD.at(x + SIDE, y), FIELD.at(x, y), atol=1e-4)
    np.testing.assert_allclose(FIELD.at(x - SIDE, y - SIDE), FIELD.at(x, y), atol=1e-4)


@pytest.mark.parametrize("kind", ["fractal", "ridged"])
def test_layers_stay_within_0_and_1_and_are_finer_the_more_there_are(kind):
    x, y = grid(end=8.0)
    rough = [
        np.abs(np.diff(getattr(FIELD, kind)(x, y, octaves), n=2, axis=1)).mean() for octaves in (1, 2, 4)
    ]
    assert rough == sorted(rough)
    noise = getattr(FIELD, kind)(x, y, 5)
    assert 0 <= noise.min() < 0.35 < 0.55 < noise.max() <= 1


def test_a_fold_has_its_crest_in_the_middle():
    np.testing.assert_allclose(fold(np.float32([0, 0.25, 0.5, 0.75, 1])), [0, 0.25, 1, 0.25, 0])


def test_a_smooth_step_is_level_at_its_ends():
    np.testing.assert_allclose(smooth(np.float32([0, 0.5, 1])), [0, 0.5, 1])
    assert smooth(np.float32([0.01]))[0] < 0.001
