import numpy as np
import pytest

from ezcharts.training.world.canvas import to_bytes
from ezcharts.training.world.colour import bloom, expose, luminance, saturate, shoulder, stretch, tint, tone
from ezcharts.training.world.draw import draw
from ezcharts.training.world.light import rgb
from ezcharts.training.world.media.brush import contour, edges, flatten, frame, strokes
from ezcharts.training.world.media.prints import panes, triangles, vertices
from ezcharts.training.world.shapes import rectangle
from tests.training.world.pages import blank, plain_scene

SMALL = (64, 64)


def grey(level: float, size: int = 100):
    page = blank(size)
    page.pixels[:] = level
    return page


def half_and_half(size: int = 100):
    page = grey(0.2, size)
    page.pixels[:, :, size // 2 :] = 0.8
    return page


def test_flattening_leaves_even_patches_and_keeps_the_edge_between_them():
    page = half_and_half()
    page.pixels += 0.05 * (page.noise("grain", 60) - 0.5)
    flatten(page, 0.03)
    assert page.pixels[:, :, :48].std() < 0.01
    assert page.pixels[0, 50, 53] - page.pixels[0, 50, 46] > 0.55


def test_a_frame_covers_its_margin_and_nothing_inside():
    rim = frame(blank(100), 0.1, 0.0)
    assert rim[5].min() == 1
    assert rim[:, 95].min() == 1
    assert rim[15:85, 15:85].max() == 0


def test_edges_are_found_where_brightness_changes_and_specks_are_passed_over():
    page = half_and_half()
    assert edges(page)[50, 50] > 0.4
    assert edges(page)[50, 20] < 0.01
    star = grey(0.2)
    star.pixels[:, 30:32, 30:32] = 1
    assert edges(star).max() > 0.3
    assert edges(star, speck=0.02).max() < 0.01


def test_a_contour_runs_along_the_inside_of_the_subject():
    page = blank(100)
    page.subject = page.mask([rectangle(-0.2, 0.2, 0.3, 0.7)])
    line = contour(page, 0.02)
    assert (
        min(line[50, 28:33].max(), line[50, 67:72].max(), line[28:33, 50].max(), line[67:72, 50].max()) > 0.9
    )
    assert line[50, 50] == 0
    assert line[20, 20] == 0


def test_strokes_of_one_colour_change_it_little_and_leave_a_relief():
    page = grey(0.5)
    height = strokes(page, "strokes", 300, 0.06, 0.03)
    assert np.abs(page.pixels - 0.5).max() <= 10 / 255
    assert height.std() > 0.1


def test_panes_fill_the_picture_and_meet_in_thin_seams():
    shine, seam = panes(blank(128), 10)
    assert 60 < len(np.unique(shine)) < 220
    assert 0.05 < seam.mean() < 0.35


def test_triangles_cover_every_pixel_once():
    page = blank(96)
    page.pixels[:] = page.noise("relief", 5)
    facets = triangles(vertices(page, 12)).astype(np.float64)
    (ax, ay), (bx, by), (cx, cy) = (facets[:, corner].T for corner in range(3))
    area = np.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    assert area.sum() == pytest.approx(96 * 96, rel=0.02)


def test_colours():
    page = grey(0.5)
    page.pixels[0] = 0.7
    before = luminance(page.pixels).mean()
    saturate(page, 2.0)
    assert luminance(page.pixels).mean() == pytest.approx(before, rel=1e-5)
    assert page.pixels[0, 0, 0] - page.pixels[1, 0, 0] == pytest.approx(0.4, rel=1e-5)
    np.testing.assert_allclose(
        tone(grey(0.5).pixels, rgb(0, 0, 0), rgb(1, 0, 0), 1.0)[:, 0, 0], (0.5, 0, 0), atol=1e-6
    )


def test_a_tint_changes_the_hue_more_than_the_brightness():
    pixels = grey(0.5).pixels
    tinted = tint(pixels, rgb(0, 0, 0), rgb(0.6, 0.2, 0.1), 1.0)
    assert tinted[0, 0, 0] > tinted[1, 0, 0] > tinted[2, 0, 0]
    ramp = 0.5 * (0.30 * 0.6 + 0.59 * 0.2 + 0.11 * 0.1)
    assert luminance(tinted).mean() == pytest.approx(0.5 + (ramp - 0.5) / 3, rel=1e-4)


def test_the_shoulder_keeps_what_is_dark_and_bends_what_is_bright_below_one():
    page = grey(0.6)
    page.pixels[1], page.pixels[2] = 1.0, 3.0
    shoulder(page)
    assert page.pixels[0, 0, 0] == pytest.approx(0.6)
    assert 0.75 < page.pixels[1, 0, 0] < page.pixels[2, 0, 0] < 1.05


def test_dark_pictures_are_exposed_until_their_lights_show_but_at_most_doubled():
    dim = grey(0.4)
    expose(dim, 0.55)
    assert dim.pixels.mean() == pytest.approx(0.55, abs=0.01)
    black = grey(0.1)
    expose(black, 0.55)
    assert black.pixels.mean() == pytest.approx(0.2, rel=1e-3)
    bright = grey(0.9)
    expose(bright, 0.55)
    assert bright.pixels.mean() == pytest.approx(0.9)


def test_stretching_widens_the_range_of_brightness():
    page = grey(0.4)
    page.pixels[:, :, 50:] = 0.6
    wide = stretch(page.pixels, 1.0)
    assert wide.min() == pytest.approx(0, abs=0.02)
    assert wide.max() == pytest.approx(1, abs=0.02)


def test_bloom_spreads_from_what_is_bright():
    page = grey(0.1)
    page.pixels[:, 45:55, 45:55] = 1.0
    bloom(page, 0.5)
    assert page.pixels[0, 50, 57] > 0.15
    assert page.pixels[0, 50, 90] == pytest.approx(0.1, abs=1e-6)


def test_pixels_of_pixel_art_are_four_wide_and_its_colours_few():
    picture = draw(plain_scene(1, medium="pixel art"))
    blocks = picture.reshape(32, 4, 32, 4, 3)
    assert (blocks == blocks[:, :1, :, :1]).all()
    assert len(np.unique(picture)) < 40


def test_charcoal_has_a_breath_of_colour_only():
    def colour(medium: str) -> float:
        picture = draw(plain_scene(1, medium=medium), SMALL).astype(float)
        return float((picture.max(-1) - picture.min(-1)).mean())

    assert colour("charcoal drawing") < 0.45 * colour("matte painting")


@pytest.mark.parametrize(
    "medium", ["watercolour", "charcoal drawing", "pastel drawing", "gouache", "ink drawing", "woodcut"]
)
def test_media_on_paper_leave_a_rim_of_it(medium):
    picture = draw(plain_scene(1, medium=medium, hour="night")).astype(int)
    rim = np.concatenate((picture[0], picture[-1], picture[:, 0], picture[:, -1]))
    assert rim.mean() > 120
    assert rim.std(0).max() < 30


def test_leads_of_stained_glass_are_dark_and_run_around_the_subject():
    scene = plain_scene(1, medium="stained glass", hour="fog")
    picture = draw(scene).astype(int)
    assert 0.05 < (picture.max(-1) < 60).mean() < 0.4


def test_low_poly_has_large_even_facets():
    picture = draw(plain_scene(1, medium="low poly", subject="none")).astype(int)
    even = (np.abs(picture[:, 1:] - picture[:, :-1]).max(-1) == 0).mean()
    assert even > 0.7


def test_a_woodcut_bears_a_red_seal():
    picture = draw(plain_scene(1, medium="woodcut")).astype(int)
    red = (picture[..., 0] > 180) & (picture[..., 1] < 60)
    assert 60 < red.sum() < 400
    assert np.flatnonzero(red.any(1)).min() > 64


def test_bytes_of_a_medium_are_made_of_what_can_be_shown():
    page = grey(1.4)
    assert to_bytes(page.pixels).max() == 255
