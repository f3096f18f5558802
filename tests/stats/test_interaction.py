import numpy as np
import pytest

from ezcharts.errors import InputError
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.interaction import interactions


def crossed(prompts, seeds, change, kind="ordered", noise=0.1):
    """An effect of eta that is 2 + change·j from end to end at value j of clamp_max."""
    rng = np.random.default_rng(0)
    axes = (
        Axis("prompt", tuple(f"p{i}" for i in range(prompts)), "prompt"),
        Axis("seed", tuple(f"s{i}" for i in range(seeds)), "seed"),
        Axis("eta", ("0", "0.5", "1"), "ordered"),
        Axis("clamp_max", ("0.01", "0.05", "0.09"), kind),
    )
    y = np.linspace(0, 1, 3)[:, None] * (2 + change * np.arange(3)) + 5 * np.arange(3)
    return Cells(axes, y + noise * rng.standard_normal((prompts, seeds, 3, 3)))


def test_without_noise_the_change_is_the_change():
    (found,) = interactions({"m": crossed(6, 1, 1.5, noise=0.0)}, "eta", "clamp_max")
    assert found.rises == pytest.approx((2.0, 3.5, 5.0))
    assert found.change.trend.estimate.mean == pytest.approx(3.0)


def test_an_effect_that_depends_is_found():
    (found,) = interactions({"m": crossed(4, 3, 1.5)}, "eta", "clamp_max")
    assert found.claimed
    assert found.sentence.startswith("the effect of eta on m depends on clamp_max: up ")
    assert "12 of 12 blocks" in found.sentence


def test_an_effect_that_does_not_depend_is_not():
    (found,) = interactions({"m": crossed(4, 3, 0.0)}, "eta", "clamp_max")
    assert not found.claimed
    assert found.sentence.startswith("clamp_max is not shown to change the effect of eta on m")


def test_few_prompts_say_so():
    (found,) = interactions({"m": crossed(3, 1, 1.5)}, "eta", "clamp_max")
    assert not found.claimed
    assert "3 of 3 prompts" in found.sentence
    assert "too few to say how sure; one seed only" in found.sentence


def test_categories_may_change_an_effect_but_are_no_first_axis():
    (found,) = interactions({"m": crossed(4, 3, 1.5, "category")}, "eta", "clamp_max")
    assert found.claimed
    assert found.change.level in ("0.01", "0.09")
    with pytest.raises(InputError, match="the first axis is ordered or has two categories; clamp_max has 3"):
        interactions({"m": crossed(4, 3, 1.5, "category")}, "clamp_max", "eta")
