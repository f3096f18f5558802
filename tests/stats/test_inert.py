import math

import pytest

from ezcharts.errors import InputError
from ezcharts.stats.inert import inert


def test_identical_pictures_are_inert_and_say_why():
    found = inert("range_scale", [0.0] * 4, reason="this version never reads it", called="prompt")
    assert found.inert
    assert found.verdict == "identical"
    assert found.sentence == (
        "range_scale does nothing here: identical pictures in 4 of 4 prompts; this version never reads it"
    )


def test_a_tolerance_is_stated():
    found = inert("eta", [0.0, 1.0, 0.4], tolerance=1.0)
    assert found.inert
    assert found.sentence == (
        "eta does nothing here: pictures within 1 levels of 255 in 3 of 3 blocks, identical in 1; "
        "at most 1 levels of 255"
    )


def test_one_block_that_moves_is_enough_to_act():
    found = inert("eta", [0.0, 90.0, math.nan], clamped=1.0)
    assert not found.inert
    assert (found.verdict, found.within, found.blocks) == ("partly", 1, 2)
    assert found.sentence == (
        "eta does nothing in 1 of 2 blocks, and acts in the others; "
        "100% of the guided steps were clamped: the clamp hides it"
    )
    assert inert("eta", [9.0, 90.0], reason="unused").sentence == "eta changes the pictures in 2 of 2 blocks"


def test_the_share_of_clamped_steps_is_said_as_it_is():
    assert inert("tv_scale", [0.0, 0.0], clamped=0.4).sentence.endswith(
        "; 40% of the guided steps were clamped"
    )


@pytest.mark.parametrize(
    ("values", "tolerance"), [([], 0.0), ([math.nan], 0.0), ([-1.0], 0.0), ([1.0], -1.0)]
)
def test_what_can_not_be_is_refused(values, tolerance):
    with pytest.raises(InputError, match="0 or more, at least one block"):
        inert("eta", values, tolerance=tolerance)
