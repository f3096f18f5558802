import numpy as np
import pytest

from ezcharts.stats.blocks import arrange
from ezcharts.stats.differences import differences
from ezcharts.stats.directions import directions

from .tables import noisy, table


def test_a_category_is_held_against_the_mean_of_the_others():
    y = np.random.default_rng(0).standard_normal((5, 1, 4))
    found = differences(arrange(table(y, "category"), "clamp_max"))
    for k, one in enumerate(found):
        others = np.delete(y, k, axis=2).mean(2)
        assert one.trend.estimate.mean == pytest.approx((y[..., k] - others).mean())


def test_two_categories_have_one_difference():
    y = np.random.default_rng(0).standard_normal((5, 1, 2))
    (one,) = differences(arrange(table(y, "category"), "clamp_max"))
    assert one.level == "0.05"
    assert one.trend.estimate.mean == pytest.approx((y[..., 1] - y[..., 0]).mean())


def test_the_category_that_differs_is_named():
    found = directions({"m": noisy([0, 0, 5, 0], 4, 3, 0.5, kind="category")}, "clamp_max")[0]
    assert found.claimed
    assert found.trend is None
    assert max(found.differences, key=lambda one: one.trend.estimate.mean).level == "0.1"
    assert "higher with 0.1 than with the others (12 of 12 blocks" in found.sentence


def test_prompts_can_be_compared_too():
    y = np.random.default_rng(0).standard_normal((2, 8, 3)) + np.array([0.0, 9.0])[:, None, None]
    found = directions({"m": table(y)}, "prompt")[0]
    assert found.claimed
    assert found.draws == 8
