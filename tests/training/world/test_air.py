import dataclasses

import numpy as np
import pytest

from ezcharts.training.world.air import cast_shadow, mirror_subject, rays
from ezcharts.training.world.light import rgb
from ezcharts.training.world.shapes import rectangle
from ezcharts.training.world.sky import sun_place
from tests.training.world.pages import blank

MIDDLE = {"place": 0.0, "foot": 0.7, "base": 0.7, "size": 0.5, "horizon": 0.5, "close": False}


def standing(side: int, front: float, size: int = 100):
    """A grey canvas, all land, on which a pole stands."""
    page = blank(size, where=MIDDLE | {"side": side})
    page.light = dataclasses.replace(page.light, front=front, shadow=0.8)
    page.pixels[:] = 0.5
    page.land[:] = 1
    page.subject = page.mask([rectangle(-0.04, 0.04, 0.2, 0.7)])
    return page


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("front", "rows"), [(-0.5, slice(74, 90)), (0.5, slice(60, 67))])
def test_a_shadow_falls_away_from_the_light_and_towards_us_when_that_is_behind(side, front, rows):
    page = standing(side, front)
    cast_shadow(page)
    left, right = page.pixels[0, rows, :44].min(), page.pixels[0, rows, 56:].min()
    shaded, free = (left, right) if side > 0 else (right, left)
    assert shaded < 0.42 < free


def test_a_shadow_lies_neither_on_the_subject_nor_on_the_sky():
    page = standing(1, -0.5)
    page.land[:40] = 0
    cast_shadow(page)
    assert (page.pixels[:, page.subject == 255] == 0.5).all()
    assert (page.pixels[:, :40] == 0.5).all()


def test_a_subject_is_mirrored_below_its_foot_where_there_is_water():
    page = standing(1, -0.5)
    page.pixels[:, 20:70, 46:54] = 1.0
    page.water[:, :50] = 1
    mirror_subject(page)
    assert page.pixels[0, 80, 48] > 0.6
    assert page.pixels[0, 80, 52] == 0.5
    assert page.pixels[0, 80, 20] == 0.5


def test_rays_are_brightest_at_the_sun_and_missing_behind_what_hides_it():
    page = blank(128, hour="golden hour", where={"side": 1})
    rays(page)
    x, y = sun_place(page)
    column, row = round((x + 0.5) * 128), round(y * 128)
    assert page.pixels[0].max() == pytest.approx(page.pixels[0, row, column], rel=0.05)
    hidden = blank(128, hour="golden hour", where={"side": 1})
    hidden.land[:] = 1
    rays(hidden)
    assert not hidden.pixels.any()


def test_rays_take_the_colour_of_the_sun():
    page = blank(64, hour="sunset")
    page.light = dataclasses.replace(page.light, sun=rgb(1, 0, 0))
    rays(page)
    assert page.pixels[0].max() > 0.05
    assert not page.pixels[1:].any()
    assert np.isfinite(page.pixels).all()
