import dataclasses

import numpy as np
import pytest

from ezcharts.training.world.light import light_of, rgb
from ezcharts.training.world.pen import Pen, bounds
from ezcharts.training.world.shapes import ellipse, rectangle
from tests.training.world.pages import blank, plain_scene

GREY = rgb(0.5, 0.5, 0.5)
MIDDLE = {"place": 0.0, "foot": 0.9, "base": 0.9, "size": 0.8, "flip": 1, "side": 1}


def pen(hour: str = "day", **where) -> Pen:
    return Pen(blank(100, hour=hour, where=MIDDLE | where))


def test_local_places_stand_on_the_foot_and_are_mirrored_with_the_subject():
    np.testing.assert_allclose(pen().place([(0, 0), (0.25, 1)]), [(0, 0.9), (0.2, 0.1)], atol=1e-12)
    np.testing.assert_allclose(pen(flip=-1).place([(0.25, 0.5)]), [(-0.2, 0.5)], atol=1e-12)


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("flip", [-1, 1])
@pytest.mark.parametrize("solid", ["turned", "ball", "body"])
def test_round_solids_are_brighter_towards_the_light(solid, side, flip):
    hand = pen(side=side, flip=flip)
    if solid == "ball":
        hand.ball(0, 0.5, 0.3, 0.3, GREY)
    else:
        getattr(hand, solid)(rectangle(-0.3, 0.3, 0.2, 0.8), GREY)
    right, left = hand.canvas.pixels[:, 50, 66].mean(), hand.canvas.pixels[:, 50, 34].mean()
    assert side * (right - left) > 0.05


@pytest.mark.parametrize("flip", [-1, 1])
def test_a_wall_that_turns_to_the_light_is_brighter_than_one_that_turns_away(flip):
    hand = pen(flip=flip)
    hand.box(-0.3, 0.0, 0.2, 0.8, GREY, -0.8)
    hand.box(0.0, 0.3, 0.2, 0.8, GREY, 0.8)
    right, left = hand.canvas.pixels[:, 50, 60].mean(), hand.canvas.pixels[:, 50, 40].mean()
    assert right > left + 0.1


def test_nothing_is_quite_black_where_the_light_does_not_reach():
    hand = pen(side=-1)
    hand.box(-0.3, 0.3, 0.2, 0.8, rgb(1, 1, 1), 0.9)
    light = hand.canvas.light
    assert (hand.canvas.pixels[:, 50, 50] > 0.15 * (light.fill + light.key)[:, 0, 0]).all()


def test_the_cover_is_all_that_was_drawn():
    hand = pen()
    hand.box(-0.3, 0.0, 0.2, 0.8, GREY)
    hand.shining(ellipse(0.2, 0.5, 0.1, 0.1), rgb(1, 0, 0))
    np.testing.assert_array_equal(hand.cover > 0, hand.canvas.pixels.max(0) > 0)


@pytest.mark.parametrize(("lamps", "bright"), [(0.0, False), (1.0, True)])
def test_windows_shine_when_lamps_are_lit(lamps, bright):
    hand = pen()
    hand.canvas.light = dataclasses.replace(light_of(plain_scene(1)), lamps=lamps)
    hand.windows([(-0.2, 0.2, 0.4, 0.6)])
    red = hand.canvas.pixels[0, 50, 50]
    assert (red > 0.8) == bright


def test_the_edge_on_the_side_of_the_light_is_lit_and_the_other_darkened():
    hand = pen("sunset")
    hand.box(-0.3, 0.3, 0.1, 0.9, GREY)
    before = hand.canvas.pixels.copy()
    hand.finish()
    change = (hand.canvas.pixels - before).mean(0)
    inside = change[30:60, 40:60].mean()
    assert change[30:60, 73].mean() > inside + 0.05
    assert change[30:60, 26].mean() < inside - 0.01
    np.testing.assert_array_equal(hand.canvas.subject, hand.cover)
    assert hand.canvas.land[50, 50] == 1


def test_bounds_of_a_mask():
    mask = np.zeros((8, 9), np.uint8)
    assert bounds(mask) == (0, 0, 0, 0)
    mask[2:5, 3] = 1
    mask[4, 7] = 1
    assert bounds(mask) == (3, 2, 5, 3)
