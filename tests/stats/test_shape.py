import numpy as np
import pytest

from ezcharts.stats.blocks import arrange
from ezcharts.stats.directions import directions
from ezcharts.stats.shape import Shape, bend, flat_part

from .tables import noisy, table

FORMS = [
    ([0, 1, 2, 2, 2, 2], Shape("flat from", "0.1")),
    ([0, 0, 0, 0, 1, 2], Shape("flat up to", "0.2")),
    ([0, 0, 0, 1, 1, 1], Shape("step", "0.1", "0.2")),
    ([0, 1, 2, 1, 0, -1], Shape("peak", "0.1")),
    ([3, 1, 0, 1, 2, 3], Shape("valley", "0.1")),
    ([0, 1, 2, 3, 4, 5], None),
]


@pytest.mark.parametrize(("truth", "form"), FORMS)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_form_is_found_in_small_noise(truth, form, sign):
    found = directions({"m": noisy(sign * np.array(truth), 4, 3, 0.05)}, "clamp_max")[0]
    if form is not None and sign < 0 and form.form in ("peak", "valley"):
        form = Shape("valley" if form.form == "peak" else "peak", form.at)
    assert found.shape == form


@pytest.mark.parametrize(("truth", "form"), FORMS)
def test_with_few_draws_a_form_is_seen_not_claimed(truth, form):
    found = directions({"m": noisy(truth, 4, 1, 0.01)}, "clamp_max")[0]
    assert found.shape == (form and Shape(form.form, form.at, form.after, claimed=False))
    assert not found.claimed


def test_three_blocks_are_too_few_to_see_a_form():
    assert directions({"m": noisy([0, 1, 2, 1, 0, -1], 3, 1, 0.01)}, "clamp_max")[0].shape is None


def test_a_straight_line_is_never_flat_however_long_it_is():
    for n in range(3, 7):
        blocks = arrange(table(np.tile(np.arange(n), (8, 1, 1))), "clamp_max")
        assert flat_part(blocks, 1.0, True) is None


def test_a_bend_needs_three_levels_and_a_complete_block():
    assert bend(arrange(table(np.zeros((8, 1, 2))), "clamp_max")) is None
    y = np.zeros((2, 1, 3))
    y[0, 0, 0], y[1, 0, 2] = np.nan, np.nan
    assert bend(arrange(table(y), "clamp_max")) is None


def test_a_peak_needs_both_of_its_sides():
    """Noise on a rise that stops: the fall after it is not shown, so there is no peak."""
    assert not directions({"m": noisy([0, 1, 2, 2, 2, 2], 4, 6, 0.3)}, "clamp_max")[0].bend.claimed
