import numpy as np
import pytest

from ezcharts.errors import InputError
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.neighbours import neighbours, steps

ETA = Axis("eta", ("0", "0.2", "0.4", "0.6"), "ordered")


def distances(prompts, means, noise=0.02):
    rng = np.random.default_rng(0)
    axes = (Axis("prompt", tuple(f"p{i}" for i in range(prompts)), "prompt"), steps(ETA))
    return Cells(axes, np.array(means) + noise * rng.random((prompts, 3)), "LPIPS")


def test_steps_are_named_by_their_ends():
    assert steps(ETA) == Axis("eta", ("0 to 0.2", "0.2 to 0.4", "0.4 to 0.6"), "ordered")
    with pytest.raises(InputError, match="an ordered axis of two levels or more"):
        steps(Axis("eta", ("0",), "ordered"))


def test_the_largest_step_is_found():
    found = neighbours(distances(8, [0.1, 0.3, 0.1]), "eta", between_seeds=0.155)
    assert found.claimed
    assert sum(found.shares) == pytest.approx(1.0)
    assert found.sentence == (
        "eta: the pictures change most from 0.2 to 0.4 (59% of the way, the largest step in 8 of 8 prompts); "
        "that step is 2.0 times as far as from one seed to another"
    )


def test_equal_steps_are_said_to_be_equal():
    found = neighbours(distances(8, [0.1, 0.1, 0.1]), "eta")
    assert not found.claimed
    assert found.sentence == "eta: no step is shown to be larger than the others"


def test_few_prompts_say_so():
    found = neighbours(distances(4, [0.1, 0.3, 0.1]), "eta")
    assert found.adjusted is None
    assert found.sentence.endswith("4 of 4 prompts); too few to say how sure")


def test_pictures_that_stay_equal_have_no_largest_step():
    found = neighbours(distances(4, [0.0, 0.0, 0.0], 0.0), "eta")
    assert found.sentence == "eta: no picture changes"
    assert found.shares == (0.0, 0.0, 0.0)


def test_distances_are_not_negative():
    with pytest.raises(InputError, match="distances are 0 or more"):
        neighbours(distances(4, [-1.0, 0.1, 0.1]), "eta")
