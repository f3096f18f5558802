import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import InputError
from ezcharts.stats.blocks import arrange, draws, line, part
from ezcharts.stats.cells import Axis, Cells

from .tables import table


def test_blocks_are_prompts_seeds_and_the_rest():
    sizes = {"steps": 2, "seed": 3, "x": 4, "prompt": 5}
    kinds = {"steps": "ordered", "seed": "seed", "x": "ordered", "prompt": "prompt"}
    axes = tuple(Axis(name, tuple(map(str, range(n))), kinds[name]) for name, n in sizes.items())
    y = np.arange(120.0).reshape(2, 3, 4, 5)
    blocks = arrange(Cells(axes, y), "x")
    assert blocks.y.shape == (5, 3, 2, 4)
    assert blocks.y[4, 2, 1, 3] == y[1, 2, 3, 4]
    assert blocks.called == "block"


@pytest.mark.parametrize(("prompts", "seeds", "called"), [(4, 1, "prompt"), (1, 6, "seed"), (2, 3, "block")])
def test_a_block_is_called_what_differs(prompts, seeds, called):
    assert arrange(table(np.zeros((prompts, seeds, 3))), "clamp_max").called == called


@given(st.integers(2, 9), st.floats(-5, 5), st.floats(-100, 100))
def test_the_rise_of_a_straight_line_is_the_difference_of_its_ends(n, slope, start):
    y = start + slope * np.arange(n)
    assert line(n) @ y == pytest.approx(slope * (n - 1), abs=1e-9)


def test_the_rise_agrees_with_polyfit_and_with_its_weights():
    y = np.random.default_rng(0).standard_normal((2, 3, 5))
    rise = arrange(table(y), "clamp_max").rise()[..., 0]
    fitted = np.polyfit(np.arange(5), y.reshape(6, 5).T, 1)[0].reshape(2, 3) * 4
    np.testing.assert_allclose(rise, fitted, atol=1e-12)
    np.testing.assert_allclose(rise, y @ line(5), atol=1e-12)


def test_the_rise_goes_through_what_is_there():
    y = np.array([[[0.0, 1.0, np.nan, 3.0]], [[0.0, np.nan, np.nan, 3.0]], [[np.nan, 2.0, 1.0, 0.0]]])
    rise = arrange(table(y), "clamp_max", drop=False).rise()[:, 0, 0]
    assert rise[0] == pytest.approx(3.0)
    assert np.isnan(rise[1])  # half of the levels is too few
    assert rise[2] == pytest.approx(-3.0)


def test_a_level_without_values_is_left_out():
    y = np.random.default_rng(0).standard_normal((4, 1, 3))
    y[1:, :, 2] = np.nan
    blocks = arrange(table(y), "clamp_max")
    assert blocks.axis.levels == ("0.03", "0.05")
    assert blocks.left_out == ("0.1",)


def test_equal_values_rise_by_exactly_nothing():
    blocks = arrange(table(np.full((3, 2, 5), 0.1 + 0.2)), "clamp_max")
    assert (blocks.rise() == 0).all()
    assert (blocks.contrast(part(5, 1, 3)) == 0).all()


def test_what_rounding_leaves_is_no_effect():
    rng = np.random.default_rng(0)
    half = rng.random((50, 1, 3))
    rise = arrange(table(np.concatenate([half, half[..., ::-1]], axis=2)), "clamp_max").rise()
    assert (rise == 0).all()


def test_draws_average_over_the_other_axes():
    effects = np.array([[[1.0, 3.0], [np.nan, 5.0], [np.nan, np.nan]]])
    np.testing.assert_equal(draws(effects), [[2.0, 5.0, np.nan]])


def test_seeds_are_no_axis_of_a_direction():
    with pytest.raises(InputError, match="what seeds do is the noise"):
        arrange(table(np.zeros((1, 2, 3))), "seed")
