import numpy as np
import pytest

from ezcharts.training.world.canvas import Canvas, to_bytes, triangle
from ezcharts.training.world.composition import compose
from ezcharts.training.world.light import light_of, rgb
from ezcharts.training.world.scene import Scene
from ezcharts.training.world.shapes import band, curve, ellipse, limb, outline, rectangle

SCENE = Scene(1, "desert", "none", "day", "oil painting", "plain")


def canvas(width: int = 100, height: int = 100) -> Canvas:
    return Canvas(SCENE, (width, height), light_of(SCENE), compose(SCENE))


def test_a_mask_covers_the_area_of_its_polygon():
    mask = canvas().mask([[(-0.25, 0.25), (0.25, 0.25), (0.25, 0.75), (-0.25, 0.75)]])
    assert mask.sum() / 255 == pytest.approx(51.4**2, rel=0.01)  # OpenCV adds 0.7 of a pixel to each side


def test_a_disc_covers_its_area():
    assert canvas().dots([(0, 0.5)], [0.2]).sum() / 255 == pytest.approx(np.pi * 20.6**2, rel=0.01)


def test_filling_a_polygon_is_painting_through_its_mask():
    polygon, colour = ellipse(0.1, 0.4, 0.3, 0.2), rgb(0.2, 0.5, 0.9)
    one, other = canvas(), canvas()
    one.fill(polygon, colour)
    other.paint(other.mask([polygon]), colour)
    np.testing.assert_array_equal(one.pixels, other.pixels)


def test_filling_takes_the_part_of_a_gradient_that_it_covers():
    page = canvas()
    gradient = np.broadcast_to(page.y, (3, 100, 1)).astype(np.float32)
    page.fill([(-0.2, 0.3), (0.2, 0.3), (0.2, 0.7), (-0.2, 0.7)], gradient)
    np.testing.assert_allclose(page.pixels[:, 50, 50], page.y[50, 0], atol=1e-6)
    assert not page.pixels[:, :28].any()


def test_painting_outside_the_picture_changes_nothing():
    page = canvas()
    page.fill([(3, 3), (4, 3), (4, 4)], rgb(1, 1, 1))
    assert not page.pixels.any()


def test_opacity_mixes():
    page = canvas()
    page.paint(np.full((100, 100), 255, np.uint8), rgb(1.0, 0.5, 0.0), 0.25)
    np.testing.assert_allclose(page.pixels[:, 7, 9], (0.25, 0.125, 0.0), atol=1e-6)


@pytest.mark.parametrize(("size", "unit"), [((100, 100), 100), ((200, 100), 100), ((80, 200), 100)])
def test_a_unit_is_the_height_unless_the_picture_is_narrow(size, unit):
    assert canvas(*size).unit == unit


def test_noise_is_smooth_fills_its_range_and_has_its_own_stream():
    page = canvas()
    noise = page.noise("clouds", 4)
    np.testing.assert_array_equal(noise, page.noise("clouds", 4))
    assert noise.min() >= 0
    assert noise.max() <= 1
    assert np.abs(np.diff(noise, axis=1)).max() < 0.1 < noise.max() - noise.min()
    assert not np.array_equal(noise, page.noise("haze", 4))


def test_a_ridge_stays_between_base_and_peak():
    line = canvas().ridge("range", 0.6, 0.3, 3)
    assert 0.3 <= line[:, 1].min() < line[:, 1].max() <= 0.6
    assert line[0, 0] < -0.5 < 0.5 < line[-1, 0]


def test_several_polygons_make_one_mask_where_overlaps_stay_covered():
    one, other = rectangle(-0.3, 0.1, 0.3, 0.7), rectangle(-0.1, 0.3, 0.3, 0.7)
    page = canvas()
    both = page.mask([one, other])
    assert (both >= np.maximum(page.mask([one]), page.mask([other]))).all()
    assert (both[31:69, 21:79] == 255).all()
    window, mask = page.stencil(one, other)
    np.testing.assert_array_equal(mask, both[window])
    assert both.sum() == mask.sum()


def test_no_polygons_cover_nothing():
    assert not canvas().mask([]).any()


def test_strokes_are_as_wide_as_asked():
    cover = canvas(200, 200).strokes([[(-0.4, 0.5), (0.4, 0.5)]], 0.05)
    assert cover[:, 100].sum() / 255 == pytest.approx(
        10 + 1.7, abs=0.3
    )  # OpenCV adds 0.85 of a pixel to each side


def test_glow_halves_its_square_root_at_one_radius():
    page = canvas()
    page.glow(0.005, 0.505, 0.1, rgb(1, 1, 1), 1.0)
    np.testing.assert_allclose(page.pixels[0, 50, [50, 60]], (1.0, 0.25), atol=0.004)
    assert not page.pixels[0, 50, 94:].any()  # four radii away it has gone


def test_what_stands_hides_the_sky():
    page = canvas()
    page.stand(page.mask([rectangle(-0.2, 0.2, 0.4, 0.6)]), rgb(1, 0, 0))
    assert page.land[50, 50] == 1
    assert page.land[10, 10] == 0
    np.testing.assert_allclose(page.pixels[:, 50, 50], (1, 0, 0))


@pytest.mark.parametrize(
    ("right", "up", "lit"), [(1, 0, (50, 69)), (-1, 0, (50, 30)), (0, 1, (30, 50)), (0, -1, (69, 50))]
)
def test_an_edge_lies_on_the_side_asked_for(right, up, lit):
    page = canvas()
    edge = page.edge(page.mask([rectangle(-0.2, 0.2, 0.3, 0.7)]), right, up, 0.02)
    assert edge[lit] > 0.5
    assert edge[50, 50] == 0
    assert edge[99 - lit[0], 99 - lit[1]] == 0


def test_bytes_round_to_the_nearest_and_stop_at_the_ends():
    np.testing.assert_array_equal(to_bytes(np.float32([-1, 0.001, 0.5, 2])), [0, 0, 128, 255])


def test_triangle_wave():
    np.testing.assert_allclose(triangle(np.array([0, 0.25, 0.5, 0.75, 1, -0.25])), [1, 0.5, 0, 0.5, 1, 0.5])


def test_a_limb_is_as_wide_as_asked_at_each_of_its_points():
    outer = limb([(0, 0), (1, 0), (2, 0)], [0.2, 0.4, 0.6])
    np.testing.assert_allclose(outer[:3, 1], (0.1, 0.2, 0.3))
    np.testing.assert_allclose(outer[3:, 1], (-0.3, -0.2, -0.1))


def test_a_curve_passes_through_its_knots_and_rounds_a_square():
    knots = outline("-1 -1  1 -1  1 1  -1 1")
    smooth = curve(knots, 8)
    np.testing.assert_allclose(smooth[::8], knots)
    assert np.abs(smooth).max() > 1.1  # it bulges beyond the square, as a smooth closed line must


def test_outlines():
    np.testing.assert_array_equal(outline("0 1  -2 .5"), [[0, 1], [-2, 0.5]])
    np.testing.assert_allclose(ellipse(1, 2, 3, 4, 0, 1, 3), [[4, 2], [1, 6], [-2, 2]], atol=1e-12)
    np.testing.assert_array_equal(band([(0, 1), (1, 1)], 2), [[0, 1], [1, 1], [1, 3], [0, 3]])
