from dataclasses import replace

import numpy as np
import pytest

from ezcharts.stats.blocks import arrange
from ezcharts.stats.cells import Axis, Cells
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


def test_a_switch_is_said_from_off_to_on_and_has_a_rise():
    rng = np.random.default_rng(3)
    values = rng.standard_normal((1, 7, 2)) * 0.1 + np.array([0.0, -2.0])
    axes = [Axis("prompt", ("a castle",), "prompt"), Axis("seed", tuple("1234567"), "seed"),
            Axis("skip_augs", ("off", "on"), "category")]  # fmt: skip
    (found,) = directions({"m": Cells(axes, values)}, "skip_augs")
    assert found.sentence.startswith("skip_augs on: m lower (7 of 7 seeds, ")
    assert found.rise is not None
    assert found.rise.estimate.mean == pytest.approx((values[..., 1] - values[..., 0]).mean())
    plain = replace(found, levels=("ddim", "plms"))
    assert plain.rise is None


def test_prompts_can_be_compared_too():
    y = np.random.default_rng(0).standard_normal((2, 8, 3)) + np.array([0.0, 9.0])[:, None, None]
    found = directions({"m": table(y)}, "prompt")[0]
    assert found.claimed
    assert found.draws == 8
