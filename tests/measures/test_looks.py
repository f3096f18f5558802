"""Looks have the values that can be worked out by hand, or that the picture was made to have."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from tests.measures.pictures import checkerboard, flat_picture, grey, halves, of

BLACK, WHITE, RED, GREEN, BLUE, CYAN = (
    (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 255, 255),
)  # fmt: skip


def noise(shape, sigma, seed=1):
    return np.random.default_rng(seed).normal(0, sigma, shape)


def scene(seed=3, side=128):
    """A soft random picture of levels, standard deviation 40."""
    soft = ndimage.gaussian_filter(noise((side, side), 1, seed), 2)
    return 128 + 40 * soft / soft.std()


@pytest.mark.parametrize(
    ("colour", "lightness"),
    [
        (BLACK, 0),
        (WHITE, 100),
        # CIE 1976: L* = 116·(Y/Yn)^(1/3) − 16, with sRGB's own Y of the primaries (IEC 61966-2-1).
        (RED, 116 * 0.2126**(1 / 3) - 16),
        (GREEN, 116 * 0.7152**(1 / 3) - 16),
        (BLUE, 116 * 0.0722**(1 / 3) - 16),
        # 119 is where Y = ((119/255 + 0.055)/1.055)^2.4 = 0.1845, nearly the grey of L* 50.
        ((119, 119, 119), 116 * (((119 / 255 + 0.055) / 1.055) ** 2.4) ** (1 / 3) - 16),
    ],
)  # fmt: skip
def test_brightness_is_the_lightness_of_cielab(colour, lightness):
    assert of("brightness", flat_picture(*colour)) == pytest.approx(lightness, abs=0.01)


def test_brightness_is_a_mean_over_the_pixels():
    assert of("brightness", halves(BLACK, WHITE)) == pytest.approx(50, abs=1e-6)


def test_contrast_of_black_and_white_is_half_the_scale():
    assert of("contrast", checkerboard()) == 0.5
    assert of("contrast", halves(BLACK, WHITE)) == 0.5


def test_contrast_of_two_greys_is_half_their_distance():
    assert of("contrast", halves((60,) * 3, (162,) * 3)) == pytest.approx(0.2, rel=1e-7)


def test_contrast_weighs_the_primaries_as_bt_709_does():
    for colour, weight in ((RED, 0.2126), (GREEN, 0.7152), (BLUE, 0.0722)):
        assert of("contrast", halves(BLACK, colour)) == pytest.approx(weight / 2, rel=1e-7)


@pytest.mark.parametrize("level", [0, 1, 77, 254, 255])
def test_grey_has_neither_saturation_nor_colourfulness(level):
    picture = flat_picture(level, level, level)
    assert of("saturation", picture) == 0
    assert of("colourfulness", picture) == 0


def test_saturation_of_pure_colours_is_full_at_any_exposure():
    assert of("saturation", flat_picture(*RED)) == 1
    assert of("saturation", flat_picture(40, 0, 0)) == 1
    assert of("saturation", flat_picture(200, 100, 150)) == 0.5


def test_saturation_hardly_hears_dark_pixels():
    # White weighs 255, the nearly black red 1: 1 / (255 + 1), where a plain mean would say 0.5.
    assert of("saturation", halves(WHITE, (1, 0, 0))) == pytest.approx(1 / 256, rel=1e-7)


def test_colourfulness_of_red_and_blue_by_hand():
    # Red: rg = 255, yb = 127.5; blue: rg = 0, yb = −255. Half of each:
    # means (127.5, −63.75), deviations (127.5, 191.25).
    by_hand = math.hypot(127.5, 191.25) + 0.3 * math.hypot(127.5, 63.75)
    assert of("colourfulness", halves(RED, BLUE)) == pytest.approx(by_hand, rel=1e-7)


def test_colourfulness_of_one_colour_is_its_distance_from_grey_alone():
    assert of("colourfulness", flat_picture(*RED)) == pytest.approx(0.3 * math.hypot(255, 127.5), rel=1e-7)


def test_colourfulness_reaches_the_end_of_its_range():
    # Red and cyan are opposite and longest; with 1/2 + 0.3/√1.09/2 of red, spread and mean are as 1 to 0.3.
    share = 0.5 + 0.15 / math.sqrt(1.09)
    picture = flat_picture(*CYAN, size=(1000, 32))
    picture[:, : round(1000 * share)] = RED
    assert of("colourfulness", picture) == pytest.approx(255 * math.sqrt(1.25 * 1.09), rel=1e-6)


def test_palette_entropy_counts_bits():
    assert of("palette_entropy", flat_picture(9, 9, 9)) == 0
    assert of("palette_entropy", halves(RED, BLUE)) == 1
    # 64 greys in equal shares fall into 8 steps of the scale: three bits.
    assert of("palette_entropy", grey(np.tile(np.arange(0, 256, 4), (32, 1)))) == 3
    quarter = halves(RED, BLUE)
    quarter[:32, :32] = GREEN
    assert of("palette_entropy", quarter) == 1.5  # shares ¼, ¼, ½


def test_palette_entropy_of_all_512_colours_is_nine_bits():
    steps = np.arange(512)
    colours = np.stack([steps >> 6, steps >> 3 & 7, steps & 7], axis=1).astype(np.uint8) * 32 + 5
    assert of("palette_entropy", np.tile(colours, (4, 1)).reshape(32, 64, 3)) == 9


@pytest.mark.parametrize(("period", "strongest"), [(2, "fine"), (10, "middle"), (48, "coarse")])
def test_detail_of_waves_lies_in_their_band(period, strongest):
    across = np.arange(192)
    picture = grey(np.tile(127.5 + 100 * np.cos(2 * np.pi * across / period), (192, 1)))
    found = of("detail", picture)
    assert max(found, key=found.get) == strongest


def test_detail_of_a_wave_is_what_the_gaussians_leave_of_it():
    # A Gaussian of σ leaves exp(−(2πσ/λ)²/2) of a wave of length λ; a cosine's RMS is its height over √2.
    length, height = 16, 100
    left = [math.exp(-((2 * math.pi * sigma / length) ** 2) / 2) for sigma in (0, 1, 4, 16)]
    picture = grey(np.tile(127.5 + height * np.cos(2 * np.pi * (np.arange(256) + 0.5) / length), (64, 1)))
    expected = [height / 255 / math.sqrt(2) * (a - b) for a, b in pairwise(left)]
    assert list(of("detail", picture).values()) == pytest.approx(expected, rel=0.02, abs=2e-4)


def test_edges_of_one_step_are_the_columns_where_a_gaussian_is_steep():
    # The slope of a full step is the normal density: 0.352, 0.130 and 0.018 at 0.5, 1.5 and 2.5 px.
    assert of("edges", halves(BLACK, WHITE)) == 4 / 64
    # A tenth of that, 0.035 at most, is not steep enough; an eighth, 0.044, is in the two columns beside it.
    assert of("edges", halves((100,) * 3, (125,) * 3)) == 0
    assert of("edges", halves((100,) * 3, (132,) * 3)) == 2 / 64


@pytest.mark.parametrize("exponent", [0, 1, 2, 3])
@pytest.mark.parametrize("shape", [(128, 128), (96, 160)])
def test_spectral_slope_of_synthesised_noise(exponent, shape):
    frequency = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.fftfreq(shape[1])[None])
    frequency[0, 0] = 1
    field = np.fft.ifft2(np.fft.fft2(noise(shape, 1)) * frequency ** (-exponent / 2)).real
    picture = grey(128 + 35 * (field - field.mean()) / field.std())
    assert of("spectral_slope", picture) == pytest.approx(-exponent, abs=0.2)


@pytest.mark.parametrize("sigma", [2, 5, 10, 20])
def test_noise_finds_the_deviation_of_added_gaussian_noise(sigma):
    flat, sloped = np.full((128, 128), 128.0), 60 + np.add.outer(np.arange(128), np.arange(128)) / 2
    for background in (flat, sloped):
        assert of("noise", grey(background + noise((128, 128), sigma))) == pytest.approx(sigma, rel=0.05)


def test_noise_is_deaf_to_planes_and_reaches_its_end_on_a_checkerboard():
    assert of("noise", grey(np.add.outer(np.arange(64), np.arange(64)))) == 0
    assert of("noise", halves(BLACK, WHITE)) == 0
    # Every answer of the mask is 8·255.
    assert of("noise", checkerboard()) == pytest.approx(math.sqrt(math.pi / 2) / 6 * 8 * 255, rel=1e-7)


def test_blur_rises_with_a_gaussian_blur():
    rough = 128 + noise((96, 96), 40)
    values = [of("blur", grey(ndimage.gaussian_filter(rough, sigma))) for sigma in (0, 0.7, 1.5, 3, 6)]
    assert values == sorted(values)
    assert values[-1] - values[0] > 0.4
    assert of("blur", flat_picture(9, 9, 9)) == 1


def test_symmetry_of_a_mirrored_picture_is_one():
    left = scene()[:, :64]
    assert of("symmetry", grey(np.hstack([left, left[:, ::-1]]))) == 1
    assert of("symmetry", flat_picture(3, 200, 90)) == 1


def test_symmetry_of_a_negative_is_minus_one_and_of_strangers_none():
    left = noise((64, 64), 30)
    assert of("symmetry", grey(128 + np.hstack([left, -left[:, ::-1]]))) == pytest.approx(-1, abs=1e-3)
    assert abs(of("symmetry", grey(128 + noise((128, 128), 30)))) < 0.05


def test_clipped_counts_pixels_with_any_channel_at_its_end():
    picture = flat_picture(100, 100, 100, size=(40, 40))
    picture[0, :, 0] = 255
    picture[1, :10] = (0, 0, 0)
    picture[2, :, 1] = 254
    assert of("clipped", picture) == (40 + 10) / 1600
