import dataclasses

import numpy as np
import pytest

from ezcharts.training.world.light import light_of, rgb
from ezcharts.training.world.relief import (
    Ground,
    between,
    clearing,
    fog,
    lit,
    look,
    paint_relief,
    shrink,
    step,
    visible,
)
from tests.training.world.pages import blank, plain_scene

WHITE = rgb(1, 1, 1)


def plane(view):
    return Ground(np.zeros_like(view.x), WHITE)


def test_a_plane_reaches_up_to_the_horizon_and_no_farther():
    page = blank(200)
    paint_relief(page, plane)
    rows = page.land[:, 100]
    horizon = page.composition.horizon * 200
    assert rows[: int(horizon)].max() == 0
    assert rows[int(horizon + 0.05 * 200) :].min() == 1


def test_what_is_seen_of_a_plane_lies_at_the_distance_of_its_row():
    page = blank(200)
    view = look(page, "relief")
    index = visible(page, view, np.zeros_like(view.x), 1)
    for row in (130, 150, 170, 190):
        y = (row + 0.5) / 200
        z = view.z[index[row, 100], 0]
        assert z == pytest.approx(page.composition.distance(y), rel=0.06)


def test_a_wall_hides_what_lies_behind_it_and_is_as_high_as_perspective_says():
    page = blank(200)

    def wall(view):
        height = np.where(np.abs(view.z - 2) < 0.1, 0.4, 0).astype(np.float32) * np.ones_like(view.x)
        return Ground(height, np.where(view.z < 1.8, WHITE, rgb(1, 0, 0)))

    paint_relief(page, wall, mist=0)
    where = page.composition
    top = where.horizon + (where.camera - 0.4) / 2.1  # seen at the far edge of its flat top
    assert np.flatnonzero(page.land[:, 100] > 0.5)[0] / 200 == pytest.approx(top, abs=0.01)


def test_slopes_that_face_the_light_get_more_of_it():
    page = blank(64, where={"side": 1})
    view = look(page, "relief")
    towards, away = (lit(page, view, (turn * view.x).astype(np.float32)) for turn in (-0.5, 0.5))
    assert towards[20:-5].min() > away[20:-5].max()
    level = lit(page, view, np.zeros_like(view.x))
    np.testing.assert_allclose(level, min(1.25 * page.light.direction[1], 1), rtol=1e-5)


def test_fog_is_none_at_the_subject_and_half_at_nine():
    np.testing.assert_allclose(fog(np.float32([0.5, 1, 9])), [0, 0, 0.5])


def test_far_land_takes_the_colour_of_the_haze():
    page = blank(128)
    light = dataclasses.replace(light_of(plain_scene(1)), haze=rgb(0, 0, 1), thickness=1.0)
    page.light = light
    paint_relief(page, plane)
    below = round(page.composition.horizon * 128) + 3
    far, near = page.pixels[:, below, 64], page.pixels[:, 125, 64]
    assert far[2] - far[0] > 0.3 > near[2] - near[0]


def test_the_ground_is_clear_from_the_camera_to_the_subject():
    page = blank(128)
    view = look(page, "relief")
    free = clearing(view, 0.4, 2.0)
    assert free[view.z[:, 0] < 1.05][:, 64].max() < 0.01
    assert free[view.z[:, 0] > 2.1].min() > 0.99


def test_a_step_and_means_of_four():
    np.testing.assert_allclose(step(np.float32([-1, 1, 2, 9]), 0, 2), [0, 0.5, 1, 1])
    np.testing.assert_allclose(step(np.float32([0, 1, 2]), 2, 0), [1, 0.5, 0])
    np.testing.assert_allclose(shrink(np.float32([[1, 2, 5, 5], [3, 2, 5, 5]]), 2), [[2, 5]])


def test_heights_between_columns_are_a_quarter_column_to_either_side():
    np.testing.assert_allclose(between(np.float32([[0, 4, 8]])), [[0, 1, 3, 5, 7, 8]])


def test_water_is_marked_where_it_is_seen():
    page = blank(64)
    paint_relief(
        page, lambda view: Ground(np.zeros_like(view.x), WHITE, water=(view.x > 0).astype(np.float32))
    )
    assert page.water[50, 40:].min() > 0.99
    assert page.water[50, :24].max() < 0.01
    assert page.water[5].max() == 0
